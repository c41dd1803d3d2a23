-- The log: what happened, in order, for ever. Run once per schema by migrate.ts, as the owner role where there is one.
-- {schema} is replaced by the name of the log's schema.

-- One row: the end of the log. The append function reads and moves it under the append lock, so positions have no gaps and their
-- order is commit order.
create table {schema}.head (
  id          int primary key check (id = 0),
  position    bigint not null,
  recorded_at timestamptz(3) not null,
  -- The earliest time the next append may carry; later than recorded_at only after a reader settled the past (settle_head).
  not_before  timestamptz(3) not null
);
insert into {schema}.head values (0, 0, 'epoch', 'epoch');

-- Where each stream is now, so that no check has to look into the events. Updated in place: room is left on the pages.
create table {schema}.stream (
  stream_id text collate "C" primary key,
  revision  bigint not null
) with (fillfactor = 70);

-- data and meta are text, not jsonb: what is stored is what was handed in, byte for byte, and can be hashed and signed.
-- Columns of a fixed width first: nothing is lost to their alignment.
create table {schema}.event (
  position    bigint primary key,
  revision    bigint not null,
  recorded_at timestamptz(3) not null,
  event_id    uuid not null,
  stream_id   text collate "C" not null,
  type        text collate "C" not null,
  data        text collate "C" not null,
  meta        text collate "C" not null,
  unique (stream_id, revision)
);

-- Keys taken for ever, and by which append: its first position and its number of events. The id of a command is a claim too, so a
-- replay is answered from this table alone. A key is the id of a command or what claim_key gives for the text of a claim: every invoice
-- leaves several rows here, so they are as small as they can be. The texts are in the meta of the events.
create table {schema}.claim (
  key      uuid primary key,
  position bigint not null,
  n        int not null
);

create function {schema}.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% refused: the log only grows', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege', hint = 'Correct a mistake by appending an event that says so.';
end $$;

-- Per statement: they cost appends nothing. "Always": replication settings of a session do not switch them off.
create trigger event_never_changes before update or delete on {schema}.event
  for each statement execute function {schema}.refuse_change();
create trigger event_never_emptied before truncate on {schema}.event
  for each statement execute function {schema}.refuse_change();
create trigger claim_never_changes before update or delete on {schema}.claim
  for each statement execute function {schema}.refuse_change();
create trigger claim_never_emptied before truncate on {schema}.claim
  for each statement execute function {schema}.refuse_change();
create trigger stream_never_forgotten before delete on {schema}.stream
  for each statement execute function {schema}.refuse_change();
create trigger stream_never_emptied before truncate on {schema}.stream
  for each statement execute function {schema}.refuse_change();
create trigger head_never_forgotten before delete on {schema}.head
  for each statement execute function {schema}.refuse_change();
create trigger head_never_emptied before truncate on {schema}.head
  for each statement execute function {schema}.refuse_change();

alter table {schema}.event enable always trigger event_never_changes, enable always trigger event_never_emptied;
alter table {schema}.claim enable always trigger claim_never_changes, enable always trigger claim_never_emptied;
alter table {schema}.stream enable always trigger stream_never_forgotten, enable always trigger stream_never_emptied;
alter table {schema}.head enable always trigger head_never_forgotten, enable always trigger head_never_emptied;
