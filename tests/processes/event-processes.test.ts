import t from "tap";
import type { EventProcess } from "../../src/application/processes/define-process.ts";
import { processCommandId } from "../../src/application/processes/process-ids.ts";
import { StoreUnavailable } from "../../src/event-store/port.ts";
import { invoiceBody, setUpAccount } from "../support/company.ts";
import { eventsOf, eventually, onceUpToDate, openProcessHouse } from "./process-house.ts";
import { ACCOUNT, cheque, clears, refusedApplication } from "./sample-processes.ts";

t.test("a step of an event is done once, as SYSTEM, under an id made of the event, which its events name as their cause", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("register-receipt", cheque("R1"), { key: "first" });
  const runner = house.start({ events: [clears], calendar: [] });
  await house.accept("register-receipt", cheque("R2"));
  await eventually(
    async () => eventsOf(await house.log(), "ReceiptCleared").length,
    (count) => count === 2,
  );
  await onceUpToDate(runner, "clears");
  const log = await house.log();
  const [registered] = eventsOf(log, "ReceiptRegistered");
  const cause = registered?.eventId ?? "";
  const commandId = processCommandId(house.keys.ledgerId, { process: "clears", cause, step: "ConfirmClearance", attempt: 1 });
  t.match(eventsOf(log, "ReceiptCleared")[0], { data: { receiptId: "R1" }, meta: { actor: "SYSTEM", commandId, causationId: cause } });
  t.strictSame((await runner.status()).parked, []);
});

t.test("a server killed between a command and writing down its place does nothing twice", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("register-receipt", cheque("R1"));
  const reachOrdinal = async () => {
    throw new Error("killed");
  };
  const killed = house.start({ events: [clears], calendar: [], book: { ...house.book, reachOrdinal } });
  await eventually(
    async () => eventsOf(await house.log(), "ReceiptCleared").length,
    (count) => count === 1,
  );
  await killed.close();
  t.strictSame(await house.book.positions(), [], "nothing was written down");
  const before = await house.log();

  const next = house.start({ events: [clears], calendar: [] });
  await onceUpToDate(next, "clears");
  t.strictSame(await house.log(), before);
  t.strictSame((await next.status()).parked, []);
});

t.test("answers about the moment are waited out and never park", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  await house.accept("register-receipt", cheque("R1"));
  const answers = ["RATE_LIMITED", "IN_PROGRESS", "STORE_UNAVAILABLE"] as const;
  let tries = 0;
  const ledger = {
    ...house.ledger,
    async executeAsSystem(command: Parameters<typeof house.ledger.executeAsSystem>[0]) {
      const code = answers[tries];
      tries += 1;
      if (tries === 2) throw new StoreUnavailable("full");
      if (code === undefined) return house.ledger.executeAsSystem(command);
      return { kind: "refused" as const, replayed: false, refusal: { violations: [{ code, facts: {} }], traceId: "" } };
    },
  };
  const runner = house.start({ events: [clears], calendar: [], ledger });
  await onceUpToDate(runner, "clears");
  t.equal(tries, 4);
  t.equal(eventsOf(await house.log(), "ReceiptCleared").length, 1);
  t.strictSame((await runner.status()).parked, []);
});

t.test(
  "a process that cannot take an event stands still there and says so; the others go on, and the next start tries again",
  async (t) => {
    const house = await openProcessHouse(t);
    await setUpAccount(house);
    let broken = true;
    const fragile: EventProcess = {
      name: "fragile",
      on: {
        ReceiptRegistered() {
          if (broken) throw new Error("cannot tell");
          return [];
        },
      },
    };
    await house.accept("register-receipt", cheque("R1"));
    const runner = house.start({ events: [fragile, clears], calendar: [] });
    await onceUpToDate(runner, "clears");
    const halted = (await runner.status()).processes.find(({ name }) => name === "fragile");
    t.match(halted, { state: "halted", error: { type: "ReceiptRegistered", message: "cannot tell" } });
    await runner.close();
    broken = false;
    const next = house.start({ events: [fragile, clears], calendar: [] });
    await onceUpToDate(next, "fragile");
    t.match((await next.status()).processes[0], { name: "fragile", state: "running", error: null });
  },
);

t.test("a process that waits does not hold up another", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  let isFull = true;
  const ledger = {
    ...house.ledger,
    async executeAsSystem(command: Parameters<typeof house.ledger.executeAsSystem>[0]) {
      if (isFull && command.command === "apply-payment") throw new StoreUnavailable("full");
      return house.ledger.executeAsSystem(command);
    },
  };
  const waits: EventProcess = { name: "waits", on: { InvoiceRecorded: () => [refusedApplication()] } };
  const invoice = await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await house.accept("register-receipt", cheque("R1"));
  const runner = house.start({ events: [waits, clears], calendar: [], ledger });
  await onceUpToDate(runner, "clears");
  t.equal(eventsOf(await house.log(), "ReceiptCleared").length, 1);
  const place = (await runner.status()).processes.find(({ name }) => name === "waits")?.ordinal;
  t.ok(place !== undefined && place !== null && place < Number(invoice.position), "its place is before the event that waits");
  t.strictSame((await runner.status()).parked, []);
  isFull = false;
  await onceUpToDate(runner, "waits");
  t.match((await runner.status()).parked, [{ process: "waits", code: "RECEIPT_NOT_FOUND" }]);
});

t.test("one server at a time runs the processes of a database; another takes over when it ends", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const taken: string[] = [];
  const named = (server: string): EventProcess => ({
    name: "one",
    on: {
      ReceiptRegistered({ data }) {
        taken.push(`${server} ${data.receiptId}`);
        return [];
      },
    },
  });
  const first = house.start({ events: [named("first")], calendar: [] });
  await house.accept("register-receipt", cheque("R1"));
  await onceUpToDate(first, "one");
  const second = house.start({ events: [named("second")], calendar: [] });
  await house.accept("register-receipt", cheque("R2"));
  await onceUpToDate(second, "one");
  await first.close();
  await house.accept("register-receipt", cheque("R3"));
  await onceUpToDate(second, "one");
  t.strictSame(taken, ["first R1", "first R2", "second R3"]);
});
