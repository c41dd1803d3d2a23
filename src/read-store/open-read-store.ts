import { Kysely, PostgresDialect } from "kysely";
import { Client, Pool, type PoolConfig, types } from "pg";
import type { ReadDatabase } from "../../projections/define-projection.ts";

export const DEFAULT_SCHEMA = "cartera";
export const PROJECTOR_ROLE = "cartera_projector";
export const READER_ROLE = "cartera_reader";

export interface ReadStoreOptions {
  readonly connectionString: string;
  /** The views live in it, the tables in `<schema>_tables`. */
  readonly schema?: string;
  readonly queryConnections?: number;
  readonly projectorConnections?: number;
}

export interface ReadStore {
  readonly connectionString: string;
  readonly schema: string;
  /** Where the tables behind the views are: `<schema>_tables`. */
  readonly tablesSchema: string;
  /** For queries; may read and nothing else, where the server has the roles for that. */
  readonly queries: ReadDatabase;
  /** For the runner, rebuilds and the logs beside the read models. */
  readonly projector: ReadDatabase;
  /** Connection settings of the projector, for the runner's own session. */
  readonly projectorSession: PoolConfig;
  close(): Promise<void>;
}

/** Opens the connections of the read side. The schema must have been migrated (`migrateReadStore`). */
export async function openReadStore(options: ReadStoreOptions): Promise<ReadStore> {
  const { connectionString, schema = DEFAULT_SCHEMA } = options;
  const roles = await rolesOf(connectionString, schema);
  const querySession = session(connectionString, schema, roles.has(READER_ROLE) ? READER_ROLE : undefined);
  const projectorSession = session(connectionString, schema, roles.has(PROJECTOR_ROLE) ? PROJECTOR_ROLE : undefined);
  const queries = database({ ...querySession, max: options.queryConnections ?? 8 });
  const projector = database({ ...projectorSession, max: options.projectorConnections ?? 4 });
  return {
    connectionString,
    schema,
    tablesSchema: `${schema}_tables`,
    queries,
    projector,
    projectorSession,
    async close() {
      await Promise.all([queries.destroy(), projector.destroy()]);
    },
  };
}

/** The roles of ours that exist on this server, that this user may take on and, with `usableOn`, that may use that schema. */
export async function rolesOf(connectionString: string, usableOn?: string): Promise<ReadonlySet<string>> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const version = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
    // From version 16 on, being a member and being allowed to take the role on are two things.
    const membership = (version.rows[0]?.version ?? 0) >= 160_000 ? "set" : "member";
    const { rows } = await client.query<{ rolname: string }>(
      `select rolname from pg_roles where rolname = any($1) and pg_has_role(current_user, oid, $2)
        and ($3::text is null or exists (select from pg_namespace n where n.nspname = $3 and has_schema_privilege(rolname, n.oid, 'usage')))`,
      [[PROJECTOR_ROLE, READER_ROLE], membership, usableOn ?? null],
    );
    return new Set(rows.map(({ rolname }) => rolname));
  } finally {
    await client.end();
  }
}

/** Compiling a report costs more than running it: jit stays off. Dates and instants are read as UTC text. */
function session(connectionString: string, schema: string, role: string | undefined): PoolConfig {
  const settings = [`search_path=${schema}`, "timezone=UTC", "datestyle=ISO", "jit=off", ...(role === undefined ? [] : [`role=${role}`])];
  return {
    connectionString,
    application_name: "cartera",
    options: settings.map((setting) => `-c ${setting}`).join(" "),
    types: { getTypeParser },
  };
}

function database(config: PoolConfig): ReadDatabase {
  const pool = new Pool(config);
  pool.on("error", () => undefined); // an idle connection was lost: the pool opens another one when it is needed
  // One lost between two statements of a transaction: the next statement says so. Unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** Amounts and dates stay text, ordinals become numbers, instants RFC 3339: set per pool, never for the whole process. */
const PARSERS = new Map<number, (text: string) => unknown>([
  [types.builtins.DATE, (text) => text],
  [types.builtins.NUMERIC, (text) => text],
  [types.builtins.INT8, toSafeInteger],
  [types.builtins.TIMESTAMPTZ, toInstant],
]);

const getTypeParser = ((oid: number, format?: "text" | "binary") =>
  (format !== "binary" ? PARSERS.get(oid) : undefined) ?? types.getTypeParser(oid, format as "text")) as typeof types.getTypeParser;

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is not a safe integer`);
  return value;
}

/** "2026-03-31 15:04:05.25+00", as a session in UTC prints it. */
function toInstant(text: string): string {
  return new Date(text.replace(" ", "T").replace(/\+00$/, "Z")).toISOString();
}
