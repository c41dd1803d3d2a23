import pg from "pg";
import { type Capabilities, type EventStore, MAX_APPEND_BYTES, MAX_EVENT_BYTES } from "../port.ts";
import { Subscriptions } from "../subscription-loop.ts";
import { AppendConnection } from "./append-connection.ts";
import { AppendQueue } from "./append-queue.ts";
import { AppendSender } from "./append-sender.ts";
import { Appender } from "./appender.ts";
import { CONNECT_TIMEOUT_MS, clientConfig, type EventStoreLog, type LogConnection } from "./connection.ts";
import { HeadWatch } from "./head-watch.ts";
import { LogReader } from "./log-reader.ts";
import { DEFAULT_LOG_SCHEMA, logSchema } from "./log-schema.ts";
import { rolesAreUsable } from "./roles.ts";
import { checkServerSettings } from "./server-settings.ts";

export interface PostgresEventStoreOptions extends LogConnection {
  /** `cartera_log` when left out. */
  readonly schema?: string;
  /** Milliseconds since 1970 that appends are recorded at; the server's own clock when left out or undefined. Never goes back in the log. */
  readonly clock?: () => number | undefined;
  /** How many requests may wait before `StoreUnavailable`. */
  readonly maxQueue?: number;
  readonly maxQueueBytes?: number;
  readonly maxReadConnections?: number;
  /** How long to wait for a server that cannot be reached or does not answer. */
  readonly unknownAfterMs?: number;
  readonly log?: EventStoreLog;
}

const SILENT: EventStoreLog = { info: () => undefined, warn: () => undefined };
const LATEST_CLOCK_MS = Date.UTC(9999, 11, 31);
const CAPABILITIES: Capabilities = {
  engine: "postgresql",
  durable: true,
  checksAtomically: true,
  keepsOrderOfRequests: true,
  maxEventBytes: MAX_EVENT_BYTES,
  maxAppendBytes: MAX_APPEND_BYTES,
};

/**
 * The log on PostgreSQL. The schema must be there: call `migrateLog` first. Throws `UnsafeServerSettings` when the server could lose events.
 *
 * @example
 * await migrateLog({ connectionString });
 * const store = await openPostgresEventStore({ connectionString });
 */
export async function openPostgresEventStore(options: PostgresEventStoreOptions): Promise<EventStore> {
  const { maxQueue = 10_000, maxQueueBytes = 64 * 1024 * 1024, maxReadConnections = 4, unknownAfterMs = 10_000, log = SILENT } = options;
  const schema = logSchema(options.schema ?? DEFAULT_LOG_SCHEMA);
  const connection: LogConnection = options;
  const roles = await inspect(connection, schema.name, log);
  const writer = roles ? "cartera_writer" : null;
  const readerRole = roles ? "cartera_reader" : null;
  const clockMs = () => clockReading(options.clock?.());

  const appends = new AppendConnection(connection, writer, Math.min(CONNECT_TIMEOUT_MS, unknownAfterMs / 2), log);
  const sender = new AppendSender({ connection: appends, schema, clockMs, unknownAfterMs });
  const appender = new Appender(new AppendQueue({ maxQueue, maxQueueBytes }), sender);
  const reader = new LogReader({
    connection,
    role: readerRole,
    settlingRole: writer,
    schema,
    clockMs,
    maxConnections: maxReadConnections,
    log,
  });
  const watch = new HeadWatch(connection, readerRole, schema, log);
  const subscriptions = new Subscriptions({
    readAll: (from, limit) => reader.readAll(from, limit),
    news: (known, signal) => watch.news(known, signal),
    failed: (error, doing) => log.warn({ err: error }, `Failed ${doing}; trying again`),
  });
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.all([appender.close(), subscriptions.close()]);
    await Promise.all([reader.close(), watch.close()]);
  };

  return {
    capabilities: CAPABILITIES,
    append: (request) => appender.append(request),
    readStream: (stream, range) => reader.readStream(stream, range),
    readAll: (after, limit) => reader.readAll(after, limit),
    readMatching: (after, limit, filter) => reader.readMatching(after, limit, filter),
    revisions: (streams) => reader.revisions(streams),
    findCommands: (commandIds) => reader.findCommands(commandIds),
    head: (which) => reader.head(which),
    ordinalAt: (instant) => reader.ordinalAt(instant),
    endOfAppend: (ordinal) => reader.endOfAppend(ordinal),
    subscribe: (after, deliver) => subscriptions.open(after, deliver),
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}

/** Looks at the server before anything relies on it: settings, schema, roles. */
async function inspect(connection: LogConnection, schema: string, log: EventStoreLog): Promise<boolean> {
  const client = new pg.Client(clientConfig(connection, null, "cartera inspect"));
  await client.connect();
  try {
    for (const warning of await checkServerSettings(client)) log.warn({}, warning);
    const present = await client.query("select to_regclass($1) is not null as present", [`${schema}.head`]);
    if (present.rows[0].present !== true) throw new Error(`There is no log in schema ${schema} of this database: migrate first`);
    const roles = await rolesAreUsable(client, schema);
    if (!roles) log.warn({}, "Reading and writing run under one database role: only triggers guard the events");
    return roles;
  } finally {
    await client.end();
  }
}

function clockReading(ms: number | undefined): number | null {
  if (ms === undefined) return null;
  if (!(ms >= 0 && ms <= LATEST_CLOCK_MS)) throw new RangeError(`The clock reads ${ms}, which is not a time between 1970 and 9999`);
  return Math.trunc(ms);
}
