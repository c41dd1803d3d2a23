import { randomBytes } from "node:crypto";
import type { Test } from "tap";
import { migrateLog } from "../../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../../src/event-store/postgres/postgres-event-store.ts";
import { createTestDatabase } from "../../support/database.ts";
import { databaseWithClient, open } from "./postgres-stores.ts";
import { appendOk } from "./requests.ts";

/** Migrating, and the users that may. */
export function setUpTests(t: Test): void {
  t.test("migrating twice, and many times at once, changes nothing", async (t) => {
    const { connectionString } = await createTestDatabase(t, { empty: true });
    await Promise.all(Array.from({ length: 6 }, () => migrateLog({ connectionString })));
    const store = await open(t, { connectionString });
    await appendOk(store, { stream: "account-1" });
    await migrateLog({ connectionString });
    t.equal((await store.head()).ordinal, 1);
  });

  t.test("several databases of one server are set up at once", async (t) => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase(t, { empty: true })));
    await t.resolves(Promise.all(databases.map(({ connectionString }) => migrateLog({ connectionString }))));
  });

  t.test("two logs live in two schemas of one database", async (t) => {
    const { connectionString } = await createTestDatabase(t, { empty: true });
    for (const schema of ["one", "two"]) await migrateLog({ connectionString, schema });
    const one = await open(t, { connectionString, schema: "one" });
    const two = await open(t, { connectionString, schema: "two" });
    await appendOk(one, { stream: "account-1" });
    t.strictSame([(await one.head()).ordinal, (await two.head()).ordinal], [1, 0]);
    await t.rejects(migrateLog({ connectionString, schema: 'x"; drop' }), RangeError);
    await t.rejects(openPostgresEventStore({ connectionString, schema: "three" }), { message: /migrate first/ });
  });

  t.test("a user who may not create roles gets a ledger guarded by triggers, and a warning", async (t) => {
    const { connectionString, client } = await databaseWithClient(t, { empty: true });
    const user = `plain_${randomBytes(6).toString("hex")}`;
    await client.query(`create role ${user} login password 'secret'`);
    await client.query(`grant create on database ${client.database} to ${user}`);
    t.teardown(() => client.query(`drop owned by ${user} cascade; drop role ${user}`));
    const plain = new URL(connectionString);
    plain.username = user;
    plain.password = "secret";
    const { warnings } = await migrateLog({ connectionString: plain.href });
    t.match(warnings.join(" "), /may not create roles/);
    const store = await openPostgresEventStore({ connectionString: plain.href });
    await appendOk(store, { stream: "account-1" });
    t.equal((await store.readAll(0, 10)).length, 1);
    await t.rejects(client.query("delete from cartera_log.event"), { message: /refused/ });
    await store.close();
  });
}
