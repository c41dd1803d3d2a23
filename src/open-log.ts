import type { Logger } from "pino";
import type { Clock } from "./application/ports.ts";
import { BadSettings, logKindOf, logNameOf, type Settings } from "./config.ts";
import { UnusableNode } from "./event-store/eventstoredb/unusable-node.ts";
import { openPostgresPlaceBook } from "./event-store/eventstoredb-places/postgres-place-book.ts";
import { AnotherLog } from "./event-store/place-book.ts";
import type { EventStore } from "./event-store/port.ts";
import { openPostgresEventStore } from "./event-store/postgres/postgres-event-store.ts";
import { listGenerations } from "./read-store/bookkeeping.ts";
import { logImportsInto } from "./read-store/log-imports.ts";
import type { ReadStore } from "./read-store/open-read-store.ts";

/**
 * The log: on the node that is set, with its place book beside the read models, else in the database itself. Throws `BadSettings` when the node
 * cannot be used as it is set, or its log is not the one that the database knows.
 */
export async function openLog(settings: Settings, databaseUrl: string, clock: Clock, log: Logger): Promise<EventStore> {
  const setClock = settings.clockMs === undefined ? {} : { clock: () => clock.now() };
  if (settings.eventStoreDbUrl === undefined) return openPostgresEventStore({ connectionString: databaseUrl, log, ...setClock });
  // Its client is large, and most ledgers never need it.
  const { openEventStoreDbEventStore } = await import("./event-store/eventstoredb/eventstoredb-event-store.ts");
  const book = await openPostgresPlaceBook({ connectionString: databaseUrl, log: logNameOf(settings) });
  const namespace = settings.eventStoreDbNamespace;
  const onNode = { connectionString: settings.eventStoreDbUrl, ...(namespace !== undefined && { namespace }) };
  try {
    const store = await openEventStoreDbEventStore({ ...onNode, book, log, ...setClock });
    return { ...store, close: () => store.close().finally(() => book.close()) };
  } catch (error) {
    await book.close();
    if (error instanceof UnusableNode) throw new BadSettings(`EVENTSTOREDB_URL: ${error.message}`);
    if (error instanceof AnotherLog) throw anotherNode(error, book.schema);
    throw error;
  }
}

function anotherNode({ message }: AnotherLog, schema: string): BadSettings {
  return new BadSettings(
    `EVENTSTOREDB_URL, DATABASE_URL: ${message}: it is not the log that this database knows there. Was the node restored from a backup that is ` +
      `older than the database's? If another node has taken its place and holds the whole log, have places counted anew: drop schema ${schema} cascade`,
  );
}

/**
 * On a part of its log a ledger would take for new what was done long ago, and on a log that it has left it would become a second one. Throws
 * `BadSettings`.
 */
export async function refuseForeignLog(settings: Settings, readStore: ReadStore): Promise<void> {
  const imports = logImportsInto(readStore, logNameOf(settings), logKindOf(settings));
  if (await imports.isMarked()) {
    throw new BadSettings("An import into this log was not finished: run cartera import-log again, to its end.");
  }
  const home = (await imports.home()) ?? logKindOf(settings);
  if (home === logKindOf(settings)) return;
  throw new BadSettings(`EVENTSTOREDB_URL: the ledger was moved to another log (${home}), and this one knows nothing of what came since.`);
}

/**
 * A ledger stays on the log it knows, or a whole copy of it: its read models and keys would not fit another one. Events keep their ids wherever
 * their log lies, so the one that the read models have come to tells. Throws `BadSettings`.
 */
export async function refuseAnotherLog(store: EventStore, readStore: ReadStore): Promise<void> {
  const { ordinal } = await store.head();
  const [furthest] = [...(await listGenerations(readStore))].sort((one, other) => other.checkpoint - one.checkpoint);
  const { checkpoint = 0, checkpointEventId = null } = furthest ?? {};
  if (checkpoint > ordinal) throw notTheirLog(`the read models were made of ${checkpoint} events and the log has ${ordinal}`);
  if (checkpointEventId === null) return;
  const [event] = await store.readAll(checkpoint - 1, 1);
  if (event?.eventId === checkpointEventId) return;
  throw notTheirLog(`the read models have come to event ${checkpointEventId}, and the log has another one at ${checkpoint}`);
}

function notTheirLog(why: string): BadSettings {
  return new BadSettings(`EVENTSTOREDB_URL, EVENTSTOREDB_NAMESPACE, DATABASE_URL: ${why}: it is not their log`);
}
