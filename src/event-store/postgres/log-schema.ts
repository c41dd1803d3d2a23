import { createHash } from "node:crypto";

/** Where a log lives, and the names derived from it that the server's functions and this process must agree on. */
export interface LogSchema {
  readonly name: string;
  /** The advisory lock appends take exclusively; a decimal bigint. Locks are per database, so the schema's name is enough. */
  readonly appendLock: string;
  /** The advisory lock a migration takes. */
  readonly migrationLock: string;
  /** The channel that carries the new head after each batch. */
  readonly channel: string;
}

export const DEFAULT_LOG_SCHEMA = "cartera_log";

/** Only plain lower-case names: they go into SQL text unquoted, as they are. */
export function logSchema(name: string = DEFAULT_LOG_SCHEMA): LogSchema {
  if (!/^[a-z][a-z0-9_]{0,50}$/.test(name) || name.startsWith("pg_")) {
    throw new RangeError(`"${name}" cannot be the schema of a log: lower-case letters, digits and _, at most 51, not pg_...`);
  }
  return {
    name,
    appendLock: lockNumber(`append ${name}`),
    migrationLock: lockNumber(`migrate ${name}`),
    channel: `${name}_head`,
  };
}

/** Fills the {tokens} of an SQL file. */
export function forSchema(sql: string, schema: LogSchema): string {
  return sql.replaceAll("{schema}", schema.name).replaceAll("{lock}", schema.appendLock).replaceAll("{channel}", schema.channel);
}

function lockNumber(purpose: string): string {
  return createHash("sha256").update(`cartera ${purpose}`).digest().readBigInt64BE(0).toString();
}
