import { Client } from "pg";
import { DEFAULT_SCHEMA, PROJECTOR_ROLE, READER_ROLE, rolesOf } from "./open-read-store.ts";

/**
 * Creates what the read side needs besides its read models, whose tables the runner creates. Idempotent; callers wait for each other.
 * The roles may not exist (a hosted database, a user without the right to create them): then everything belongs to the one user.
 */
export async function migrateReadStore(connectionString: string, options: { readonly schema?: string } = {}): Promise<void> {
  const schema = options.schema ?? DEFAULT_SCHEMA;
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(schema)) throw new Error(`${schema} cannot be the name of the schema`);
  const roles = await rolesOf(connectionString);
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`${schema} read store migration`]);
    await client.query("set local client_min_messages = warning");
    await client.query(tables(schema));
    await client.query(processTables(schema));
    await client.query(grants(schema, roles));
    await client.query("commit");
  } finally {
    await client.end();
  }
}

const tables = (schema: string) => `
create schema if not exists ${schema};
create schema if not exists ${schema}_tables;

create table if not exists ${schema}_tables.projection (
  name                   text collate "C" not null,
  generation             integer not null,
  version                integer not null,
  live                   boolean not null,
  state                  text not null check (state in ('running', 'rebuilding', 'halted', 'retired', 'scratch')),
  checkpoint             bigint not null,
  checkpoint_recorded_at timestamptz,
  checkpoint_event_id    uuid,
  checkpoint_place       text,
  error                  jsonb,
  updated                timestamptz not null default now(),
  primary key (name, generation)
);
-- Both came later than the table. The place is the engine's own, for operators; the event is the same wherever the log lies.
alter table ${schema}_tables.projection
  add column if not exists checkpoint_event_id uuid, add column if not exists checkpoint_place text;
create unique index if not exists projection_live on ${schema}_tables.projection (name) where live;

create or replace view ${schema}.projection_checkpoint as
  select name, version, generation, state, checkpoint as ordinal, checkpoint_recorded_at as recorded_at, error, updated
  from ${schema}_tables.projection where live;
comment on view ${schema}.projection_checkpoint is 'Read models and the ordinal of the log they have reached.';

create table if not exists ${schema}_tables.edge_log (
  principal text collate "C" not null,
  code      text collate "C" not null,
  minute    timestamptz not null,
  count     bigint not null,
  primary key (principal, code, minute)
);
create or replace view ${schema}.edge_log as select principal, code, minute, count from ${schema}_tables.edge_log;
comment on view ${schema}.edge_log is 'Requests refused before they were commands, counted per principal, code and minute. Not part of the ledger.';

create table if not exists ${schema}_tables.access_log (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  actor       text collate "C" not null,
  subject_ids text[] not null,
  fields      text[] not null,
  purpose     text not null,
  path        text not null
);
create index if not exists access_log_at on ${schema}_tables.access_log (at);
create index if not exists access_log_subject on ${schema}_tables.access_log using gin (subject_ids);
create or replace view ${schema}.access_log as select id, at, actor, subject_ids, fields, purpose, path from ${schema}_tables.access_log;
comment on view ${schema}.access_log is 'Who read which personal data, when and why. Append-only; not part of the ledger.';

create or replace function ${schema}_tables.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create or replace trigger access_log_append_only before update or delete or truncate on ${schema}_tables.access_log
  for each statement execute function ${schema}_tables.refuse_change();
`;

/** What processes remember: the tables of process-book.ts, and those of log-imports.ts. */
const processTables = (schema: string) => `
create table if not exists ${schema}_tables.process_position (
  process     text collate "C" not null,
  entity_id   text collate "C" not null,
  ordinal     bigint,
  done_on     date,
  last_run_at timestamptz,
  error       jsonb,
  primary key (process, entity_id)
);
comment on table ${schema}_tables.process_position is
  'How far processes are: through the log (no entity), or the last business date done per legal entity. Not part of the ledger.';
create table if not exists ${schema}_tables.process_parked (
  parked_id uuid primary key,
  process   text collate "C" not null,
  entity_id text collate "C",
  owner     text collate "C" not null,
  cause     text collate "C" not null,
  ordinal   bigint,
  step      text collate "C" not null,
  command   text collate "C" not null,
  body      jsonb not null,
  code      text collate "C" not null,
  trace_id  text not null,
  attempt   integer not null,
  since     timestamptz not null
);
comment on table ${schema}_tables.process_parked is 'Steps of processes that were refused and wait. Personal values are sealed. Not part of the ledger.';
create table if not exists ${schema}_tables.unfinished_import (
  log   text collate "C" primary key,
  since timestamptz not null default now()
);
comment on table ${schema}_tables.unfinished_import is 'Logs into which an import has brought a part of what it has to: no ledger starts on them.';
create table if not exists ${schema}_tables.log_home (
  only_one boolean primary key default true check (only_one),
  kind     text collate "C" not null,
  since    timestamptz not null default now()
);
comment on table ${schema}_tables.log_home is 'The kind of log the ledger was moved to last: it does not start on another one. Empty where it was never moved.';
`;

function grants(schema: string, roles: ReadonlySet<string>): string {
  const projector = roles.has(PROJECTOR_ROLE)
    ? `grant usage, create on schema ${schema}, ${schema}_tables to ${PROJECTOR_ROLE};
       grant select, insert, update, delete on ${schema}_tables.projection, ${schema}_tables.edge_log to ${PROJECTOR_ROLE};
       grant select, insert on ${schema}_tables.access_log to ${PROJECTOR_ROLE};
       grant select, insert, update, delete on ${schema}_tables.process_position, ${schema}_tables.process_parked to ${PROJECTOR_ROLE};
       grant select, insert, delete on ${schema}_tables.unfinished_import to ${PROJECTOR_ROLE};
       grant select, insert, update on ${schema}_tables.log_home to ${PROJECTOR_ROLE};
       grant select on ${schema}.projection_checkpoint, ${schema}.edge_log, ${schema}.access_log to ${PROJECTOR_ROLE};
       ${handOver(schema)}`
    : "";
  const reader = roles.has(READER_ROLE)
    ? `grant usage on schema ${schema} to ${READER_ROLE};
       grant select on ${schema}.projection_checkpoint, ${schema}.edge_log to ${READER_ROLE};
       ${forAuditors(schema)}`
    : "";
  return projector + reader;
}

/** Auditors read what readers do; who read whose personal data is for them alone. No connection of ours takes this role on. */
const forAuditors = (schema: string) => `
do $$
begin
  if exists (select from pg_roles where rolname = 'cartera_auditor') then
    grant select on ${schema}.access_log to cartera_auditor;
  end if;
end $$;`;

/** Read models made before the role existed go over to it. */
const handOver = (schema: string) => `
do $$
declare made record;
begin
  for made in
    select c.oid::regclass as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relowner <> '${PROJECTOR_ROLE}'::regrole and (
      (c.relkind = 'r' and n.nspname = '${schema}_tables' and c.relname ~ '_v[0-9]+_g[0-9]+$') or
      (c.relkind = 'v' and n.nspname = '${schema}' and exists (
        select from pg_class t join pg_namespace tn on tn.oid = t.relnamespace
        where tn.nspname = '${schema}_tables' and t.relkind = 'r' and t.relname ~ ('^' || c.relname || '_v[0-9]+_g[0-9]+$'))))
  loop
    execute format('alter %s %s owner to ${PROJECTOR_ROLE}', case made.kind when 'v' then 'view' else 'table' end, made.name);
  end loop;
end $$;`;
