import { sql } from "kysely";
import { Client } from "pg";
import t from "tap";
import { recordAccess } from "../../src/read-store/access-log.ts";
import { countAtEdge } from "../../src/read-store/edge-log.ts";
import { migrateReadStore } from "../../src/read-store/migrate-read-store.ts";
import { openReadStore } from "../../src/read-store/open-read-store.ts";
import { startProjectionRunner } from "../../src/read-store/projection-runner.ts";
import { createTestDatabase } from "../support/database.ts";
import { openLedger } from "./ledger.ts";
import { openTestReadStore, quiet } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

t.test("values keep their meaning on the way out of the database", async (t) => {
  const { queries } = await openTestReadStore(t);
  const { rows } =
    await sql`select date '2025-01-31' as d, 10.50::numeric as n, 9007199254740991::bigint as i, timestamptz '2025-01-31T10:00:00.120-05' as t`.execute(
      queries,
    );
  t.strictSame(rows, [{ d: "2025-01-31", n: "10.50", i: 9007199254740991, t: "2025-01-31T15:00:00.120Z" }]);
  await t.rejects(sql`select 9007199254740993::bigint as i`.execute(queries), /safe integer/);
});

t.test("edge counts add up; the log of readings only grows", async (t) => {
  const { projector } = await openTestReadStore(t);
  const minute = "2025-01-31T15:04:00.000Z";
  for (const count of [2, 3]) await countAtEdge(projector, [{ principal: "P-1", code: "MALFORMED", minute, count }]);
  t.strictSame((await sql`select * from edge_log`.execute(projector)).rows, [{ principal: "P-1", code: "MALFORMED", minute, count: 5 }]);
  await recordAccess(projector, [
    { at: minute, actor: "P-1", subjectIds: ["customer:C1"], fields: ["legalName"], purpose: "read", path: "/v1/customers" },
  ]);
  t.match((await sql`select * from access_log`.execute(projector)).rows, [{ actor: "P-1", subject_ids: ["customer:C1"], at: minute }]);
  await t.rejects(sql`delete from cartera_tables.access_log`.execute(projector));
});

t.test("migrating again, and several at once, changes nothing", async (t) => {
  const { connectionString } = await createTestDatabase(t);
  await Promise.all([1, 2, 3].map(() => migrateReadStore(connectionString)));
  await migrateReadStore(connectionString);
  const readStore = await openReadStore({ connectionString });
  t.teardown(() => readStore.close());
  t.strictSame((await sql`select * from projection_checkpoint`.execute(readStore.queries)).rows, []);
});

t.test("with roles, queries may read and nothing else; read models made before the roles go over to the projector", async (t) => {
  const { connectionString } = await createTestDatabase(t);
  await migrateReadStore(connectionString);
  const admin = new Client({ connectionString });
  await admin.connect();
  t.teardown(() => admin.end());
  const ledger = await openLedger();
  await recordSampleLedger(ledger);
  const before = await openReadStore({ connectionString });
  const first = await startProjectionRunner({ readStore: before, eventStore: ledger.store, log: quiet });
  t.ok(await first.waitFor((await ledger.store.head()).ordinal, 20_000));
  await first.close();
  await before.close();

  for (const role of ["cartera_projector", "cartera_reader"]) {
    await admin.query(`do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`);
  }
  await migrateReadStore(connectionString);
  const readStore = await openReadStore({ connectionString });
  t.teardown(() => readStore.close());
  t.strictSame((await sql`select current_user as who`.execute(readStore.queries)).rows, [{ who: "cartera_reader" }]);
  const runner = await startProjectionRunner({ readStore, eventStore: ledger.store, log: quiet });
  t.teardown(() => runner.close());
  t.ok(
    await runner.waitFor(
      await ledger.append(
        "calendar-MX",
        [{ type: "CalendarDefined", data: { country: "MX", year: 2025, holidays: [], weekend: [6, 7] } }],
        { on: "2025-08-01" },
      ),
      20_000,
    ),
  );
  t.strictSame((await sql<{ n: number }>`select count(*) as n from customer`.execute(readStore.queries)).rows, [{ n: 3 }]);
  for (const forbidden of ["delete from customer", "select * from cartera_tables.customer_v1_g1", "create table cartera.mine (a int)"]) {
    await t.rejects(sql.raw(forbidden).execute(readStore.queries), /permission denied/);
  }
  await t.rejects(sql`update cartera_tables.access_log set actor = ''`.execute(readStore.projector), /permission denied/);
});
