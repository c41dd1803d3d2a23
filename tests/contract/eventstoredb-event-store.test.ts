import { randomBytes } from "node:crypto";
import t, { type Test } from "tap";
import { type EventStoreDbOptions, openEventStoreDbEventStore } from "../../src/event-store/eventstoredb/eventstoredb-event-store.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";
import type { Engine } from "./event-store/engine.ts";
import { eventStoreContract } from "./event-store-suite.ts";

t.setTimeout(240_000);

const REAL_NODE = process.env.CARTERA_EVENTSTOREDB_URL ?? "";

t.test("event store on EventStoreDB, against test nodes that speak its protocol", async (t) => {
  eventStoreContract(t, {
    async open(t, options) {
      const { connectionString } = await startTestNode(t);
      return open(t, { connectionString, ...options });
    },
  });
});

const skip = REAL_NODE === "" && "CARTERA_EVENTSTOREDB_URL is not set";
t.test("event store on EventStoreDB, against the real node at CARTERA_EVENTSTOREDB_URL", { skip }, async (t) => {
  eventStoreContract(t, engineOn(REAL_NODE));
});

/** Every log is a namespace of its own on one node. */
function engineOn(connectionString: string): Engine {
  const run = randomBytes(6).toString("hex");
  let logs = 0;
  return {
    open(t, options) {
      logs += 1;
      return open(t, { connectionString, namespace: `${run}n${logs}`, ...options });
    },
  };
}

async function open(t: Test, options: EventStoreDbOptions): Promise<EventStore> {
  const store = await openEventStoreDbEventStore(options);
  t.teardown(() => store.close());
  return store;
}
