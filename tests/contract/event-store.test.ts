import t, { type Test } from "tap";
import { openMemoryEventStore } from "../../src/event-store/memory/memory-event-store.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { createTestDatabase } from "../support/database.ts";
import type { Engine, StoreOptions } from "./event-store/engine.ts";
import { eventStoreContract } from "./event-store-suite.ts";

t.setTimeout(120_000);

t.test("event store in memory", async (t) => {
  eventStoreContract(t, {
    async open(t, options) {
      const store = await openMemoryEventStore(options);
      t.teardown(() => store.close());
      return store;
    },
  });
});

t.test("event store on PostgreSQL", async (t) => {
  const { connectionString } = await createTestDatabase(t);
  eventStoreContract(t, postgresEngine(connectionString));
});

/** Every log is a schema of its own in one database, which is much sooner there than a database. */
function postgresEngine(connectionString: string): Engine {
  let logs = 0;
  const schemas = new Map<EventStore, string>();
  const openOn = async (t: Test, schema: string, options: StoreOptions = {}) => {
    const store = await openPostgresEventStore({ connectionString, schema, ...options });
    schemas.set(store, schema);
    t.teardown(() => store.close());
    return store;
  };
  return {
    async open(t, options) {
      logs += 1;
      const schema = `log_${logs}`;
      await migrateLog({ connectionString, schema });
      return openOn(t, schema, options);
    },
    async reopen(t, store) {
      await store.close();
      return openOn(t, schemas.get(store) ?? "");
    },
  };
}
