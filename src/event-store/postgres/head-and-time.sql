-- Questions about the end of the log, about time and about claims. {schema} and {lock} are replaced by migrate.ts.

-- The head, with nothing in flight: waits for the append under way, and sees to it that no later append carries a time at or before the
-- head's own or the clock's. Otherwise an answer "as known at this instant" could change after it was given. Writes only when the mark has
-- to move. Volatile plpgsql: the read after the lock takes a new snapshot.
create or replace function {schema}.settle_head(clock_ms bigint, out ordinal bigint, out recorded timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  settled  timestamptz(3);
  reserved timestamptz(3);
begin
  perform pg_advisory_xact_lock_shared({lock});
  select h.position, h.recorded_at, h.not_before into strict ordinal, recorded, reserved from {schema}.head h;
  settled := greatest(recorded, coalesce(timestamptz 'epoch' + clock_ms * interval '1 millisecond',
                                   date_trunc('milliseconds', clock_timestamp()))) + interval '1 millisecond';
  if reserved < settled then
    update {schema}.head set not_before = greatest(not_before, settled) where id = 0;
  end if;
end $$;

-- The last position recorded at or before an instant. Times never go back along the log, so halving finds it without an index on time.
-- All events of one append carry one time: the answer always ends an append.
create or replace function {schema}.ordinal_at(instant_ms bigint) returns bigint
language plpgsql stable set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
  instant timestamptz := timestamptz 'epoch' + instant_ms * interval '1 millisecond';
  low     bigint := 0;
  high    bigint;
  middle  bigint;
begin
  select case when h.recorded_at <= instant then 0 else h.position end, case when h.recorded_at <= instant then h.position else 0 end
    into strict high, low from {schema}.head h;
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select e.recorded_at <= instant from {schema}.event e where e.position = middle) then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;

-- The key a claim is stored under (claim-key.ts says why), so that who owns a number can be asked in SQL:
--   select e.* from {schema}.claim c join {schema}.event e on e.position between c.position and c.position + c.n - 1
--    where c.key = {schema}.claim_key('DOCUMENT_NUMBER:CO01:INVOICE:FV:1001');
create or replace function {schema}.claim_key(claim text) returns uuid
language sql immutable strict parallel safe
return encode(set_bit(substring(sha256(convert_to(claim, 'UTF8')) for 16), 71, 0), 'hex')::uuid;
