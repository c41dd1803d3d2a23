import { randomBytes } from "node:crypto";
import t from "tap";
import type { EventStore } from "../../src/event-store/port.ts";
import { isOnEventStoreDb } from "./engine.ts";

/** A real node that serves instead of one of ours. */
const REAL_NODE = process.env.CARTERA_EVENTSTOREDB_URL ?? "";

interface PlaceOnNode {
  readonly connectionString: string;
  readonly namespace: string;
}

let node: Promise<string> | undefined;

/**
 * Settings that give a ledger a log of its own, on the engine that this run is about: none on PostgreSQL. On EventStoreDB one node serves a
 * test file, because its client allows no second one in a process; it lives in that process, so that it survives servers that are killed.
 */
export async function settingsOfNewLog(): Promise<Readonly<Record<string, string>>> {
  if (!isOnEventStoreDb) return {};
  const { connectionString, namespace } = await newPlaceOnNode();
  return { EVENTSTOREDB_URL: connectionString, EVENTSTOREDB_NAMESPACE: namespace };
}

/**
 * An empty log of a test's own: on EventStoreDB when the run is about it, else in the database that is given, else in memory. It is closed
 * with the file's last test at the latest. Engines are loaded when they are opened: most test files need none but memory, and fast.
 */
export async function openTestStore(options: { readonly clock: () => number; readonly connectionString?: string }): Promise<EventStore> {
  const { clock, connectionString } = options;
  if (isOnEventStoreDb) {
    const place = await newPlaceOnNode();
    const { openEventStoreDbEventStore } = await import("../../src/event-store/eventstoredb/eventstoredb-event-store.ts");
    const store = await openEventStoreDbEventStore({ ...place, clock });
    t.teardown(() => store.close());
    return store;
  }
  if (connectionString === undefined) {
    const { openMemoryEventStore } = await import("../../src/event-store/memory/memory-event-store.ts");
    return openMemoryEventStore({ clock });
  }
  const { openPostgresEventStore } = await import("../../src/event-store/postgres/postgres-event-store.ts");
  return openPostgresEventStore({ connectionString, clock });
}

async function newPlaceOnNode(): Promise<PlaceOnNode> {
  node ??= REAL_NODE === "" ? startNode() : Promise.resolve(REAL_NODE);
  return { connectionString: await node, namespace: `test${randomBytes(6).toString("hex")}` };
}

async function startNode(): Promise<string> {
  const { TestNode } = await import("./eventstoredb/test-node.ts");
  const started = new TestNode();
  await started.start();
  t.teardown(() => started.stop());
  return started.connectionString;
}
