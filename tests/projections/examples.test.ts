import t from "tap";
import { findAccount } from "../../projections/account-queries.ts";
import { ordinalAt } from "../../projections/audit-trail.ts";
import { statement } from "../../projections/movement.ts";
import { aging } from "../../projections/open-item-version/aging.ts";
import { agingDifference } from "../../projections/open-item-version/aging-difference.ts";
import { DEFAULT_BUCKETS } from "../../projections/open-item-version/buckets.ts";
import { accountBalances, openItems } from "../../projections/open-item-version/open-items.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { ReceiptCleared } from "../../schemas/events/account/receipts.ts";
import { effective } from "../../src/kernel/decider.ts";
import { application, invoice, receipt, unapplication } from "./account-events.ts";
import { openReadSide, type ReadSide } from "./read-side.ts";

const stream = "account-C1.CO01.COP";
const accountId = "C1.CO01.COP";
const report = { groupBy: "customer", basis: "due", buckets: DEFAULT_BUCKETS, scope: EVERYTHING } as const;

async function agingTotal({ readStore }: ReadSide, asOf: string, ordinal: number) {
  const { totals } = await aging(readStore.queries, { ...report, asOf, ordinal });
  return totals[0];
}

async function openOf({ readStore }: ReadSide, asOf: string, ordinal: number) {
  const { items } = await openItems(readStore.queries, { accountId, asOf, ordinal, buckets: DEFAULT_BUCKETS, scope: EVERYTHING });
  return Object.fromEntries(
    items.map((item) => [item.instalmentId, { open: item.open, pending: item.pendingClearance, covered: item.coveredByPostDated }]),
  );
}

async function balanceOf({ readStore }: ReadSide, asOf: string, ordinal: number) {
  return (await accountBalances(readStore.queries, { asOf, ordinal, accountIds: [accountId] })).get(accountId);
}

t.test("AGE-E1: a payment recorded late changes what is known from then on, and nothing before", async (t) => {
  const side = await openReadSide(t);
  await side.ledger.append(stream, [invoice("F1", [["2025-05-31", "110775.00"]])], { on: "2025-05-01" });
  const before = (await side.ledger.store.head()).ordinal;
  const paid = [receipt("R1", "110775.00"), application("A1", "R1", [["F1.1", "110775.00"]])].map((event) =>
    effective("2025-05-10", event),
  );
  await side.ledger.append(stream, paid, { on: "2025-06-10" });
  await side.upToDate();
  const db = side.readStore.queries;
  const early = await ordinalAt(db, "2025-05-20T23:59:59.999Z");
  const late = await ordinalAt(db, "2025-06-11T00:00:00.000Z");
  t.strictSame(early, before);
  t.strictSame((await agingTotal(side, "2025-05-15", early))?.total, "110775.00");
  t.strictSame(await agingTotal(side, "2025-05-15", late), undefined, "everything is settled");
  const difference = await agingDifference(db, { ...report, asOf: "2025-05-15", knownFrom: early, knownTo: late });
  t.strictSame(
    difference.effects
      .filter(({ bucket }) => bucket !== null)
      .map(({ type, bucket, amount, reference }) => ({ type, bucket, amount, reference })),
    [{ type: "PaymentApplied", bucket: "NOT_DUE", amount: "-110775.00", reference: "A1" }],
  );
  t.strictSame(
    difference.totals.map(({ total, unapplied }) => ({ total, unapplied })),
    [{ total: "-110775.00", unapplied: "0.00" }],
  );
});

t.test("AGE-E1: a payment of June does not touch May, whenever one looks", async (t) => {
  const side = await openReadSide(t);
  const recorded = await side.ledger.append(stream, [invoice("F1", [["2025-05-31", "110775.00"]])], { on: "2025-05-01" });
  const paid = await side.ledger.append(stream, [receipt("R1", "110775.00"), application("A1", "R1", [["F1.1", "110775.00"]])], {
    on: "2025-06-10",
  });
  await side.upToDate();
  for (const ordinal of [recorded, paid]) t.strictSame((await agingTotal(side, "2025-05-15", ordinal))?.total, "110775.00");
});

t.test("AGE-E2: the day after the due date is one day past due", async (t) => {
  const side = await openReadSide(t);
  const ordinal = await side.ledger.append(stream, [invoice("F1", [["2025-10-31", "100.00"]])], { on: "2025-05-01" });
  await side.upToDate();
  const bucketOn = async (asOf: string) =>
    Object.entries((await agingTotal(side, asOf, ordinal))?.amounts ?? {}).find(([, amount]) => amount !== "0.00")?.[0];
  t.strictSame(await Promise.all(["2025-10-31", "2025-11-01", "2025-11-30", "2025-12-01"].map(bucketOn)), [
    "NOT_DUE",
    "D1_30",
    "D1_30",
    "D31_60",
  ]);
});

t.test("RCT-E1: a post-dated cheque covers until it matures, then settles subject to clearance", async (t) => {
  const side = await openReadSide(t);
  await side.ledger.append(stream, [invoice("F1", [["2025-10-31", "2000000.00"]])], { on: "2025-10-01" });
  const cheque = receipt("R1", "2000000.00", { method: "POST_DATED_CHEQUE", cleared: false, valueDate: "2025-12-01" });
  const applied = application("A1", "R1", [["F1.1", "2000000.00"]], { conditional: true, appliedOn: "2025-11-03" });
  const ordinal = await side.ledger.append(
    stream,
    [cheque, applied].map((event) => effective("2025-12-01", event)),
    { on: "2025-11-03" },
  );
  await side.upToDate();
  t.strictSame(await openOf(side, "2025-11-02", ordinal), { "F1.1": { open: "2000000.00", pending: "0.00", covered: "0.00" } });
  t.strictSame(await openOf(side, "2025-11-30", ordinal), { "F1.1": { open: "2000000.00", pending: "0.00", covered: "2000000.00" } });
  t.strictSame(await openOf(side, "2025-12-01", ordinal), {}, "an item with nothing open does not appear");
  t.match(await balanceOf(side, "2025-12-01", ordinal), { open: "0.00", pending: "2000000.00", covered: "0.00" });
  const request = { scope: EVERYTHING, asOf: "2025-12-01", ordinal, netUnappliedCredit: true };
  t.strictSame((await findAccount(side.readStore.queries, accountId, request))?.exposure.amount, "2000000.00", "exposure does not move");
  const released = [{ instalmentId: "F1.1", amount: "2000000.00", effectiveOn: "2025-12-01" }];
  const cleared = await side.ledger.append(stream, [ReceiptCleared({ receiptId: "R1", on: "2025-12-03", released })], { on: "2025-12-03" });
  await side.upToDate();
  t.match(await balanceOf(side, "2025-12-02", cleared), { open: "0.00", pending: "2000000.00" });
  t.notOk(await balanceOf(side, "2025-12-03", cleared), "nothing is left");
  t.strictSame((await findAccount(side.readStore.queries, accountId, { ...request, ordinal: cleared }))?.exposure.amount, "0.00");
});

t.test("UNA-E1: a correction was never true, a reversal stops being true", async (t) => {
  for (const kind of ["CORRECTION", "REVERSAL"] as const) {
    const side = await openReadSide(t);
    const documents = [invoice("A", [["2025-10-31", "100.00"]]), invoice("B", [["2025-10-31", "100.00"]])];
    await side.ledger.append(stream, documents, { on: "2025-10-01" });
    const first = await side.ledger.append(stream, [receipt("R1", "100.00"), application("AP1", "R1", [["A.1", "100.00"]])], {
      on: "2025-10-10",
    });
    const on = kind === "CORRECTION" ? "2025-10-10" : "2025-11-05";
    const undone = unapplication("U1", { applicationId: "AP1", receiptId: "R1" }, [["AP1.1", "A.1", "100.00"]], { kind });
    const again = application("AP2", "R1", [["B.1", "100.00"]]);
    const second = await side.ledger.append(stream, [effective(on, undone), effective(on, again)], { on: "2025-11-05" });
    await side.upToDate();
    const open = (asOf: string, ordinal: number) => openOf(side, asOf, ordinal).then((items) => Object.keys(items));
    t.strictSame(await open("2025-10-31", first), ["B.1"], `${kind}: as known before`);
    t.strictSame(await open("2025-10-31", second), kind === "CORRECTION" ? ["A.1"] : ["B.1"], `${kind}: as known after`);
    t.strictSame(await open("2025-11-05", second), ["A.1"], `${kind}: from the day on`);
  }
});

t.test("STM-E1: opening and movements give the closing balance, which is open less unapplied", async (t) => {
  const side = await openReadSide(t);
  await side.ledger.append(stream, [invoice("F0", [["2025-03-31", "5000000.00"]])], { on: "2025-03-01" });
  await side.ledger.append(stream, [invoice("F1", [["2025-05-31", "2000000.00"]])], { on: "2025-05-02" });
  const paid = [receipt("R1", "3000000.00"), application("A1", "R1", [["F0.1", "2500000.00"]])];
  const ordinal = await side.ledger.append(stream, paid, { on: "2025-05-20" });
  await side.upToDate();
  const db = side.readStore.queries;
  const found = await statement(db, { accountId, from: "2025-05-01", to: "2025-05-31", ordinal, scope: EVERYTHING });
  t.strictSame(found?.opening, { amount: "5000000.00", currency: "COP" });
  t.strictSame(
    found?.movements.map(({ type, balance }) => [type, balance]),
    [
      ["InvoiceRecorded", "7000000.00"],
      ["ReceiptRegistered", "4000000.00"],
    ],
  );
  t.strictSame(found?.closing, { amount: "4000000.00", currency: "COP" });
  const { totals } = await openItems(db, { accountId, asOf: "2025-05-31", ordinal, buckets: DEFAULT_BUCKETS, scope: EVERYTHING });
  t.strictSame(totals, { currency: "COP", open: "4500000.00", pastDue: "2500000.00", unapplied: "500000.00", balance: "4000000.00" });
});
