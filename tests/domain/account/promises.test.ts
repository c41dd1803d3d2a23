import t from "tap";
import {
  PromiseBroken,
  PromiseCancelled,
  PromiseKept,
  PromiseKeptReversed,
  PromisePartiallyKept,
} from "../../../schemas/events/account/promises.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { cancelPromise } from "../../../src/domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../../../src/domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../../../src/domain/account/promises/register-promise.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../../../src/domain/account/receipts/register-receipt.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import {
  ACCOUNT,
  cop,
  invoiceRecorded,
  paymentApplied,
  promiseRegistered,
  receiptRegistered,
  typesOf,
} from "../../support/account-history.ts";
import { applicationBody, receiptBody } from "../../support/company.ts";
import { given } from "../../support/given.ts";

const INVOICE = invoiceRecorded("F1", "1000000.00", "2025-10-01");
const PROMISED = promiseRegistered("P1", [["F1.1", "1000000.00"]], "2025-11-20", "2025-11-10");
const LINES = [{ instalmentId: "F1.1", amount: "1000000.00" }];

const evaluate = (history: readonly DecidedEvent[], asOf: string, promiseId = "P1") =>
  given(...history).when(evaluatePromise, { accountId: ACCOUNT, promiseId, asOf }, { today: "2025-12-31", roles: ["SYS"] });

const promise = (lines: readonly (readonly [string, string])[], dueOn: string, more: Record<string, unknown> = {}) => ({
  accountId: ACCOUNT,
  promiseId: "P2",
  lines: lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) })),
  dueOn,
  channel: "PHONE",
  ...more,
});

t.test("PRM-1 no more is promised than is open, all active promises together", async (t) => {
  const invoice = invoiceRecorded("F1", "100.00", "2025-10-01");
  given(invoice)
    .when(registerPromise, promise([["F1.1", "100.01"]], "2025-11-25"))
    .refused(t, "PROMISE_OVER_OPEN", { open: "100.00", promised: "100.01" });
  const first = promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-25", "2025-11-20");
  given(invoice, first)
    .when(registerPromise, promise([["F1.1", "40.01"]], "2025-11-25"))
    .refused(t, "ITEM_ALREADY_PROMISED", { alreadyPromised: "60.00" });
  t.strictSame(given(invoice, first).when(registerPromise, promise([["F1.1", "40.00"]], "2025-11-25")).violations, []);
});

t.test("PRM-2 a promise falls due today at the earliest and thirty days ahead at the latest", async (t) => {
  const dueOn = (day: string) => given(INVOICE).when(registerPromise, promise([["F1.1", "1.00"]], day));
  dueOn("2025-11-19").refused(t, "PROMISE_IN_PAST", { today: "2025-11-20" });
  dueOn("2025-12-21").refused(t, "PROMISE_TOO_FAR", { latest: "2025-12-20" });
  for (const day of ["2025-11-20", "2025-12-20"]) t.strictSame(dueOn(day).violations, [], day);
});

t.test("PRM-E1 on the day after the tolerance more than half is partly kept, and a centavo less than half is broken", async (t) => {
  const paid = (amount: string) => [INVOICE, PROMISED, receiptRegistered("R1", amount, "2025-11-21")];
  evaluate(paid("600000.00"), "2025-11-22").changesNothing(t);
  const part = { promiseId: "P1", lines: LINES, counted: "600000.00", missing: "400000.00" };
  evaluate(paid("600000.00"), "2025-11-23").decides(t, effective("2025-11-23", PromisePartiallyKept(part)));
  const less = { promiseId: "P1", lines: LINES, counted: "499999.99", missing: "500000.01" };
  evaluate(paid("499999.99"), "2025-11-23").decides(t, effective("2025-11-23", PromiseBroken(less)));
  t.strictSame(typesOf(evaluate(paid("500000.00"), "2025-11-23").events), ["PromisePartiallyKept"], "exactly half");
});

t.test("PRM-4 enough cleared money keeps a promise at once, on the day of the money", async (t) => {
  const body = { ...receiptBody(ACCOUNT, "R1", "1000000.00", "2025-11-18"), method: "CASH" };
  const { events } = given(INVOICE, PROMISED).when(registerReceipt, body, { policies: { till: { required: false, maxDifference: {} } } });
  t.match(events[1], {
    ...effective("2025-11-18", PromiseKept({ promiseId: "P1", lines: LINES, counted: "1000000.00", missing: "0.00" })),
  });
});

t.test("PRM-3 money counts when it came after the promise, cleared and in time", async (t) => {
  const full = (more: Parameters<typeof receiptRegistered>[3], valueDate = "2025-11-15") =>
    receiptRegistered("R1", "1000000.00", valueDate, more);
  const outcome = (history: readonly DecidedEvent[]) => typesOf(evaluate(history, "2025-11-28").events);
  t.strictSame(outcome([INVOICE, PROMISED, full({})]), ["PromiseKept"]);
  t.strictSame(outcome([INVOICE, full({}), PROMISED]), ["PromiseBroken"], "money from before the promise");
  t.strictSame(outcome([INVOICE, PROMISED, full({ cleared: false })]), ["PromiseBroken"], "not cleared within the wait");
  t.strictSame(outcome([INVOICE, PROMISED, full({}, "2025-11-22")]), ["PromiseKept"], "last day of the tolerance");
  t.strictSame(outcome([INVOICE, PROMISED, full({}, "2025-11-23")]), ["PromiseBroken"], "a day late");
});

t.test("PRM-3 one unit of money counts for one promise, the earliest due first", async (t) => {
  const history = [
    INVOICE,
    promiseRegistered("P2", [["F1.1", "400000.00"]], "2025-11-20", "2025-11-10"),
    promiseRegistered("P1", [["F1.1", "600000.00"]], "2025-11-21", "2025-11-10"),
    receiptRegistered("R1", "700000.00", "2025-11-15"),
  ];
  t.match(evaluate(history, "2025-11-23", "P2").events, [{ type: "PromiseKept", effectiveOn: "2025-11-15" }]);
  t.match(evaluate(history, "2025-11-24", "P1").events, [{ type: "PromisePartiallyKept", data: { counted: "300000.00" } }]);
});

t.test("PRM-5 evaluation waits five days for money that would complete the promise", async (t) => {
  const history = [INVOICE, PROMISED, receiptRegistered("R1", "1000000.00", "2025-11-18", { cleared: false })];
  for (const day of ["2025-11-23", "2025-11-27"]) evaluate(history, day).changesNothing(t);
  t.match(evaluate(history, "2025-11-28").events, [{ type: "PromiseBroken", effectiveOn: "2025-11-28" }]);
  const clearance = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-26", evidenceHash: "a".repeat(64) };
  const { events } = given(...history).when(confirmClearance, clearance, { today: "2025-11-26" });
  t.match(events, [{ type: "ReceiptCleared" }, { type: "PromiseKept", effectiveOn: "2025-11-18" }]);
});

t.test("PRM-5 one unit of uncleared money makes one promise wait", async (t) => {
  const history = [
    INVOICE,
    promiseRegistered("P1", [["F1.1", "500000.00"]], "2025-11-20", "2025-11-10"),
    promiseRegistered("P2", [["F1.1", "500000.00"]], "2025-11-20", "2025-11-10"),
    receiptRegistered("R1", "500000.00", "2025-11-18", { cleared: false }),
  ];
  evaluate(history, "2025-11-23", "P1").changesNothing(t);
  t.match(evaluate(history, "2025-11-23", "P2").events, [{ type: "PromiseBroken", effectiveOn: "2025-11-23" }]);
});

t.test("collections §3 money moved to another item inside the window takes the promise back", async (t) => {
  const other = invoiceRecorded("F2", "1000000.00", "2025-10-01");
  const history = [
    INVOICE,
    other,
    PROMISED,
    receiptRegistered("R1", "1000000.00", "2025-11-15"),
    paymentApplied("A1", "R1", [["F1.1", "1000000.00"]], "2025-11-15"),
    effective("2025-11-15", PromiseKept({ promiseId: "P1", lines: LINES, counted: "1000000.00", missing: "0.00" })),
  ];
  const undo = { accountId: ACCOUNT, unapplicationId: "U1", applicationId: "A1", kind: "REVERSAL", reason: "other invoice" };
  const undone = given(...history).when(unapplyPayment, undo, { today: "2025-11-20" });
  t.strictSame(typesOf(undone.events), ["PaymentUnapplied"], "unapplied money still counts");
  const moved = applicationBody(ACCOUNT, "A2", "R1", [["F2.1", "1000000.00"]]);
  const inside = given(...history, ...undone.events).when(applyPayment, moved, { today: "2025-11-21" });
  t.match(inside.events.slice(1), [effective("2025-11-21", PromiseKeptReversed({ promiseId: "P1", lines: LINES, counted: "0.00" }))]);
  const after = given(...history, ...undone.events).when(applyPayment, moved, { today: "2025-11-23" });
  t.strictSame(typesOf(after.events), ["PaymentApplied"], "after the window it stays kept");
});

t.test("collections §3 what older money settles is promised no longer; with nothing left the promise is cancelled", async (t) => {
  const history = [INVOICE, receiptRegistered("R0", "1000000.00", "2025-11-01"), PROMISED];
  const settle = (amount: string) => given(...history).when(applyPayment, applicationBody(ACCOUNT, "A1", "R0", [["F1.1", amount]]));
  const part = settle("400000.00");
  t.strictSame(typesOf(part.events), ["PaymentApplied"]);
  const rest = receiptRegistered("R1", "600000.00", "2025-11-18");
  t.match(evaluate([...history, ...part.events, rest], "2025-11-20").events, [{ type: "PromiseKept", data: { counted: "600000.00" } }]);
  t.match(settle("1000000.00").events[1], effective("2025-11-20", PromiseCancelled({ promiseId: "P1", lines: LINES })));
});

t.test("a promise is cancelled once, by a reason, and covers nothing afterwards", async (t) => {
  const body = { accountId: ACCOUNT, promiseId: "P1", reason: "customer insolvent" };
  const cancelled = given(INVOICE, PROMISED).when(cancelPromise, body);
  cancelled.decides(t, PromiseCancelled({ promiseId: "P1", lines: LINES }));
  given(INVOICE, PROMISED, ...cancelled.events)
    .when(cancelPromise, body)
    .refused(t, "INVALID_TRANSITION", { status: "CANCELLED" });
  const again = promise([["F1.1", "1000000.00"]], "2025-11-25");
  t.strictSame(given(INVOICE, PROMISED, ...cancelled.events).when(registerPromise, again).violations, []);
});

t.test("G-15 after an outage a promise is judged as it would have been on its day", async (t) => {
  const late = evaluate([INVOICE, PROMISED], "2025-12-31");
  t.match(late.events, [{ type: "PromiseBroken", effectiveOn: "2025-11-23" }]);
});
