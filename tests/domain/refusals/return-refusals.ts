import { PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { ReceiptAnnulled, ReceiptCleared } from "../../../schemas/events/account/receipts.ts";
import { approveApplication } from "../../../src/domain/account/applications/approve-application.ts";
import { proposeApplication } from "../../../src/domain/account/applications/propose-application.ts";
import { rejectApplication } from "../../../src/domain/account/applications/reject-application.ts";
import { reschedulePromise } from "../../../src/domain/account/promises/reschedule-promise.ts";
import { annulReceipt } from "../../../src/domain/account/receipts/annul-receipt.ts";
import { declineReceiptRequest } from "../../../src/domain/account/receipts/decline-receipt-request.ts";
import { requestReceipt } from "../../../src/domain/account/receipts/request-receipt.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { revokeClearance } from "../../../src/domain/account/receipts/revoke-clearance.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, promiseRegistered, receiptRegistered } from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";
import type { RefusalCases } from "./refusal-case.ts";

const dollars = (amount: string) => ({ amount, currency: "USD" });
const without = (body: Record<string, unknown>) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
const hash = "a".repeat(64);
const SOFT: Occasion = { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } };
const SEALED: Occasion = { locked: { "2025-11-19": "DAY_SEALED" } };
const CLOSED: Occasion = { closedThrough: "2025-11-19" };
const dated = { effectiveOn: "2025-11-19" };

const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const R1 = receiptRegistered("R1", "80.00", "2025-11-10");
const annulled = ReceiptAnnulled({ receiptId: "R1", amount: "80.00" });
const HISTORY: readonly DecidedEvent[] = [F1, R1];
const APPLIED = [...HISTORY, paymentApplied("A1", "R1", [["F1.1", "80.00"]], "2025-11-10")];

const bounce = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history: readonly DecidedEvent[] = HISTORY) =>
  given(...history).when(
    returnPayment,
    { ...{ accountId: ACCOUNT, receiptId: "R1", on: "2025-11-12", reasonCode: "OTHER", drawerFault: false }, ...changes },
    { roles: ["TRE"], ...occasion },
  );

const annul = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history: readonly DecidedEvent[] = HISTORY) =>
  given(...history).when(annulReceipt, without({ accountId: ACCOUNT, receiptId: "R1", reason: "typed twice", ...changes }), occasion);

const CLEARED = [F1, R1, ReceiptCleared({ receiptId: "R1", on: "2025-11-12", evidenceHash: hash, released: [] })];
const revoke = (changes: Record<string, unknown> = {}, occasion: Occasion = {}, history: readonly DecidedEvent[] = CLEARED) =>
  given(...history).when(
    revokeClearance,
    without({ accountId: ACCOUNT, receiptId: "R1", on: "2025-11-15", evidenceHash: hash, ...changes }),
    occasion,
  );

const MAKER: Occasion = { personId: "ANA", roles: ["PA"] };
const propose = (
  amount: string,
  changes: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
  history: readonly DecidedEvent[] = HISTORY,
  occasion: Occasion = {},
) =>
  given(...history).when(proposeApplication, applicationBody(ACCOUNT, "A2", "R1", [["F1.1", amount, more]], changes), {
    ...MAKER,
    ...occasion,
  });
const withheld = (ratePct: string, amount: string) => ({
  withholdings: [{ withholdingId: "W1", kind: "ICA", base: cop("100.00"), ratePct, amount: cop(amount) }],
});
/** Money that counts as free by settlement before it is free by effect: no command leaves it so, an older rule might have. */
const EARLIER_RULE = [
  ...APPLIED,
  effective(
    "2025-11-18",
    PaymentUnapplied({
      ...{ unapplicationId: "U0", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", undoneOn: "2025-11-18" },
      lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "80.00", freedOn: "2025-11-10" }],
      ...{ alsoReversed: [], conditional: false },
    }),
  ),
];

const proposed = (changes: Record<string, unknown> = {}, more: Record<string, unknown> = {}, history = HISTORY) => [
  ...history,
  ...propose("50.00", changes, more, history).events,
];
const decide = { accountId: ACCOUNT, applicationId: "A2" };
const approve = (history: readonly DecidedEvent[], occasion: Occasion = {}, changes: Record<string, unknown> = {}) =>
  given(...history).when(approveApplication, { ...decide, ...changes }, { roles: ["CC"], ...occasion });
const reject = (history: readonly DecidedEvent[], occasion: Occasion = {}) =>
  given(...history).when(rejectApplication, decide, { roles: ["CC"], ...occasion });
const rejected = () => [...proposed(), ...reject(proposed()).events];
/** The same withholding was recorded with other money meanwhile. */
const withheldSince = () => {
  const history = proposed({}, withheld("0.966", "0.97"));
  const other = receiptRegistered("R2", "1.00", "2025-11-10");
  const line = [["F1.1", "1.00", withheld("0.966", "0.97")]] as const;
  const second = given(...HISTORY, other).when(proposeApplication, applicationBody(ACCOUNT, "A3", "R2", line), MAKER).events;
  const waiting = [...history, other, ...second];
  return [...waiting, ...given(...waiting).when(approveApplication, { ...decide, applicationId: "A3" }, { roles: ["CC"] }).events];
};
const NO_RATES: Occasion = { policies: { withholding: { rates: { INCOME_TAX: [], VAT: [], ICA: [] } } } };
const EXACT: Occasion = { policies: { withholding: { tolerance: { COP: "0.00" } } } };

const asked = { accountId: ACCOUNT, requestId: "Q1", instalmentIds: ["F1.1"], amount: cop("1.00"), supportIds: [] };
const request = (changes: Record<string, unknown> = {}, history: readonly DecidedEvent[] = HISTORY) =>
  given(...history).when(requestReceipt, { ...asked, ...changes });
const REQUESTED = [...HISTORY, ...request().events];
const decline = (changes: Record<string, unknown> = {}, history: readonly DecidedEvent[] = REQUESTED) =>
  given(...history).when(declineReceiptRequest, without({ accountId: ACCOUNT, requestId: "Q1", reason: "no money came", ...changes }));

const P1 = promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-30", "2025-11-18");
const P9 = promiseRegistered("P9", [["F1.1", "30.00"]], "2025-11-30", "2025-11-18");
const line = (amount: unknown, instalmentId = "F1.1") => ({ lines: [{ instalmentId, amount }] });
const reschedule = (changes: Record<string, unknown> = {}, ...more: readonly DecidedEvent[]) =>
  given(F1, P1, ...more).when(
    reschedulePromise,
    without({
      accountId: ACCOUNT,
      promiseId: "P1",
      newPromiseId: "P2",
      dueOn: "2025-12-05",
      reason: "payday",
      ...line(cop("60.00")),
      ...changes,
    }),
  );
const settled = invoiceRecorded("F0", "0.00", "2025-11-01", {
  instalments: [{ instalmentId: "F0.1", dueOn: "2025-12-01", amount: "0.00" }],
});

export const returnRefusals: RefusalCases = {
  ReturnPayment: {
    RECEIPT_NOT_FOUND: () => bounce({ receiptId: "R9" }),
    INVALID_TRANSITION: () => bounce({}, {}, [...HISTORY, annulled]),
    FUTURE_RECEIPT_DATE: () => bounce({ on: "2025-11-21" }),
    CURRENCY_MISMATCH: () => bounce({ bankFee: dollars("1.00") }),
    EFFECTIVE_BEFORE_APPLICATION: () => bounce({ on: "2025-11-09" }),
    PERIOD_CLOSED: () => bounce(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => bounce(dated, SOFT),
    DAY_SEALED: () => bounce(dated, SEALED),
  },
  AnnulReceipt: {
    RECEIPT_NOT_FOUND: () => annul({ receiptId: "R9" }),
    INVALID_TRANSITION: () => annul({}, {}, [...HISTORY, annulled]),
    ALREADY_APPLIED: () => annul({}, {}, APPLIED),
    REASON_REQUIRED: () => annul({ reason: undefined }),
    EFFECTIVE_BEFORE_APPLICATION: () => annul({ effectiveOn: "2025-11-09" }),
    APPROVAL_REQUIRED: () => annul({}, { beingSetUp: false }),
    PERIOD_CLOSED: () => annul(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => annul(dated, SOFT),
    DAY_SEALED: () => annul(dated, SEALED),
  },
  RevokeClearance: {
    RECEIPT_NOT_FOUND: () => revoke({ receiptId: "R9" }),
    INVALID_TRANSITION: () => revoke({}, {}, [...CLEARED, ...bounce({}, {}, CLEARED).events]),
    FUTURE_RECEIPT_DATE: () => revoke({ on: "2025-11-21" }),
    VALIDITY_INVERTED: () => revoke({ on: "2025-11-11" }),
    MALFORMED: () => revoke({ evidenceHash: undefined }),
    PERIOD_CLOSED: () => revoke(dated, CLOSED),
    PERIOD_SOFT_CLOSED: () => revoke(dated, SOFT),
    DAY_SEALED: () => revoke(dated, SEALED),
  },
  ProposeApplication: {
    RECEIPT_NOT_FOUND: () => propose("1.00", { receiptId: "R9" }),
    ITEM_NOT_FOUND: () => given(R1).when(proposeApplication, applicationBody(ACCOUNT, "A2", "R1", [["F9.1", "1.00"]]), MAKER),
    OVERLAPS: () => propose("1.00", {}, {}, proposed()),
    CURRENCY_MISMATCH: () => propose("1.00", {}, { amount: dollars("1.00") }),
    ALREADY_SETTLED: () =>
      propose("1.00", {}, {}, [
        ...HISTORY,
        receiptRegistered("R0", "100.00", "2025-11-05"),
        paymentApplied("A0", "R0", [["F1.1", "100.00"]], "2025-11-05"),
      ]),
    OVER_APPLICATION: () => propose("100.01"),
    RECEIPT_EXHAUSTED: () => propose("80.01"),
    EFFECTIVE_BEFORE_DOCUMENT: () => propose("1.00", { effectiveOn: "2025-11-09" }),
    FUTURE_EFFECTIVE_DATE: () => propose("1.00", { effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => propose("80.00", { effectiveOn: "2025-11-12" }, {}, EARLIER_RULE),
    WITHHOLDING_MISMATCH: () => propose("1.00", {}, withheld("0.966", "2.00")),
    UNKNOWN_WITHHOLDING_RATE: () => propose("1.00", {}, withheld("0.967", "0.97")),
    MALFORMED: () => propose("1.00", {}, { lineId: "A2.2" }),
    PERIOD_CLOSED: () => propose("1.00", dated, {}, HISTORY, CLOSED),
    PERIOD_SOFT_CLOSED: () => propose("1.00", dated, {}, HISTORY, SOFT),
    DAY_SEALED: () => propose("1.00", dated, {}, HISTORY, SEALED),
  },
  ApproveApplication: {
    APPLICATION_NOT_FOUND: () => approve(HISTORY),
    INVALID_TRANSITION: () => approve(rejected()),
    MAKER_IS_CHECKER: () => approve(proposed(), { personId: "ANA" }),
    APPROVAL_EXPIRED: () => approve(proposed(), { today: "2025-11-26" }),
    OVERLAPS: () => approve(withheldSince()),
    EFFECTIVE_BEFORE_DOCUMENT: () => approve(proposed(), {}, { effectiveOn: "2025-11-09" }),
    FUTURE_EFFECTIVE_DATE: () => approve(proposed(), {}, { effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => approve(proposed({}, {}, EARLIER_RULE), {}, { effectiveOn: "2025-11-12" }),
    AUTHORITY_EXCEEDED: () => approve(proposed({}, { discount: { pct: "4.00", amount: cop("2.00") } })),
    WITHHOLDING_MISMATCH: () => approve(proposed({}, withheld("0.966", "1.00")), EXACT),
    UNKNOWN_WITHHOLDING_RATE: () => approve(proposed({}, withheld("0.966", "0.97")), NO_RATES),
    PERIOD_CLOSED: () => approve(proposed(dated), CLOSED),
    PERIOD_SOFT_CLOSED: () => approve(proposed(dated), SOFT),
    DAY_SEALED: () => approve(proposed(dated), SEALED),
  },
  RejectApplication: {
    APPLICATION_NOT_FOUND: () => reject(HISTORY),
    INVALID_TRANSITION: () => reject(rejected()),
    NOT_AUTHORISED: () => reject(proposed(), { personId: "OTTO", roles: ["PA"] }),
  },
  RequestReceipt: {
    OVERLAPS: () => request({}, REQUESTED),
    ITEM_NOT_FOUND: () => request({ instalmentIds: ["F9.1"] }),
    CURRENCY_MISMATCH: () => request({ amount: dollars("1.00") }),
    RESOURCE_NOT_FOUND: () => request({ supportIds: ["S9"] }),
  },
  DeclineReceiptRequest: {
    RESOURCE_NOT_FOUND: () => decline({ requestId: "Q9" }),
    INVALID_TRANSITION: () => decline({}, [...REQUESTED, ...decline().events]),
    REASON_REQUIRED: () => decline({ reason: undefined }),
  },
  ReschedulePromise: {
    PROMISE_NOT_FOUND: () => reschedule({ promiseId: "P8" }),
    INVALID_TRANSITION: () => reschedule({ newPromiseId: "P3" }, ...reschedule().events),
    REASON_REQUIRED: () => reschedule({ reason: undefined }),
    PROMISE_LIMIT_REACHED: () => {
      const twice = { ...P9, data: { ...P9.data, renewalNo: 2 } };
      return reschedule({ promiseId: "P9" }, twice);
    },
    OVERLAPS: () => reschedule({ newPromiseId: "P9" }, P9),
    ITEM_NOT_FOUND: () => reschedule(line(cop("1.00"), "F9.1")),
    CURRENCY_MISMATCH: () => reschedule(line(dollars("1.00"))),
    PROMISE_IN_PAST: () => reschedule({ dueOn: "2025-11-19" }),
    PROMISE_TOO_FAR: () => reschedule({ dueOn: "2025-12-21" }),
    ALREADY_SETTLED: () => reschedule(line(cop("1.00"), "F0.1"), settled),
    PROMISE_OVER_OPEN: () => reschedule(line(cop("100.01"))),
    ITEM_ALREADY_PROMISED: () => reschedule(line(cop("70.01")), P9),
    PERSON_NOT_FOUND: () => reschedule({ collectorId: "NOBODY" }),
    RESOURCE_NOT_FOUND: () => reschedule({ contactPersonId: "K1" }),
    MALFORMED: () => reschedule({ lines: [...line(cop("1.00")).lines, ...line(cop("2.00")).lines] }),
  },
};
