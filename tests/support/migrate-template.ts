import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresKeyTable } from "../../src/key-store/postgres-key-table.ts";
import { migrateReadStore } from "../../src/read-store/migrate-read-store.ts";

/** Brings an empty database to the current schema. Must close every connection it opens: a database in use cannot be cloned. */
export async function migrateTemplate(connectionString: string): Promise<void> {
  await migrateLog({ connectionString });
  await migrateReadStore(connectionString);
  await (await openPostgresKeyTable(connectionString)).close();
}
