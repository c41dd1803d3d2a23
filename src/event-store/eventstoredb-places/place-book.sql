-- Where the appends of a log on EventStoreDB lie. Everything here follows from that log: dropped, it is written anew by reading it.
-- Safe to run at every start.

create schema if not exists {schema};

create table if not exists {schema}.append (
  ordinal          bigint primary key,
  count            integer not null,
  stream           text collate "C" not null,
  revision         bigint not null,
  recorded_ms      bigint not null,
  commit_position  bigint not null,
  prepare_position bigint not null,
  unique (stream, revision)
);
comment on table {schema}.append is 'Appends of the ledger in log order: first ordinal, stream and revision, time, and place on the node of its first event.';

create table if not exists {schema}.command (
  command_id uuid primary key,
  ordinal    bigint not null
);
comment on table {schema}.command is 'Commands and the append that each was stored with.';

create table if not exists {schema}.head (
  only_one         boolean primary key default true check (only_one),
  ordinal          bigint not null,
  recorded_ms      bigint not null,
  floor_ms         bigint not null,
  commit_position  bigint,
  prepare_position bigint
);
comment on table {schema}.head is 'How far the log of the node was looked at. Nothing behind it is recorded before floor_ms.';
insert into {schema}.head values (true, 0, 0, 0, null, null) on conflict do nothing;

-- Writes a stretch of the log, all or nothing, and moves the head; several processes write the same, and whoever comes later writes what is left.
-- Called as one autocommitted statement: a client that stands still holds no lock. Rows and the checkpoints of the read models are lost together
-- or not at all, and the node gives them again: no need to wait for the disk.
create or replace function {schema}.write_appends(
  ordinals bigint[], counts integer[], streams text[], revisions bigint[], recorded bigint[], commits bigint[], prepares bigint[],
  command_ids uuid[], command_ordinals bigint[],
  to_ordinal bigint, to_recorded bigint, to_floor bigint, to_commit bigint, to_prepare bigint)
returns void
language plpgsql set search_path = pg_catalog, pg_temp set synchronous_commit = off set enable_seqscan = off
as $$
declare
  was   {schema}.head;
  wrong record;
begin
  select * into strict was from {schema}.head for update;

  -- What is here already must say the same.
  select g.ordinal, g.stream, g.revision into wrong
    from unnest(ordinals, streams, revisions, commits) as g(ordinal, stream, revision, commit_position)
    where g.ordinal <= was.ordinal and not exists (
      select from {schema}.append a
        where a.ordinal = g.ordinal and a.stream = g.stream collate "C" and a.revision = g.revision and a.commit_position = g.commit_position)
    limit 1;
  if found then
    raise exception 'ordinal % is not event % of % in the place book', wrong.ordinal, wrong.revision, wrong.stream using errcode = 'CTP01';
  end if;
  if (to_commit, to_prepare) <= (was.commit_position, was.prepare_position) then
    return;
  end if;

  -- Nothing is left out.
  if to_ordinal - was.ordinal <> (select coalesce(sum(count), 0) from unnest(ordinals, counts) as g(ordinal, count) where ordinal > was.ordinal) then
    raise exception 'the stretch up to ordinal % does not follow ordinal % of the place book', to_ordinal, was.ordinal using errcode = 'CTP01';
  end if;
  -- No stream begins, or goes on, elsewhere than it ended.
  select g.stream, g.revision, coalesce(last.next, 0) as next into wrong
    from (select stream collate "C" as stream, min(revision) as revision
            from unnest(ordinals, streams, revisions) as s(ordinal, stream, revision) where ordinal > was.ordinal group by 1) as g
    left join lateral (
      select a.revision + a.count as next from {schema}.append a where a.stream = g.stream order by a.revision desc limit 1) as last on true
    where g.revision <> coalesce(last.next, 0)
    limit 1;
  if found then
    raise exception '% has no event % in the log, but %', wrong.stream, wrong.next, wrong.revision using errcode = 'CTP01';
  end if;

  insert into {schema}.append
    select g.* from unnest(ordinals, counts, streams, revisions, recorded, commits, prepares)
      as g(ordinal, count, stream, revision, recorded_ms, commit_position, prepare_position)
    where g.ordinal > was.ordinal;
  -- The same command twice in the log happened where it stands first.
  insert into {schema}.command
    select g.command_id, g.ordinal from unnest(command_ids, command_ordinals) with ordinality as g(command_id, ordinal, n)
    where g.ordinal > was.ordinal order by g.n
    on conflict do nothing;
  update {schema}.head
    set ordinal = to_ordinal, recorded_ms = to_recorded, floor_ms = to_floor, commit_position = to_commit, prepare_position = to_prepare;
end $$;

-- The last ordinal recorded at or before a time. Times never go back along the log, so halving finds it without an index on time.
create or replace function {schema}.ordinal_at(until_ms bigint) returns bigint
language plpgsql stable set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
  low    bigint := 0;
  high   bigint;
  middle {schema}.append;
begin
  select h.ordinal into strict high from {schema}.head h;
  while low < high loop
    -- The append that holds the ordinal in the middle, rounded up.
    select * into strict middle from {schema}.append a where a.ordinal <= (low + high + 1) / 2 order by a.ordinal desc limit 1;
    if middle.recorded_ms <= until_ms then
      low := middle.ordinal + middle.count - 1;
    else
      high := middle.ordinal - 1;
    end if;
  end loop;
  return low;
end $$;
