import { unapplyPayment } from "../../../src/domain/account/applications/unapply-payment.ts";
import { grantDiscount } from "../../../src/domain/account/settlements/grant-discount.ts";
import { recordWithholding } from "../../../src/domain/account/settlements/record-withholding.ts";
import { recordWithholdingCertificate } from "../../../src/domain/account/settlements/record-withholding-certificate.ts";
import { reopenUncertifiedWithholding } from "../../../src/domain/account/settlements/reopen-uncertified-withholding.ts";
import { reverseDifference } from "../../../src/domain/account/settlements/reverse-difference.ts";
import { reverseWithholding } from "../../../src/domain/account/settlements/reverse-withholding.ts";
import { revokeDiscount } from "../../../src/domain/account/settlements/revoke-discount.ts";
import { writeOffDifference } from "../../../src/domain/account/settlements/write-off-difference.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { noteIssued } from "../../support/credit-note-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import type { RefusalCase, RefusalCases } from "./refusal-case.ts";

type History = readonly DecidedEvent[];
type More = Readonly<Record<string, unknown>>;
const F1 = invoiceRecorded("F1", "100000.00", "2025-08-01");
const usd = { amount: "1.00", currency: "USD" };
const dated = { effectiveOn: "2025-11-19" };
const LOCKS = {
  PERIOD_CLOSED: { closedThrough: "2025-11-19" },
  PERIOD_SOFT_CLOSED: { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } },
  DAY_SEALED: { locked: { "2025-11-19": "DAY_SEALED" } },
} as const;
const locked = (send: (occasion: Occasion) => ReturnType<RefusalCase>) =>
  Object.fromEntries(Object.entries(LOCKS).map(([code, occasion]) => [code, () => send(occasion)]));

const send =
  (command: unknown, body: More, byDefault: Occasion = {}) =>
  (history: History, more: More = {}, occasion: Occasion = {}) =>
    given(...history).when(command, JSON.parse(JSON.stringify({ accountId: ACCOUNT, ...body, ...more })), { ...byDefault, ...occasion });

const grant = send(grantDiscount, {
  ...{ discountId: "D1", instalmentId: "F1.1", kind: "COMMERCIAL", pct: "1.00", amount: cop("100.00"), reason: "agreed" },
});
const revoke = send(revokeDiscount, { discountId: "D1", reason: "not agreed" });
const withhold = send(recordWithholding, {
  ...{ withholdingId: "W1", instalmentId: "F1.1", kind: "ICA", base: cop("100000.00"), ratePct: "0.966", amount: cop("966.00") },
});
const certify = send(recordWithholdingCertificate, {
  ...{ withholdingIds: ["W1"], number: "1", issuedOn: "2025-11-19", contentHash: "a".repeat(64) },
});
const reverse = send(reverseWithholding, { withholdingId: "W1", reason: "no agent" });
const reopen = send(reopenUncertifiedWithholding, { withholdingId: "W1" }, { roles: ["SYS"] });
const forget = send(writeOffDifference, { differenceId: "X1", instalmentId: "F1.1", amount: cop("100.00") });
const remember = send(reverseDifference, { differenceId: "X1", reason: "paid after all" });

const GRANTED = [F1, ...grant([F1], { effectiveOn: "2025-11-10" }).events];
const WITHHELD = [F1, ...withhold([F1], { effectiveOn: "2025-08-10" }).events];
const FORGOTTEN = [F1, ...forget([F1], { effectiveOn: "2025-11-10" }).events];
const paid = (amount: string): History => [
  receiptRegistered("R1", amount, "2025-11-15"),
  paymentApplied("A1", "R1", [["F1.1", amount]], "2025-11-15"),
];
const ALMOST_PAID = [F1, ...paid("99950.00")];
const SETTLED = [F1, ...paid("100000.00")];
const openAgain = (history: History): History => [
  ...history,
  ...given(...history).when(unapplyPayment, {
    ...{
      accountId: ACCOUNT,
      unapplicationId: "U1",
      applicationId: "A1",
      kind: "REVERSAL",
      reason: "other item",
      effectiveOn: "2025-11-18",
    },
  }).events,
];
const CHARGED = [...WITHHELD, ...reopen(WITHHELD, { effectiveOn: "2025-11-12" }).events];

const alone = (act: typeof grant): RefusalCases[string] => ({
  ITEM_NOT_FOUND: () => act([invoiceRecorded("F2", "1.00", "2025-11-01")]),
  ALREADY_SETTLED: () => act(SETTLED),
  OVER_APPLICATION: () => act(ALMOST_PAID),
  EFFECTIVE_BEFORE_DOCUMENT: () => act([F1], { effectiveOn: "2025-07-31" }),
  TIMELINE_NEGATIVE: () => act(openAgain(SETTLED), { effectiveOn: "2025-11-16" }),
  ...locked((occasion) => act([F1], dated, occasion)),
});
const back = (act: typeof revoke, history: History): RefusalCases[string] => ({
  RESOURCE_NOT_FOUND: () => act([F1]),
  INVALID_TRANSITION: () => act([...history, ...act(history).events]),
  REASON_REQUIRED: () => act(history, { reason: undefined }),
  EFFECTIVE_BEFORE_APPLICATION: () => act(history, { effectiveOn: "2025-08-09" }),
  ...locked((occasion) => act(history, dated, occasion)),
});

const chargePaid: History = [
  ...CHARGED,
  receiptRegistered("R1", "966.00", "2025-11-13"),
  paymentApplied("A1", "R1", [["W1-R.1", "966.00"]], "2025-11-13"),
];
const ofCredit = { instalmentId: undefined, creditItemId: "R1" };

export const settlementRefusals: RefusalCases = {
  GrantDiscount: {
    OVERLAPS: () => grant(GRANTED),
    CURRENCY_MISMATCH: () => grant([F1], { amount: usd }),
    AUTHORITY_EXCEEDED: () => grant([F1], {}, { roles: ["PA"] }),
    REASON_REQUIRED: () => grant([F1], { reason: undefined }),
    ...alone(grant),
  },
  RevokeDiscount: back(revoke, GRANTED),
  RecordWithholding: {
    OVERLAPS: () => withhold(WITHHELD),
    CURRENCY_MISMATCH: () => withhold([F1], { base: usd }),
    WITHHOLDING_MISMATCH: () => withhold([F1], { amount: cop("970.00") }),
    UNKNOWN_WITHHOLDING_RATE: () => withhold([F1], { ratePct: "0.967" }),
    ...alone(withhold),
  },
  RecordWithholdingCertificate: {
    RESOURCE_NOT_FOUND: () => certify([F1]),
    INVALID_TRANSITION: () => certify([...WITHHELD, ...certify(WITHHELD).events]),
    FUTURE_DOCUMENT_DATE: () => certify(WITHHELD, { issuedOn: "2025-11-21" }),
    EFFECTIVE_BEFORE_DOCUMENT: () => certify(CHARGED, { effectiveOn: "2025-11-11" }),
    TIMELINE_NEGATIVE: () => certify(openAgain(chargePaid), { effectiveOn: "2025-11-16" }),
    ...locked((occasion) => certify(WITHHELD, dated, occasion)),
  },
  ReverseWithholding: back(reverse, WITHHELD),
  ReopenUncertifiedWithholding: {
    RESOURCE_NOT_FOUND: () => reopen([F1]),
    INVALID_TRANSITION: () => reopen(CHARGED),
    TOO_EARLY: () => reopen([F1, ...withhold([F1], { effectiveOn: "2025-11-10" }).events]),
    EFFECTIVE_BEFORE_APPLICATION: () => reopen(WITHHELD, { effectiveOn: "2025-11-09" }),
    ...locked((occasion) => reopen(WITHHELD, dated, occasion)),
  },
  WriteOffDifference: {
    MALFORMED: () => forget([F1], { creditItemId: "R1" }),
    OVERLAPS: () => forget(FORGOTTEN),
    CURRENCY_MISMATCH: () => forget([F1], { amount: usd }),
    UNKNOWN_CURRENCY: () => forget([F1], {}, { policies: { tolerance: { amount: {} } } }),
    TOLERANCE_EXCEEDED: () => forget([F1], { amount: cop("500.01") }),
    RESOURCE_NOT_FOUND: () => forget([F1], ofCredit),
    RECEIPT_EXHAUSTED: () => forget(SETTLED, ofCredit),
    CREDIT_EXHAUSTED: () => forget([noteIssued("R1", "50.00", "2025-11-10")], ofCredit),
    APPLICATION_NOT_FOUND: () => forget([F1], { applicationId: "A9" }),
    ALREADY_UNAPPLIED: () => forget(openAgain(SETTLED), { applicationId: "A1" }),
    ...alone(forget),
  },
  ReverseDifference: back(remember, FORGOTTEN),
};
