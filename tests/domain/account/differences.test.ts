import t from "tap";
import { PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { SmallDifferenceReversed, SmallDifferenceWrittenOff } from "../../../schemas/events/account/settlements.ts";
import { reverseDifference } from "../../../src/domain/account/settlements/reverse-difference.ts";
import { writeOffDifference } from "../../../src/domain/account/settlements/write-off-difference.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { given, type Occasion } from "../../support/given.ts";

const INVOICE = invoiceRecorded("F1", "1000000.00", "2025-11-01");
const PAID: readonly DecidedEvent[] = [
  INVOICE,
  receiptRegistered("R1", "1100000.00", "2025-11-10"),
  paymentApplied("A1", "R1", [["F1.1", "999100.00"]], "2025-11-10"),
];

const forget = (history: readonly DecidedEvent[], amount: string, more: Record<string, unknown> = {}, occasion: Occasion = {}) =>
  given(...history).when(
    writeOffDifference,
    JSON.parse(JSON.stringify({ accountId: ACCOUNT, differenceId: "X1", instalmentId: "F1.1", amount: cop(amount), ...more })),
    occasion,
  );

t.test("DIF-1 a rest of an instalment is forgotten by itself on the day of the act", async (t) => {
  forget(PAID, "900.00").decides(
    t,
    effective(
      "2025-11-20",
      SmallDifferenceWrittenOff({
        ...{ differenceId: "X1", side: "RECEIVABLE", instalmentId: "F1.1", amount: "900.00", settledOn: "2025-11-20", conditional: false },
      }),
    ),
  );
});

t.test("a difference of an application counts with it", async (t) => {
  forget(PAID, "900.00", { applicationId: "A1" }).decides(
    t,
    effective(
      "2025-11-10",
      SmallDifferenceWrittenOff({
        ...{ differenceId: "X1", side: "RECEIVABLE", applicationId: "A1", lineId: "A1.1", instalmentId: "F1.1", amount: "900.00" },
        ...{ settledOn: "2025-11-10", conditional: false },
      }),
    ),
  );
  forget(PAID, "900.00", { applicationId: "A9" }).refused(t, "APPLICATION_NOT_FOUND", { applicationId: "A9" });
  forget(PAID, "900.00", { applicationId: "A1", effectiveOn: "2025-11-09" }).refused(t, "EFFECTIVE_BEFORE_DOCUMENT", {
    earliest: "2025-11-10",
  });
});

t.test("DIF-1 a difference is within the amount, and within the percentage of the instalment's original amount", async (t) => {
  t.equal(forget([INVOICE], "1000.00").violations.length, 0);
  forget([INVOICE], "1000.01").refused(t, "TOLERANCE_EXCEEDED", { difference: "1000.01", limit: "1000.00" });
  const small = [invoiceRecorded("F1", "10000.00", "2025-11-01")];
  t.equal(forget(small, "50.00").violations.length, 0);
  forget(small, "50.01").refused(t, "TOLERANCE_EXCEEDED", { limit: "50.00" });
  forget(PAID, "900.01").refused(t, "OVER_APPLICATION", { open: "900.00" });
});

t.test("DIF-1 parts of a difference are judged together", async (t) => {
  const first = forget([INVOICE], "600.00");
  forget([INVOICE, ...first.events], "400.01", { differenceId: "X2" }).refused(t, "TOLERANCE_EXCEEDED", { difference: "1000.01" });
});

t.test("DIF-1 the differences of an account and month have a limit of their own, and what was reversed is free again", async (t) => {
  const ids = Array.from({ length: 11 }, (_, index) => `F${index + 1}`);
  const invoices = ids.map((id) => invoiceRecorded(id, "1000000.00", "2025-10-01"));
  const ten = ids.slice(0, 10).map((id) =>
    effective(
      "2025-11-18",
      SmallDifferenceWrittenOff({
        ...{ differenceId: `X-${id}`, side: "RECEIVABLE", instalmentId: `${id}.1`, amount: "1000.00" },
        ...{ settledOn: "2025-11-18", conditional: false },
      }),
    ),
  );
  const more = (history: readonly DecidedEvent[], changes: Record<string, unknown> = {}) =>
    forget(history, "0.01", { instalmentId: "F11.1", ...changes });
  more([...invoices, ...ten]).refused(t, "TOLERANCE_EXCEEDED", { difference: "10000.01", limit: "10000.00" });
  t.equal(more([...invoices, ...ten], { effectiveOn: "2025-10-31" }).violations.length, 0, "another month");
  const back = given(...invoices, ...ten).when(reverseDifference, { accountId: ACCOUNT, differenceId: "X-F1", reason: "paid after all" });
  t.equal(more([...invoices, ...ten, ...back.events]).violations.length, 0);
});

t.test("side CREDIT clears a tiny over-payment", async (t) => {
  const history = [
    INVOICE,
    receiptRegistered("R1", "1000500.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "1000000.00"]], "2025-11-10"),
  ];
  const keep = (amount: string, more: Record<string, unknown> = {}) =>
    forget(history, amount, { instalmentId: undefined, creditItemId: "R1", ...more });
  keep("500.00").decides(
    t,
    SmallDifferenceWrittenOff({
      ...{ differenceId: "X1", side: "CREDIT", creditItemId: "R1", amount: "500.00", settledOn: "2025-11-20", conditional: false },
    }),
  );
  keep("500.01").refused(t, "RECEIPT_EXHAUSTED", { left: "500.00" });
  keep("1.00", { creditItemId: "R9" }).refused(t, "RESOURCE_NOT_FOUND", { kind: "CREDIT_ITEM", id: "R9" });
  keep("1.00", { applicationId: "A9" }).refused(t, "APPLICATION_NOT_FOUND");
  const kept = [...history, ...keep("500.00").events];
  given(...kept)
    .when(reverseDifference, { accountId: ACCOUNT, differenceId: "X1", reason: "customer asked" })
    .decides(t, SmallDifferenceReversed({ differenceId: "X1", creditItemId: "R1", amount: "500.00", freedOn: "2025-11-20" }));
});

t.test("a difference is a rest of one thing, and a currency without tolerance has none", async (t) => {
  forget(PAID, "1.00", { creditItemId: "R1" }).refused(t, "MALFORMED");
  forget(PAID, "1.00", { instalmentId: undefined }).refused(t, "MALFORMED");
  forget(PAID, "1.00", {}, { policies: { tolerance: { amount: {} } } }).refused(t, "UNKNOWN_CURRENCY", { field: "tolerance.amount" });
  forget(PAID, "1.00", {}, { policies: { tolerance: { monthly: {} } } }).refused(t, "UNKNOWN_CURRENCY", { field: "tolerance.monthly" });
});

t.test("of two lines on one instalment the difference goes with the one that still stands", async (t) => {
  const lines = [["F1.1", "400000.00"] as const, ["F1.1", "599100.00"] as const];
  const undone = PaymentUnapplied({
    ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "CORRECTION", conditional: false, undoneOn: "2025-11-12" },
    lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "400000.00", freedOn: "2025-11-10" }],
    alsoReversed: [],
  });
  const history = [INVOICE, receiptRegistered("R1", "1100000.00", "2025-11-10"), paymentApplied("A1", "R1", lines, "2025-11-10"), undone];
  t.match(forget(history, "900.00", { applicationId: "A1" }).events, [{ data: { lineId: "A1.2" } }]);
});
