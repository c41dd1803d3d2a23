import { PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { InvoiceCancelled } from "../../../schemas/events/account/documents.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";
import type { RefusalCases } from "./refusal-case.ts";

const HISTORY: readonly DecidedEvent[] = [invoiceRecorded("F1", "100.00", "2025-11-01"), receiptRegistered("R1", "80.00", "2025-11-10")];
const APPLIED: readonly DecidedEvent[] = [...HISTORY, paymentApplied("A1", "R1", [["F1.1", "80.00"]], "2025-11-10")];

const apply = (
  amount: string,
  changes: Record<string, unknown> = {},
  occasion: Occasion = {},
  more: Record<string, unknown> = {},
  history = HISTORY,
) => given(...history).when(applyPayment, applicationBody(ACCOUNT, "A2", "R1", [["F1.1", amount, more]], changes), occasion);

const withheld = (ratePct: string, amount: string) => ({
  withholdings: [{ withholdingId: "W1", kind: "ICA", base: cop("100.00"), ratePct, amount: cop(amount) }],
});

/** Money that counts as free by settlement before it is free by effect: no command leaves it so, an older rule might have. */
const EARLIER_RULE = [
  ...APPLIED,
  effective(
    "2025-11-18",
    PaymentUnapplied({
      unapplicationId: "U0",
      applicationId: "A1",
      creditItemId: "R1",
      kind: "REVERSAL",
      lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "80.00", freedOn: "2025-11-10" }],
      alsoReversed: [],
      conditional: false,
      undoneOn: "2025-11-18",
    }),
  ),
];

const undo = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history = APPLIED) =>
  given(...history).when(
    unapplyPayment,
    JSON.parse(
      JSON.stringify({
        accountId: ACCOUNT,
        unapplicationId: "U1",
        applicationId: "A1",
        kind: "REVERSAL",
        reason: "other invoice",
        ...changes,
      }),
    ),
    occasion,
  );
const undoLine = (amount: unknown, lineId = "A1.1") => ({ lines: [{ lineId, amount }] });
const twice = () => [...APPLIED, ...undo(undoLine(cop("1.00"))).events];
const dated = { effectiveOn: "2025-11-19" };

export const applicationRefusals: RefusalCases = {
  ApplyPayment: {
    RECEIPT_NOT_FOUND: () => apply("1.00", { receiptId: "R9" }),
    ITEM_NOT_FOUND: () => given(...HISTORY).when(applyPayment, applicationBody(ACCOUNT, "A2", "R1", [["F9.1", "1.00"]])),
    OVERLAPS: () => given(...APPLIED).when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "1.00"]])),
    CURRENCY_MISMATCH: () => apply("1.00", {}, {}, { amount: { amount: "1.00", currency: "USD" } }),
    ALREADY_SETTLED: () =>
      apply("1.00", {}, {}, {}, [
        ...HISTORY,
        receiptRegistered("R0", "100.00", "2025-11-05"),
        paymentApplied("A0", "R0", [["F1.1", "100.00"]], "2025-11-05"),
      ]),
    OVER_APPLICATION: () => apply("100.01"),
    RECEIPT_EXHAUSTED: () => apply("80.01"),
    EFFECTIVE_BEFORE_DOCUMENT: () => apply("1.00", { effectiveOn: "2025-11-09" }),
    FUTURE_EFFECTIVE_DATE: () => apply("1.00", { effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => apply("80.00", { effectiveOn: "2025-11-12" }, {}, {}, EARLIER_RULE),
    AUTHORITY_EXCEEDED: () => apply("1.00", {}, { roles: ["PC"] }, { discount: { pct: "1.00", amount: cop("0.01") } }),
    WITHHOLDING_MISMATCH: () => apply("1.00", {}, {}, withheld("0.966", "2.00")),
    UNKNOWN_WITHHOLDING_RATE: () => apply("1.00", {}, {}, withheld("0.967", "0.97")),
    MALFORMED: () => apply("1.00", {}, {}, { lineId: "A2.2" }),
    PERIOD_CLOSED: () => apply("1.00", dated, { closedThrough: "2025-11-19" }),
    PERIOD_SOFT_CLOSED: () => apply("1.00", dated, { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } }),
    DAY_SEALED: () => apply("1.00", dated, { locked: { "2025-11-19": "DAY_SEALED" } }),
  },
  UnapplyPayment: {
    APPLICATION_NOT_FOUND: () => undo({ applicationId: "A9" }),
    RESOURCE_NOT_FOUND: () => undo(undoLine(cop("1.00"), "A1.2")),
    OVERLAPS: () => undo(undoLine(cop("1.00")), {}, twice()),
    CURRENCY_MISMATCH: () => undo(undoLine({ amount: "1.00", currency: "USD" })),
    ALREADY_UNAPPLIED: () => undo({ unapplicationId: "U2" }, {}, [...APPLIED, ...undo().events]),
    OVER_UNAPPLICATION: () => undo(undoLine(cop("80.01"))),
    APPLICATION_CONSUMED: () => undo({}, {}, [...APPLIED, InvoiceCancelled({ documentId: "F1", creditNoteId: "NC1" })]),
    APPROVAL_REQUIRED: () => undo({ kind: "CORRECTION" }, { locked: { "2025-11-10": "DAY_SEALED" } }),
    EFFECTIVE_BEFORE_APPLICATION: () => undo({ effectiveOn: "2025-11-09" }),
    FUTURE_EFFECTIVE_DATE: () => undo({ effectiveOn: "2025-11-21" }),
    REASON_REQUIRED: () => undo({ reason: undefined }),
    PERIOD_CLOSED: () => undo({ kind: "CORRECTION" }, { closedThrough: "2025-11-10" }),
    PERIOD_SOFT_CLOSED: () => undo(dated, { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } }),
    DAY_SEALED: () => undo(dated, { locked: { "2025-11-19": "DAY_SEALED" } }),
    MALFORMED: () => undo({ lines: [undoLine(cop("1.00")).lines[0], undoLine(cop("2.00")).lines[0]] }),
  },
};
