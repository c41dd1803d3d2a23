import { Client } from "pg";
import type { Test } from "tap";
import type { EventStore } from "../../../src/event-store/port.ts";
import { migrateLog } from "../../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore, type PostgresEventStoreOptions } from "../../../src/event-store/postgres/postgres-event-store.ts";
import { createTestDatabase } from "../../support/database.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";

export async function migrated(t: Test): Promise<{ connectionString: string }> {
  const database = await createTestDatabase(t);
  await migrateLog(database);
  return database;
}

export async function open(t: Test, options: PostgresEventStoreOptions): Promise<EventStore> {
  const store = await openPostgresEventStore(options);
  t.teardown(() => store.close());
  return store;
}

export async function databaseWithClient(
  t: Test,
  options: { empty?: boolean } = {},
): Promise<{ connectionString: string; client: Client }> {
  const { connectionString } = await createTestDatabase(t, options);
  const client = new Client({ connectionString });
  await client.connect();
  t.teardown(() => client.end());
  return { connectionString, client };
}

export async function openWithClient(t: Test): Promise<{ store: EventStore; client: Client }> {
  const { connectionString, client } = await databaseWithClient(t);
  await migrateLog({ connectionString });
  return { store: await open(t, { connectionString }), client };
}

export async function openThroughProxy(
  t: Test,
  options: Partial<PostgresEventStoreOptions> = {},
): Promise<{ store: EventStore; proxy: CuttingProxy }> {
  const { connectionString } = await migrated(t);
  const proxy = await startCuttingProxy(t, connectionString);
  return { proxy, store: await open(t, { ...options, connectionString: proxy.connectionString }) };
}
