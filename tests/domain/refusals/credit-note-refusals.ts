import { CreditApplied, PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { applyCreditNote } from "../../../src/domain/account/credit-notes/apply-credit-note.ts";
import { approveCreditNote } from "../../../src/domain/account/credit-notes/approve-credit-note.ts";
import { issueCreditNote } from "../../../src/domain/account/credit-notes/issue-credit-note.ts";
import { rejectCreditNote } from "../../../src/domain/account/credit-notes/reject-credit-note.ts";
import { requestCreditNote } from "../../../src/domain/account/credit-notes/request-credit-note.ts";
import { voidCreditNote } from "../../../src/domain/account/credit-notes/void-credit-note.ts";
import { legalEntity } from "../../../src/domain/legal-entity/legal-entity.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { setUpAccount } from "../../support/company.ts";
import {
  creditApplicationBody,
  externalBody,
  issueBody,
  noteApproved,
  noteIssued,
  noteRequested,
  requestBody,
} from "../../support/credit-note-history.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import type { RefusalCase, RefusalCases } from "./refusal-case.ts";

type History = readonly DecidedEvent[];
const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const NOTE = noteIssued("NC1", "50.00", "2025-11-10");
const REQUESTED = [F1, noteRequested("NC1", "50.00", { documentId: "F1" })];
const APPROVED = [...REQUESTED, noteApproved("NC1")];
const nowhere = { customer: undefined, entity: undefined };
const usd = { amount: "1.00", currency: "USD" };
const ofInstalments = (...amounts: readonly string[]) => ({
  lines: amounts.map((amount) => ({ instalmentId: "F1.1", amount: cop(amount) })),
});
const dated = { effectiveOn: "2025-11-19" };
const LOCKS = {
  PERIOD_CLOSED: { closedThrough: "2025-11-19" },
  PERIOD_SOFT_CLOSED: { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } },
  DAY_SEALED: { locked: { "2025-11-19": "DAY_SEALED" } },
} as const;
const locked = (send: (occasion: Occasion) => ReturnType<RefusalCase>) =>
  Object.fromEntries(Object.entries(LOCKS).map(([code, occasion]) => [code, () => send(occasion)]));

const request = (more: Record<string, unknown> = {}, occasion: Occasion = {}, history: History = [F1]) =>
  given(...history).when(requestCreditNote, requestBody("NC1", "50.00", { documentId: "F1", ...more }), occasion);
const note = { accountId: ACCOUNT, creditNoteId: "NC1" };
const LUIS: Occasion = { personId: "LUIS", roles: ["CC"] };
const approve = (history: History, occasion = LUIS) => given(...history).when(approveCreditNote, note, occasion);
const reject = (history: History, occasion = LUIS) => given(...history).when(rejectCreditNote, { ...note, note: "no" }, occasion);
const issue = (more: Record<string, unknown> = {}, occasion: Occasion = {}, history: History = [F1]) =>
  given(...history).when(issueCreditNote, externalBody("NC1", "50.00", "2025-11-10", { documentId: "F1", ...more }), occasion);
const issueRequested = (more: Record<string, unknown>, history: History = APPROVED) =>
  given(...history).when(issueCreditNote, issueBody("NC1", "2025-11-20", more));
const apply = (amount: string, more: Record<string, unknown> = {}, occasion: Occasion = {}, history: History = [F1, NOTE]) =>
  given(...history).when(applyCreditNote, creditApplicationBody("NC1", "A1", [["F1.1", amount]], more), occasion);
const withdraw = (more: Record<string, unknown> = {}, occasion: Occasion = {}, history: History = [NOTE]) =>
  given(...history).when(voidCreditNote, JSON.parse(JSON.stringify({ ...note, reason: "wrong customer", ...more })), {
    roles: ["ACC"],
    approvers: [{ personId: "LUIS", roles: ["CHF"] }],
    ...occasion,
  });

const paid = (amount: string): History => [
  receiptRegistered("R1", amount, "2025-11-05"),
  paymentApplied("A0", "R1", [["F1.1", amount]], "2025-11-05"),
];
const applied = (applicationId: string, on: string) =>
  effective(
    on,
    CreditApplied({
      ...{ applicationId, creditNoteId: "NC1", appliedOn: on },
      lines: [{ lineId: `${applicationId}.1`, instalmentId: "F1.1", amount: "50.00", settledOn: on }],
    }),
  );
/** Money that counts as free by settlement before it is free by effect: no command leaves it so, an older rule might have. */
const FREE_LATER = [
  F1,
  NOTE,
  applied("A0", "2025-11-10"),
  effective(
    "2025-11-18",
    PaymentUnapplied({
      ...{ unapplicationId: "U0", applicationId: "A0", creditItemId: "NC1", kind: "REVERSAL", undoneOn: "2025-11-18", conditional: false },
      lines: [{ lineId: "A0.1", instalmentId: "F1.1", amount: "50.00", freedOn: "2025-11-10" }],
      alsoReversed: [],
    }),
  ),
];
const counted = SeriesDefined({ entityId: "CO01", code: "NC", kind: "CREDIT_NOTE", ownership: "OWN", from: 1 });

async function issuedTwice() {
  const test = await openTestLedger();
  await setUpAccount(test);
  await test.accept("issue-credit-note", externalBody("NC1", "1.00", "2025-05-10", { number: "7" }));
  return test.refuse("issue-credit-note", externalBody("NC2", "1.00", "2025-05-10", { number: "7" }));
}

export const creditNoteRefusals: RefusalCases = {
  RequestCreditNote: {
    CUSTOMER_NOT_FOUND: () => request({}, nowhere),
    ACCOUNT_NOT_FOUND: () => request({}, nowhere),
    OVERLAPS: () => request({}, {}, REQUESTED),
    CURRENCY_MISMATCH: () => request({ amount: usd }),
    MALFORMED: () => request(ofInstalments("1.00", "2.00")),
    RESOURCE_NOT_FOUND: () => request({ supportIds: ["S9"] }),
    DISPUTE_NOT_FOUND: () => request({ disputeId: "DI9" }),
    ITEM_NOT_FOUND: () => request({ documentId: "F9" }),
    CREDIT_EXHAUSTED: () => request(ofInstalments("50.01")),
    CREDIT_EXCEEDS_INVOICE: () => request({ amount: cop("100.01") }),
  },
  ApproveCreditNote: {
    CREDIT_NOTE_NOT_FOUND: () => approve([F1]),
    INVALID_TRANSITION: () => approve(APPROVED),
    SELF_APPROVAL: () => approve(REQUESTED, { personId: "OWNER", roles: ["CC"] }),
    AUTHORITY_EXCEEDED: () => approve(REQUESTED, { personId: "SALES", roles: ["SM"] }),
  },
  RejectCreditNote: {
    CREDIT_NOTE_NOT_FOUND: () => reject([F1]),
    INVALID_TRANSITION: () => reject([NOTE]),
    SELF_APPROVAL: () => reject(REQUESTED, { personId: "OWNER", roles: ["CC"] }),
  },
  IssueCreditNote: {
    CUSTOMER_NOT_FOUND: () => issue({}, nowhere),
    ACCOUNT_NOT_FOUND: () => issue({}, nowhere),
    CREDIT_NOTE_NOT_FOUND: () => issueRequested({}, [F1]),
    INVALID_TRANSITION: () => issueRequested({}, REQUESTED),
    OVERLAPS: () => issue({}, {}, [F1, receiptRegistered("NC1", "1.00", "2025-11-10")]),
    MALFORMED: () => issue(ofInstalments("1.00", "2.00")),
    CURRENCY_MISMATCH: () => issue({ amount: usd }),
    ITEM_NOT_FOUND: () => issue({ documentId: "F9" }),
    CREDIT_EXHAUSTED: () => issue(ofInstalments("50.01")),
    CREDIT_EXCEEDS_INVOICE: () => issue({ amount: cop("100.01") }),
    VALUE_CHANGED: () => issueRequested({ documentId: "F9" }),
    APPROVAL_REQUIRED: () => issueRequested({ amount: cop("50.01") }),
    CREDIT_BEFORE_DOCUMENT: () => issue({ issueDate: "2025-10-31" }),
    FUTURE_DOCUMENT_DATE: () => issue({ issueDate: "2025-12-21" }),
    DUPLICATE_DOCUMENT: issuedTwice,
    NUMBER_NOT_EXPECTED: () => issue({}, { entity: stateOf(legalEntity, "CO01", [...COMPANY, counted]) }),
    EFFECTIVE_BEFORE_DOCUMENT: () => issue({ effectiveOn: "2025-11-09" }),
    OVER_APPLICATION: () => issue(ofInstalments("50.00"), {}, [F1, ...paid("60.00")]),
    ALREADY_SETTLED: () => issue(ofInstalments("50.00"), {}, [F1, ...paid("100.00")]),
    ...locked((occasion) => issue(dated, occasion)),
  },
  ApplyCreditNote: {
    CREDIT_NOTE_NOT_FOUND: () => apply("1.00", {}, {}, [F1]),
    INVALID_TRANSITION: () => apply("1.00", {}, {}, APPROVED),
    CREDIT_EXHAUSTED: () => apply("50.01"),
    CURRENCY_MISMATCH: () => apply("1.00", { lines: [{ instalmentId: "F1.1", amount: usd }] }),
    MALFORMED: () => apply("1.00", ofInstalments("1.00", "2.00")),
    ITEM_NOT_FOUND: () => apply("1.00", {}, {}, [NOTE]),
    OVERLAPS: () => apply("1.00", {}, {}, [F1, noteIssued("NC1", "60.00", "2025-11-10"), applied("A1", "2025-11-10")]),
    ALREADY_SETTLED: () => apply("1.00", {}, {}, [F1, NOTE, ...paid("100.00")]),
    OVER_APPLICATION: () => apply("50.00", {}, {}, [F1, NOTE, ...paid("60.00")]),
    EFFECTIVE_BEFORE_DOCUMENT: () => apply("1.00", { effectiveOn: "2025-11-09" }),
    FUTURE_EFFECTIVE_DATE: () => apply("1.00", { effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => apply("50.00", { effectiveOn: "2025-11-12" }, {}, FREE_LATER),
    ...locked((occasion) => apply("1.00", dated, occasion)),
  },
  VoidCreditNote: {
    CREDIT_NOTE_NOT_FOUND: () => withdraw({}, {}, [F1]),
    INVALID_TRANSITION: () => withdraw({}, {}, APPROVED),
    REASON_REQUIRED: () => withdraw({ reason: undefined }),
    ALREADY_APPLIED: () => withdraw({}, {}, [F1, NOTE, applied("A0", "2025-11-10")]),
    VALIDITY_INVERTED: () => withdraw({ effectiveOn: "2025-11-09" }),
    TIMELINE_NEGATIVE: () => withdraw({ effectiveOn: "2025-11-12" }, {}, FREE_LATER),
    ...locked((occasion) => withdraw(dated, occasion)),
  },
};
