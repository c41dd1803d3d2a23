import t from "tap";
import { creditTransfers } from "../../src/application/processes/credit-transfers.ts";
import { ACCOUNT, cop } from "../support/account-history.ts";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { sendTogether } from "../support/old-debts.ts";
import { employ } from "../support/people.ts";
import { eventsOf, onceUpToDate, openProcessHouse, type ProcessHouse } from "./process-house.ts";

const OTHER = "C2.CO01.COP";
const THIRD = "C3.CO01.COP";
const ON = ["CHUS", "DIRK"] as const;

async function openWithReceipt(t: Parameters<typeof openProcessHouse>[0]): Promise<ProcessHouse> {
  const house = await openProcessHouse(t);
  await setUpAccount(house, ACCOUNT);
  for (const customerId of ["C2", "C3"]) await house.accept("register-customer", customerBody(customerId));
  await employ(house.accept, { CHUS: "CHF", DIRK: "DIR" });
  await house.accept("register-receipt", receiptBody(ACCOUNT, "R1", "900.00", "2025-05-20", { method: "CASH" }));
  return house;
}

const transfer = (transferId: string, amount: string, accountId = ACCOUNT, creditItemId = "R1", toAccount = OTHER) => ({
  ...{ accountId, transferId, creditItemId, toAccount, amount: cop(amount), reason: "his part of the cheque" },
});

/** What is unapplied on an account, and what is open, in minor units. */
async function figures({ ledger, owner }: ProcessHouse, accountId: string) {
  const { state } = await ledger.stateAt(owner, `account-${accountId}`);
  const { credits, documents } = state as {
    credits: { byId: Record<string, { unapplied: string }> };
    documents: { instalments: Record<string, { open: string }> };
  };
  const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + Number(amount), 0);
  return {
    unapplied: sum(Object.values(credits.byId).map(({ unapplied }) => unapplied)),
    open: sum(Object.values(documents.instalments).map(({ open }) => open)),
  };
}

t.test("OAC-E1 one cheque for two customers pays both, and nothing stays unapplied", async (t) => {
  const house = await openWithReceipt(t);
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "600.00", "2025-05-01"));
  await house.accept("record-invoice", invoiceBody(OTHER, "F2", "300.00", "2025-05-01"));
  const runner = house.start({ events: [creditTransfers], calendar: [] });
  await sendTogether(house, "transfer-credit", transfer("T1", "300.00"), ON);
  await onceUpToDate(runner, creditTransfers.name);
  await house.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "600.00"]]));
  await house.accept("apply-payment", applicationBody(OTHER, "A2", "T1", [["F2.1", "300.00"]]));
  t.strictSame(
    [await figures(house, ACCOUNT), await figures(house, OTHER)],
    [
      { unapplied: 0, open: 0 },
      { unapplied: 0, open: 0 },
    ],
  );
  const log = await house.log();
  const [out] = eventsOf(log, "CreditTransferredOut");
  const [received] = eventsOf(log, "CreditTransferredIn");
  t.match(received, { stream: `account-${OTHER}`, meta: { actor: "SYSTEM", causationId: out?.eventId } });
  t.equal(received?.meta.effectiveOn, out?.meta.effectiveOn, "OAC-3");
  t.equal(received?.data.amount, out?.data.inAmount, "OAC-3");
});

t.test("OAC-3 a transfer that the other account refuses is taken back", async (t) => {
  const house = await openWithReceipt(t);
  await house.accept("register-receipt", receiptBody(OTHER, "T1", "5.00", "2025-05-20"));
  const runner = house.start({ events: [creditTransfers], calendar: [] });
  await sendTogether(house, "transfer-credit", transfer("T1", "300.00"), ON);
  await onceUpToDate(runner, creditTransfers.name);
  t.strictSame(await figures(house, ACCOUNT), { unapplied: 90_000, open: 0 });
  t.strictSame(await figures(house, OTHER), { unapplied: 500, open: 0 });
  t.match(eventsOf(await house.log(), "CreditTransferReversed"), [{ data: { transferId: "T1", restored: "300.00" } }]);
  t.strictSame((await runner.status()).parked, []);
});

t.test("RET-5 money that is returned is returned wherever it was transferred to, from account to account", async (t) => {
  const house = await openWithReceipt(t);
  await house.accept("record-invoice", invoiceBody(OTHER, "F2", "200.00", "2025-05-01"));
  const runner = house.start({ events: [creditTransfers], calendar: [] });
  await sendTogether(house, "transfer-credit", transfer("T1", "300.00"), ON);
  await onceUpToDate(runner, creditTransfers.name);
  await house.accept("apply-payment", applicationBody(OTHER, "A2", "T1", [["F2.1", "200.00"]]));
  await sendTogether(house, "transfer-credit", transfer("T2", "100.00", OTHER, "T1", THIRD), ON);
  await onceUpToDate(runner, creditTransfers.name);
  t.strictSame(await figures(house, THIRD), { unapplied: 10_000, open: 0 });

  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-06-01", reasonCode: "OTHER", drawerFault: false };
  await house.accept("return-payment", bounce);
  await onceUpToDate(runner, creditTransfers.name);
  t.strictSame(await Promise.all([ACCOUNT, OTHER, THIRD].map((accountId) => figures(house, accountId))), [
    { unapplied: 0, open: 0 },
    { unapplied: 0, open: 20_000 },
    { unapplied: 0, open: 0 },
  ]);
  t.equal(eventsOf(await house.log(), "TransferredCreditReturned").length, 2);
  t.strictSame((await runner.status()).parked, []);
});

t.test("money that is returned before it was received is not received for good, and nothing waits", async (t) => {
  const house = await openWithReceipt(t);
  await sendTogether(house, "transfer-credit", transfer("T1", "300.00"), ON);
  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-06-01", reasonCode: "OTHER", drawerFault: false };
  await house.accept("return-payment", bounce);
  const runner = house.start({ events: [creditTransfers], calendar: [] });
  await onceUpToDate(runner, creditTransfers.name);
  t.strictSame(await figures(house, OTHER), { unapplied: 0, open: 0 });
  t.strictSame((await runner.status()).parked, []);
});

t.test("a transfer that was taken back is not returned: there is nothing of it in the other account", async (t) => {
  const house = await openWithReceipt(t);
  await house.accept("register-receipt", receiptBody(OTHER, "T1", "5.00", "2025-05-20"));
  await sendTogether(house, "transfer-credit", transfer("T1", "300.00"), ON);
  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-06-01", reasonCode: "OTHER", drawerFault: false };
  await house.accept("return-payment", bounce);
  const runner = house.start({ events: [creditTransfers], calendar: [] });
  await onceUpToDate(runner, creditTransfers.name);
  t.match(eventsOf(await house.log(), "CreditTransferReversed"), [{ data: { restored: "0.00" } }]);
  t.strictSame(await figures(house, OTHER), { unapplied: 500, open: 0 });
  t.strictSame((await runner.status()).parked, []);
});
