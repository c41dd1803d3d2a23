import { readFile } from "node:fs/promises";
import pg from "pg";
import type { LogConnection } from "./connection.ts";
import { forSchema, type LogSchema, logSchema } from "./log-schema.ts";
import { prepareRoles } from "./roles.ts";
import { checkServerSettings } from "./server-settings.ts";

/** Applied once per schema, in this order. A file here never changes after a release. */
const MIGRATIONS = ["migrations/001-log.sql"] as const;
/** Applied at every start: they replace themselves. */
const FUNCTIONS = ["append-batch.sql", "head-and-time.sql"] as const;

/**
 * Brings the log of a database up to date; safe to call from any number of processes at once, any number of times.
 * Gives warnings for the operator. Throws `UnsafeServerSettings` where the server could lose events.
 */
export async function migrateLog(options: LogConnection & { readonly schema?: string }): Promise<{ readonly warnings: readonly string[] }> {
  const schema = logSchema(options.schema);
  const { connectionString } = options;
  const client = new pg.Client({ ...options.config, ...(connectionString === undefined ? {} : { connectionString }) });
  await client.connect();
  try {
    const warnings = [...(await checkServerSettings(client))];
    const roles = await prepareRoles(client);
    if (!roles) {
      warnings.push("The database user may not create roles: one role owns, writes and reads; only triggers guard the events.");
    }
    await client.query(`select pg_advisory_lock(${schema.migrationLock})`);
    await applyPending(client, schema, roles);
    return { warnings };
  } finally {
    await client.end();
  }
}

async function applyPending(client: pg.Client, schema: LogSchema, roles: boolean): Promise<void> {
  await client.query("begin");
  await client.query("set local client_min_messages = warning");
  const present = await client.query("select nspowner::regrole::text as owner from pg_namespace where nspname = $1", [schema.name]);
  if (present.rowCount === 0) await client.query(`create schema ${schema.name}${roles ? " authorization cartera_owner" : ""}`);
  const ownedByRole = roles && (present.rowCount === 0 || present.rows[0].owner === "cartera_owner");
  if (ownedByRole) await client.query("set local role cartera_owner");
  await client.query(
    `create table if not exists ${schema.name}.migration (name text primary key, applied_at timestamptz not null default now())`,
  );
  for (const name of MIGRATIONS) {
    const first = await client.query(`insert into ${schema.name}.migration (name) values ($1) on conflict do nothing`, [name]);
    if (first.rowCount === 1) await run(client, name, schema);
  }
  for (const name of FUNCTIONS) await run(client, name, schema);
  await client.query(`revoke all on all functions in schema ${schema.name} from public`);
  if (ownedByRole) await grantToRoles(client, schema.name);
  await client.query("commit");
}

/**
 * The writer has no INSERT: the append function, which runs as the owner, is its only way in. To settle the head is to write as well: it
 * raises the time of everything that is appended later.
 */
async function grantToRoles(client: pg.Client, schema: string): Promise<void> {
  const readers = "cartera_writer, cartera_projector, cartera_reader";
  await client.query(`grant usage on schema ${schema} to ${readers}`);
  await client.query(`grant select on all tables in schema ${schema} to ${readers}`);
  await client.query(`grant execute on function ${schema}.ordinal_at, ${schema}.claim_key to ${readers}`);
  await client.query(`grant execute on function ${schema}.append_batch, ${schema}.settle_head to cartera_writer`);
}

async function run(client: pg.Client, file: string, schema: LogSchema): Promise<void> {
  await client.query(forSchema(await readFile(new URL(file, import.meta.url), "utf8"), schema));
}
