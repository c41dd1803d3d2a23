import t from "tap";
import { DiscountGranted, WithholdingRecorded } from "../../../schemas/events/account/settlements.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, settledWith } from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";

const body = (kind: string, more: Record<string, unknown> = {}) => ({
  accountId: ACCOUNT,
  unapplicationId: "U1",
  applicationId: "A1",
  kind,
  reason: "wrong invoice",
  ...more,
});

const settled = settledWith("A1", "R1", "F1.1", "0.00", "2025-10-10");
const HISTORY: readonly DecidedEvent[] = [
  invoiceRecorded("F1", "100.00", "2025-10-01"),
  receiptRegistered("R1", "100.00", "2025-10-10"),
  paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-10-10"),
];
const undo = (kind: string, more: Record<string, unknown> = {}, occasion: Occasion = { today: "2025-11-05" }) =>
  given(...HISTORY).when(unapplyPayment, body(kind, more), occasion);

t.test("UNA-E1 a correction takes effect with the application, a reversal on the day it happens", async (t) => {
  t.match(undo("CORRECTION").events, [{ effectiveOn: "2025-10-10", data: { lines: [{ amount: "100.00", freedOn: "2025-10-10" }] } }]);
  t.match(undo("REVERSAL").events, [{ effectiveOn: "2025-11-05", data: { lines: [{ amount: "100.00", freedOn: "2025-11-05" }] } }]);
});

t.test("UNA-1 a reversal may be dated back to the application, a correction has no other date than it", async (t) => {
  t.match(undo("REVERSAL", { effectiveOn: "2025-10-10" }).events, [{ effectiveOn: "2025-10-10" }]);
  undo("REVERSAL", { effectiveOn: "2025-10-09" }).refused(t, "EFFECTIVE_BEFORE_APPLICATION", { application: "2025-10-10" });
  undo("REVERSAL", { effectiveOn: "2025-11-06" }).refused(t, "FUTURE_EFFECTIVE_DATE", { today: "2025-11-05" });
  undo("CORRECTION", { effectiveOn: "2025-10-11" }).refused(t, "EFFECTIVE_BEFORE_APPLICATION");
  t.match(undo("CORRECTION", { effectiveOn: "2025-10-10" }).events, [{ effectiveOn: "2025-10-10" }]);
});

t.test("UNA-5 a correction into a closed period is refused; a reversal is not touched by it", async (t) => {
  const closed = { today: "2025-11-05", closedThrough: "2025-10-31" };
  undo("CORRECTION", {}, closed).refused(t, "PERIOD_CLOSED", { effectiveOn: "2025-10-10" });
  t.match(undo("REVERSAL", {}, closed).events, [{ effectiveOn: "2025-11-05" }]);
});

t.test("receivables §1 the date of a reversal moves out of a locked day, unless the caller gave it", async (t) => {
  const sealed = { today: "2025-11-05", locked: { "2025-11-05": "DAY_SEALED" } } as const;
  t.match(undo("REVERSAL", {}, sealed).events, [{ effectiveOn: "2025-11-06", data: { lines: [{ freedOn: "2025-11-06" }] } }]);
  undo("REVERSAL", { effectiveOn: "2025-11-05" }, sealed).refused(t, "DAY_SEALED");
});

t.test("an application of a post-dated cheque is undone with the date it has in the future", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-01"),
    receiptRegistered("R1", "100.00", "2025-12-01", { method: "POST_DATED_CHEQUE", cleared: false }),
    paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-12-01", { conditional: true, appliedOn: "2025-10-10" }),
  ];
  for (const kind of ["REVERSAL", "CORRECTION"]) {
    const { events } = given(...history).when(unapplyPayment, body(kind), { today: "2025-11-05" });
    t.match(events, [{ effectiveOn: "2025-12-01", data: { conditional: true, lines: [{ freedOn: "2025-12-01" }] } }], kind);
  }
});

t.test("UNA-2 discounts and withholdings are undone in proportion, and the last undo takes the rest", async (t) => {
  const history = [
    invoiceRecorded("F1", "100.00", "2025-10-01"),
    receiptRegistered("R1", "90.00", "2025-10-10"),
    paymentApplied("A1", "R1", [["F1.1", "90.00"]], "2025-10-10"),
    DiscountGranted({ ...settled, amount: "0.05", discountId: "A1-D1", kind: "EARLY_PAYMENT", pct: "2.00" }),
    WithholdingRecorded({ ...settled, amount: "9.95", withholdingId: "W1", kind: "ICA", base: "100.00", ratePct: "0.966" }),
  ];
  const undone: string[][] = [];
  let events: readonly DecidedEvent[] = [];
  for (const n of [1, 2, 3]) {
    const part = { unapplicationId: `U${n}`, lines: [{ lineId: "A1.1", amount: cop("30.00") }] };
    const step = given(...history, ...events).when(unapplyPayment, body("CORRECTION", part));
    const data = step.events[0]?.data as { alsoReversed: readonly { id: string; amount: string }[] };
    undone.push(data.alsoReversed.map(({ id, amount }) => `${id} ${amount}`));
    events = [...events, ...step.events];
  }
  t.strictSame(undone, [
    ["A1-D1 0.02", "W1 3.32"],
    ["A1-D1 0.01", "W1 3.31"],
    ["A1-D1 0.02", "W1 3.32"],
  ]);
  given(...history, ...events)
    .when(unapplyPayment, body("CORRECTION", { unapplicationId: "U4" }))
    .refused(t, "ALREADY_UNAPPLIED");
});

t.test("part of a line may be undone, and no more than is still applied", async (t) => {
  const lines = (amount: string) => ({ lines: [{ lineId: "A1.1", amount: cop(amount) }] });
  const part = undo("CORRECTION", lines("40.00"));
  t.match(part.events, [{ data: { lines: [{ lineId: "A1.1", amount: "40.00" }] } }]);
  const again = (amount: string) =>
    given(...HISTORY, ...part.events).when(unapplyPayment, body("CORRECTION", { unapplicationId: "U2", ...lines(amount) }));
  again("60.01").refused(t, "OVER_UNAPPLICATION", { applied: "60.00", requested: "60.01" });
  t.match(again("60.00").events, [{ data: { lines: [{ amount: "60.00" }] } }]);
});
