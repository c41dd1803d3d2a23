import pg from "pg";

/** How to reach the server: a connection string, or the driver's own settings, or both. */
export interface LogConnection {
  readonly connectionString?: string;
  readonly config?: pg.ClientConfig;
}

/** The part of a pino logger that is used here. */
export interface EventStoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export type LogRole = "cartera_writer" | "cartera_reader";

export const CONNECT_TIMEOUT_MS = 3_000;

const INT8 = 20;
const INT4_ARRAY = 1007;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ = 1184;

/** Settings every connection of the store runs under, whatever the database's own defaults are. */
const SESSION_SETTINGS = [
  "timezone=UTC",
  "datestyle=ISO",
  "default_transaction_isolation=read\\ committed",
  "enable_seqscan=off",
  "jit=off",
];

/** Driver settings for a connection of one role; `null` where the server has no roles of ours. */
export function clientConfig(connection: LogConnection, role: LogRole | null, name: string): pg.ClientConfig {
  const { connectionString, options } = withoutOptions(connection.connectionString);
  const settings = role === null ? SESSION_SETTINGS : [`role=${role}`, ...SESSION_SETTINGS];
  return {
    ...connection.config,
    ...(connectionString === undefined ? {} : { connectionString }),
    options: [connection.config?.options, options, ...settings.map((setting) => `-c ${setting}`)].filter(Boolean).join(" "),
    application_name: name,
    types: { getTypeParser: typeParser as pg.CustomTypesConfig["getTypeParser"] },
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
}

/** The driver lets `options` of a connection string replace those of the settings; here they are joined. */
function withoutOptions(connectionString: string | undefined): { connectionString?: string; options?: string } {
  if (connectionString === undefined || !connectionString.includes("options=") || !URL.canParse(connectionString)) {
    return connectionString === undefined ? {} : { connectionString };
  }
  const url = new URL(connectionString);
  const options = url.searchParams.get("options") ?? "";
  url.searchParams.delete("options");
  return { connectionString: url.toString(), options };
}

/** Parsers of these connections alone: other users of the driver in this process keep theirs. */
function typeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (format === "binary") return pg.types.getTypeParser(oid, "binary") as (value: unknown) => unknown;
  if (oid === INT8) return safeInteger;
  if (oid === TIMESTAMPTZ) return instantOfTimestamptz;
  if (oid === INT4_ARRAY || oid === INT8_ARRAY) return integersOfArray;
  return pg.types.getTypeParser(oid, "text") as (value: string) => unknown;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number holds exactly`);
  return value;
}

function integersOfArray(text: string): readonly number[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",").map(safeInteger);
}

/** `2026-03-01 09:30:00.25+00` to `2026-03-01T09:30:00.250Z`, without a Date and its local zone in between. */
function instantOfTimestamptz(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/.exec(text);
  if (parts === null) throw new RangeError(`"${text}" is not a time of this log`);
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? "").padEnd(3, "0")}Z`;
}
