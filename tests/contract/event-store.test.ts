import t, { type Test } from "tap";
import { openMemoryEventStore } from "../../src/event-store/memory/memory-event-store.ts";
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
  return {
    async open(t: Test, options: StoreOptions = {}) {
      logs += 1;
      const schema = `log_${logs}`;
      await migrateLog({ connectionString, schema });
      const store = await openPostgresEventStore({ connectionString, schema, ...options });
      t.teardown(() => store.close());
      return store;
    },
  };
}
