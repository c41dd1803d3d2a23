import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { Test } from "tap";
import { startEmbeddedPostgres } from "../../../src/embedded-postgres/server.ts";
import { migrateLog } from "../../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../../src/event-store/postgres/postgres-event-store.ts";
import { makeRoomForLedgers } from "../../support/embedded-node.ts";
import { databaseWithClient, open } from "./postgres-stores.ts";
import { appendOk, appendTo } from "./requests.ts";

/** What makes "acknowledged" mean "durable" is seen whoever set it, and named. */
export function settingsTests(t: Test): void {
  t.test("a server that could lose what it acknowledged is refused, each of its settings by name", async (t) => {
    const log = { info: () => undefined, warn: () => undefined };
    const dataDir = (await makeRoomForLedgers(t))("unsafe");
    const server = await startEmbeddedPostgres({ dataDir, log, settings: { fsync: "off", full_page_writes: "off" } });
    t.teardown(() => server.stop());
    await t.rejects(migrateLog(server), { name: "UnsafeServerSettings", message: /fsync = off .*, full_page_writes = off / });
  });

  t.test("so is one where the database, its user, or the connection switched durability off", async (t) => {
    const { connectionString, client } = await databaseWithClient(t);
    const { database } = client;
    const settings = ["synchronous_commit = off", "zero_damaged_pages = on"];
    const refusal = (source: string) => ({
      name: "UnsafeServerSettings",
      message: new RegExp(`synchronous_commit = off \\(set by: ${source}\\), zero_damaged_pages = on`),
    });
    const user = await userWithPassword(t, client, connectionString);
    for (const each of settings) await client.query(`alter role ${user.name} in database ${database} set ${each}`);
    await t.rejects(openPostgresEventStore(user), refusal("database user"));
    for (const each of settings) await client.query(`alter database ${database} set ${each}`);
    await t.rejects(openPostgresEventStore({ connectionString }), refusal("database"));
    await t.rejects(migrateLog({ connectionString }), refusal("database"));
    await client.query(`alter database ${database} reset all`);
    const config = { options: "-c synchronous_commit=off -c zero_damaged_pages=on" };
    await t.rejects(openPostgresEventStore({ connectionString, config }), refusal("client"));

    await t.test("an append connection that is opened later looks at its own session", async (t) => {
      const warned = new EventEmitter();
      const log = { info: () => undefined, warn: (_: object, message: string) => void warned.emit(message) };
      const store = await open(t, { connectionString, log, unknownAfterMs: 300 });
      await appendOk(store, { stream: "account-1" });
      await client.query(`alter database ${database} set synchronous_commit = off`);
      const lost = once(warned, "The append connection was lost");
      const own = "datname = $1 and application_name = 'cartera append'";
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${own}`, [database]);
      await lost;
      const refused = { name: "StoreUnavailable", message: /synchronous_commit = off \(set by: database\)/ };
      await t.rejects(appendTo(store, { stream: "account-2" }), refused);
      await client.query(`alter database ${database} reset all`);
      t.match(await appendTo(store, { stream: "account-2" }), { outcome: "ok", ordinal: 2 });
    });

    await t.test("a setting that the server hides gives a warning", async (t) => {
      await client.query(`alter role ${user.name} in database ${database} reset all`);
      await client.query(`grant create on database ${database} to ${user.name}; revoke all on pg_catalog.pg_settings from public`);
      const { warnings } = await migrateLog({ ...user, schema: "hidden" });
      for (const name of ["fsync", "full_page_writes", "synchronous_commit", "zero_damaged_pages"]) {
        t.match(warnings.join("\n"), new RegExp(`hides its setting ${name}:`));
      }
    });
  });
}

/** A user without any right. */
async function userWithPassword(
  t: Test,
  client: { query(text: string): Promise<unknown> },
  connectionString: string,
): Promise<{ name: string; connectionString: string }> {
  const name = `plain_${randomBytes(6).toString("hex")}`;
  await client.query(`create role ${name} login password 'secret'`);
  t.teardown(() => client.query(`drop owned by ${name} cascade; drop role ${name}`));
  const url = new URL(connectionString);
  [url.username, url.password] = [name, "secret"];
  return { name, connectionString: url.href };
}
