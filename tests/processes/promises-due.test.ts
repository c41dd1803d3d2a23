import { sql } from "kysely";
import t from "tap";
import { processQueries } from "../../projections/process-queries.ts";
import type { ProcessRunner } from "../../src/application/processes/process-runner.ts";
import { authorityIn, customerBody, invoiceBody, lineBody, setUpAccount, setUpCompany, TAKE_OVER } from "../support/company.ts";
import { startTestServer } from "../support/server.ts";
import { eventsOf, eventually, onceDone, openProcessHouse, type ProcessHouse } from "./process-house.ts";

const BOGOTA = "C1.CO01.COP";
const MEXICO = "C2.MX01.MXN";

function promiseBody(accountId: string, promiseId: string, instalmentId: string, dueOn: string) {
  const amount = { amount: "1000.00", currency: accountId.slice(-3) };
  return { accountId, promiseId, lines: [{ instalmentId, amount }], dueOn, channel: "PHONE" };
}

type Accept = ProcessHouse["accept"];

async function daysDone(runner: ProcessRunner): Promise<Readonly<Record<string, string>>> {
  const promisesDue = (await runner.status()).processes.find(({ name }) => name === "promises-due");
  return Object.fromEntries((promisesDue?.days ?? []).map(({ entityId, doneOn }) => [entityId, doneOn]));
}

/** A customer in Bogotá and one in Mexico City, each with an invoice of 1,000.00. */
async function twoCompanies(accept: Accept): Promise<void> {
  await setUpAccount({ accept }, BOGOTA);
  const policies = { ...TAKE_OVER, authority: authorityIn("MXN") };
  await setUpCompany(accept, { entityId: "MX01", currency: "MXN", timeZone: "America/Mexico_City", country: "MX", policies });
  await accept("register-customer", customerBody("C2"));
  await accept("open-credit-line", lineBody(MEXICO, "5000.00"));
  await accept("record-invoice", invoiceBody(BOGOTA, "F1", "1000.00", "2025-05-01"));
  await accept("record-invoice", invoiceBody(MEXICO, "F2", "1000.00", "2025-05-01"));
}

t.test("a promise breaks just after local midnight without anybody asking, in the zone of its legal entity", async (t) => {
  const house = await openProcessHouse(t);
  await twoCompanies(house.accept);
  await house.accept("register-promise", promiseBody(BOGOTA, "P1", "F1.1", "2025-06-03"));
  await house.accept("register-promise", promiseBody(MEXICO, "P2", "F2.1", "2025-06-03"));
  const broken = async () => eventsOf(await house.log(), "PromiseBroken").map(({ data }) => data.promiseId);

  house.clock.set("2025-06-06T04:59:50Z");
  let looks = 0;
  const queries = processQueries(house.readStore.queries);
  const legalEntityIds = () => {
    looks += 1;
    return queries.legalEntityIds();
  };
  const runner = house.start({ queries: { ...queries, legalEntityIds } });
  const twoWholeLooks = async () => {
    const before = looks;
    await eventually(
      async () => looks,
      (now) => now > before + 2,
    );
  };
  await onceDone(runner, "promises-due", "CO01", "2025-06-05");
  await onceDone(runner, "promises-due", "MX01", "2025-06-05");
  t.strictSame(await broken(), [], "it is the last day of the tolerance in both cities");

  house.clock.set("2025-06-06T05:00:10Z");
  await twoWholeLooks();
  t.strictSame(await daysDone(runner), { CO01: "2025-06-06", MX01: "2025-06-05" });
  t.strictSame(await broken(), ["P1"], "midnight in Bogotá, eleven at night in Mexico City");

  house.clock.set("2025-06-06T06:00:10Z");
  await twoWholeLooks();
  t.strictSame(await broken(), ["P1", "P2"]);
  t.strictSame((await runner.status()).parked, []);
  for (const { meta } of eventsOf(await house.log(), "PromiseBroken"))
    t.match(meta, { actor: "SYSTEM", command: "EvaluatePromise", effectiveOn: "2025-06-06" });
});

t.test("G-15 a server that was down for a week finds every broken promise, each with its true date", async (t) => {
  const server = await startTestServer(t, { clock: "2025-06-01T15:00:00Z" });
  const { http } = server;
  await twoCompanies(http.accept);
  await http.accept("record-invoice", invoiceBody(BOGOTA, "F3", "1000.00", "2025-05-01"));
  await http.accept("register-promise", promiseBody(BOGOTA, "P1", "F1.1", "2025-06-02"));
  await http.accept("register-promise", promiseBody(BOGOTA, "P3", "F3.1", "2025-06-04"));
  await http.accept("register-promise", promiseBody(MEXICO, "P2", "F2.1", "2025-06-30"));

  await server.restart({ CARTERA_CLOCK: "2025-06-08T15:00:00Z" });
  const rows = await eventually(
    async (): Promise<readonly { promiseId: string; status: string; decidedOn: string | null }[]> => (await http.ask("/v1/promises")).rows,
    (found) => found.filter(({ status }) => status === "BROKEN").length === 2,
  );
  t.strictSame(
    rows.map(({ promiseId, status, decidedOn }) => [promiseId, status, decidedOn]),
    [
      ["P1", "BROKEN", "2025-06-05"],
      ["P3", "BROKEN", "2025-06-07"],
      ["P2", "ACTIVE", null],
    ],
  );
  const promisesDue = async () => {
    const { processes, parked } = await http.ask("/v1/processes");
    return { parked, ...processes.find(({ name }: { name: string }) => name === "promises-due") };
  };
  const done = await eventually(promisesDue, ({ days }) => days.length === 2);
  t.match(done, { kind: "calendar", state: "running", parked: [] });
  t.strictSame(done.days, [
    { entityId: "CO01", doneOn: "2025-06-08" },
    { entityId: "MX01", doneOn: "2025-06-08" },
  ]);
});

t.test("running twice gives nothing new, even when the days done were forgotten", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house, BOGOTA);
  await house.accept("record-invoice", invoiceBody(BOGOTA, "F1", "1000.00", "2025-05-01"));
  await house.accept("register-promise", promiseBody(BOGOTA, "P1", "F1.1", "2025-06-03"));
  house.clock.set("2025-06-10T15:00:00Z");
  const first = house.start();
  await onceDone(first, "promises-due", "CO01", "2025-06-10");
  await first.close();
  const after = await house.log();
  t.equal(eventsOf(after, "PromiseBroken").length, 1);

  await sql`delete from cartera_tables.process_position`.execute(house.readStore.projector);
  const again = house.start();
  await onceDone(again, "promises-due", "CO01", "2025-06-10");
  await again.close();
  t.strictSame(await house.log(), after);
});
