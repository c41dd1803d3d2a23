import t from "tap";
import { datesToRun } from "../../src/application/processes/calendar-processes.ts";
import type { CalendarProcess, Step } from "../../src/application/processes/define-process.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount, setUpCompany } from "../support/company.ts";
import { eventsOf, eventually, onceDone, openProcessHouse } from "./process-house.ts";

const ACCOUNT = "C1.CO01.COP";

function daily(more: Partial<CalendarProcess> & Pick<CalendarProcess, "due">): CalendarProcess {
  return { name: "daily", days: "of each legal entity", reads: [], catchUp: "latest", ...more };
}

const nothing: readonly Step[] = [];
const applies: Step = {
  step: "ApplyPayment A1",
  command: "apply-payment",
  body: applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "1.00"]]),
};

t.test("dates to run: once a day, the latest or each that was missed, and nothing before the first", async (t) => {
  t.strictSame(datesToRun(undefined, "2025-06-08", "each"), ["2025-06-08"]);
  t.strictSame(datesToRun("2025-06-08", "2025-06-08", "each"), []);
  t.strictSame(datesToRun("2025-06-09", "2025-06-08", "latest"), [], "a clock that went back");
  t.strictSame(datesToRun("2025-06-01", "2025-06-04", "latest"), ["2025-06-04"]);
  t.strictSame(datesToRun("2025-02-27", "2025-03-02", "each"), ["2025-02-28", "2025-03-01", "2025-03-02"]);
});

t.test("after an outage a process runs for the latest date, or for each one in order, as it says", async (t) => {
  const house = await openProcessHouse(t);
  await setUpCompany(house.accept);
  const ran: string[] = [];
  const recording = (name: string, catchUp: CalendarProcess["catchUp"], days: CalendarProcess["days"] = "of each legal entity") =>
    daily({
      ...{ name, catchUp, days },
      async *due(on, entityId) {
        ran.push(`${name} ${entityId} ${on}`);
        yield* nothing;
      },
    });
  const calendar = [recording("latest", "latest"), recording("each", "each"), recording("ledger", "each", "of the ledger")];
  const before = house.start({ calendar });
  await onceDone(before, "ledger", "LEDGER", "2025-06-01");
  await onceDone(before, "each", "CO01", "2025-06-01");
  await before.close();
  house.clock.set("2025-06-04T15:00:00Z");
  ran.length = 0;
  const after = house.start({ calendar });
  await onceDone(after, "each", "CO01", "2025-06-04");
  t.strictSame(ran, [
    ...["ledger LEDGER 2025-06-02", "ledger LEDGER 2025-06-03", "ledger LEDGER 2025-06-04"],
    "latest CO01 2025-06-04",
    ...["each CO01 2025-06-02", "each CO01 2025-06-03", "each CO01 2025-06-04"],
  ]);
});

t.test("days that a wrong clock has used up are not begun again, and the log says so once", async (t) => {
  const house = await openProcessHouse(t, "2031-01-01T15:00:00.000Z");
  await setUpCompany(house.accept);
  let runs = 0;
  const calendar = [
    daily({
      async *due() {
        runs += 1;
        yield* nothing;
      },
    }),
  ];
  const runner = house.start({ calendar });
  await onceDone(runner, "daily", "CO01", "2031-01-01");
  house.clock.set("2025-06-01T15:00:00.000Z");
  const said = () => house.logged.filter(({ level, message }) => level === "error" && message.includes("has done 2031-01-01"));
  await eventually(
    async () => said(),
    (messages) => messages.length > 0,
  );
  await runner.settled();
  await runner.settled();
  t.match(said(), [{ message: /process daily of CO01 .* it is 2025-06-01/ }]);
  t.equal(said().length, 1);
  t.equal(runs, 1);
});

t.test("a legal entity that comes later has its first run on the day it comes", async (t) => {
  const house = await openProcessHouse(t);
  const runner = house.start({ calendar: [daily({ async *due() {} })] });
  await setUpCompany(house.accept);
  await onceDone(runner, "daily", "CO01", "2025-06-01");
  t.pass("it was noticed");
});

t.test("a server killed between a step and writing down the date does nothing twice", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const body = receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20");
  const process = daily({
    async *due() {
      yield { step: "RegisterReceipt R1", command: "register-receipt", body };
    },
  });
  const reachDate = async () => {
    throw new Error("killed");
  };
  const killed = house.start({ calendar: [process], book: { ...house.book, reachDate } });
  await eventually(
    async () => eventsOf(await house.log(), "ReceiptRegistered").length,
    (count) => count === 1,
  );
  await killed.close();
  t.strictSame(await house.book.positions(), []);
  const next = house.start({ calendar: [process] });
  await onceDone(next, "daily", "CO01", "2025-06-01");
  t.strictSame(
    eventsOf(await house.log(), "ReceiptRegistered").map(({ meta }) => meta.actor),
    ["SYSTEM"],
  );
  t.strictSame((await next.status()).parked, [], "the second time it got the first answer, not a refusal");
});

t.test("a parked step is the next attempt on the next date, and is gone once it was done or is due no longer", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  const settledElsewhere = { ...applies, step: "ApplyPayment twice" };
  const process = daily({
    async *due(on) {
      yield applies;
      if (on === "2025-06-01") yield settledElsewhere;
    },
  });
  const runner = house.start({ calendar: [process] });
  await onceDone(runner, "daily", "CO01", "2025-06-01");
  const first = (await runner.status()).parked;
  t.strictSame(first.map(({ step, attempt, cause }) => [step, attempt, cause]).sort(), [
    ["ApplyPayment A1", 1, "2025-06-01"],
    ["ApplyPayment twice", 1, "2025-06-01"],
  ]);

  house.clock.set("2025-06-02T15:00:00Z");
  await onceDone(runner, "daily", "CO01", "2025-06-02");
  t.match((await runner.status()).parked, [
    { step: "ApplyPayment A1", attempt: 2, cause: "2025-06-02", code: "RECEIPT_NOT_FOUND", since: first[0]?.since },
  ]);
  t.equal((await runner.status()).parked.length, 1);

  await house.accept("register-receipt", receiptBody(ACCOUNT, "R1", "100.00", "2025-05-20"));
  house.clock.set("2025-06-03T15:00:00Z");
  await onceDone(runner, "daily", "CO01", "2025-06-03");
  t.strictSame((await runner.status()).parked, []);
  t.match(eventsOf(await house.log(), "PaymentApplied"), [{ data: { applicationId: "A1" }, meta: { actor: "SYSTEM" } }]);
});

t.test("a process whose read models are behind waits for them, and does not hold up the others", async (t) => {
  const house = await openProcessHouse(t);
  await setUpCompany(house.accept);
  let areBehind = true;
  const runner = house.start({
    calendar: [daily({ name: "late", reads: ["promise"], async *due() {} }), daily({ async *due() {} })],
    waitFor: async (_ordinal, _timeoutMs, names) => names.length === 0 || !areBehind,
  });
  await onceDone(runner, "daily", "CO01", "2025-06-01");
  t.strictSame((await runner.status()).processes.find(({ name }) => name === "late")?.days, []);
  areBehind = false;
  await onceDone(runner, "late", "CO01", "2025-06-01");
});
