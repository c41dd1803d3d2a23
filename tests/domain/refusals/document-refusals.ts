import { PaymentUnapplied } from "../../../schemas/events/account/applications.ts";
import { CreditNoteIssued } from "../../../schemas/events/account/credit-notes.ts";
import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { attachSupport } from "../../../src/domain/account/documents/attach-support.ts";
import { cancelInvoice } from "../../../src/domain/account/documents/cancel-invoice.ts";
import { changeDueDate } from "../../../src/domain/account/documents/change-due-date.ts";
import { correctInvoiceReference } from "../../../src/domain/account/documents/correct-invoice-reference.ts";
import { flagItem } from "../../../src/domain/account/documents/flag-item.ts";
import { issueCharge } from "../../../src/domain/account/documents/issue-charge.ts";
import { issueDebitNote } from "../../../src/domain/account/documents/issue-debit-note.ts";
import { recordOpeningItem } from "../../../src/domain/account/documents/record-opening-item.ts";
import { unflagItem } from "../../../src/domain/account/documents/unflag-item.ts";
import { defineSeries } from "../../../src/domain/legal-entity/define-series.ts";
import { legalEntity } from "../../../src/domain/legal-entity/legal-entity.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import type { RefusalCode } from "../../../src/kernel/refusal-code.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, promiseRegistered, receiptRegistered } from "../../support/account-history.ts";
import { grant, lastOf, submit } from "../../support/approvals.ts";
import { addedBody, invoiceBody, openingItemBody, setUpAccount } from "../../support/company.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";
import { openTestLedger } from "../../support/ledger.ts";
import { employ } from "../../support/people.ts";
import type { RefusalCases } from "./refusal-case.ts";

const APPROVED: Occasion = { approvers: [{ personId: "CHIEF", roles: ["CHF"] }] };
const dollars = (amount: string) => ({ amount, currency: "USD" });
const without = (body: Record<string, unknown>) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
const dated = { effectiveOn: "2025-11-19" };
const LOCKS = {
  PERIOD_CLOSED: { closedThrough: "2025-11-19" },
  PERIOD_SOFT_CLOSED: { locked: { "2025-11-19": "PERIOD_SOFT_CLOSED" } },
  DAY_SEALED: { locked: { "2025-11-19": "DAY_SEALED" } },
} as const satisfies Record<string, Occasion>;

type Changes = Record<string, unknown>;
type Try = (changes?: Changes, occasion?: Occasion, ...more: readonly DecidedEvent[]) => ReturnType<ReturnType<typeof given>["when"]>;

/** What is refused in a locked day. */
const locked = (attempt: Try) => ({
  PERIOD_CLOSED: () => attempt(dated, LOCKS.PERIOD_CLOSED),
  PERIOD_SOFT_CLOSED: () => attempt(dated, LOCKS.PERIOD_SOFT_CLOSED),
  DAY_SEALED: () => attempt(dated, LOCKS.DAY_SEALED),
});

const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const PAID = [receiptRegistered("R1", "100.00", "2025-11-10"), paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-10")];
const UNPAID = effective(
  "2025-11-18",
  PaymentUnapplied({
    ...{ unapplicationId: "U1", applicationId: "A1", creditItemId: "R1", kind: "REVERSAL", alsoReversed: [], conditional: false },
    lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: "100.00", freedOn: "2025-11-18" }],
    undoneOn: "2025-11-18",
  }),
);
const OWN_SERIES: Occasion = {
  entity: stateOf(legalEntity, "CO01", [
    ...COMPANY,
    ...(["CHARGE", "DEBIT_NOTE"] as const).map((kind) => SeriesDefined({ entityId: "CO01", code: "ND", kind, ownership: "OWN", from: 1 })),
  ]),
};

const openingItem: Try = (changes, occasion, ...more) => {
  const body = openingItemBody(ACCOUNT, "F2", { total: "100.00", open: "60.00", issueDate: "2025-11-01" }, "2025-11-10");
  return given(F1, ...more).when(recordOpeningItem, without({ ...body, ...changes }), { ...APPROVED, ...occasion });
};
const part = (amount: string, dueOn: string, instalmentId = "F2.1") => ({ instalments: [{ instalmentId, dueOn, amount: cop(amount) }] });
const rolled = { terms: { codes: { NET30: { due: { kind: "NET" as const, days: 60 }, rollRule: "NEXT" as const } } } };

const adding =
  (command: unknown): Try =>
  (changes, occasion, ...more) =>
    given(F1, ...more).when(
      command,
      without({ ...addedBody(ACCOUNT, "N1", "7.50", "2025-11-10"), originDocumentId: "F1", ...changes }),
      occasion,
    );

/** What any debt is refused for. */
const debt = (attempt: Try) => ({
  CUSTOMER_NOT_FOUND: () => attempt({}, { customer: undefined }),
  ACCOUNT_NOT_FOUND: () => attempt({}, { entity: undefined }),
  DUPLICATE_DOCUMENT: () => attempt({ documentId: "F1" }),
  NUMBER_REQUIRED: () => attempt({ number: undefined }),
  FUTURE_DOCUMENT_DATE: () => attempt({ effectiveOn: "2025-12-21" }),
  EFFECTIVE_BEFORE_DOCUMENT: () => attempt({ effectiveOn: "2025-10-31" }),
  PERSON_NOT_FOUND: () => attempt({ salespersonId: "NOBODY" }),
  RESOURCE_NOT_FOUND: () => attempt({ branchId: "NOWHERE" }),
  ...locked(attempt),
});

const added = (attempt: Try) => ({
  ...debt(attempt),
  CURRENCY_MISMATCH: () => attempt({ amount: dollars("1.00") }),
  DUE_BEFORE_ISSUE: () => attempt({ dueOn: "2025-11-09" }),
  ITEM_NOT_FOUND: () => attempt({ originDocumentId: "F9" }),
  REASON_REQUIRED: () => attempt({ originDocumentId: undefined }),
  NUMBER_NOT_EXPECTED: () => attempt({}, OWN_SERIES),
});

const changeDue: Try = (changes, occasion, ...more) => {
  const body = { accountId: ACCOUNT, instalmentId: "F1.1", newDue: "2025-12-31", reason: "agreed" };
  return given(F1, ...more).when(changeDueDate, without({ ...body, ...changes }), { ...APPROVED, ...occasion });
};
const correct: Try = (changes, occasion) => {
  const body = { accountId: ACCOUNT, documentId: "F1", field: "purchaseOrder", from: null, to: "PO 1" };
  return given(F1).when(correctInvoiceReference, { ...body, ...changes }, occasion);
};
const CANCEL = { accountId: ACCOUNT, documentId: "F1", creditNoteId: "NC1", creditNoteNumber: "77", reason: "wrong customer" };
const cancel: Try = (changes, occasion, ...more) =>
  given(F1, ...more).when(cancelInvoice, without({ ...CANCEL, ...changes }), { ...APPROVED, ...occasion });
const note = CreditNoteIssued({
  ...{ creditNoteId: "NC0", series: "NC", number: "1", issueDate: "2025-11-10", reasonCode: "PRICE", amount: "10.00", documentId: "F1" },
  approval: "EXTERNAL",
});

const flagging =
  (command: unknown): Try =>
  (changes, occasion) =>
    given(F1).when(command, without({ accountId: ACCOUNT, instalmentId: "F1.1", flag: "HOLD", reason: "claim", ...changes }), occasion);
const flags = (attempt: Try) => ({
  ITEM_NOT_FOUND: () => attempt({ instalmentId: "F9.1" }),
  NOT_AUTHORISED: () => attempt({ flag: "IN_LITIGATION" }),
  REASON_REQUIRED: () => attempt({ reason: undefined }),
});

const support: Try = (changes, occasion, ...more) => {
  const body = { accountId: ACCOUNT, supportId: "S1", contentHash: "a".repeat(64), kind: "CLAIM", storageRef: "vault/1" };
  return given(F1, ...more).when(attachSupport, { ...body, ...changes }, occasion);
};
const SERIES = { entityId: "CO01", code: "RC", kind: "RECEIPT", ownership: "OWN", from: 1 };
const series = (changes: Changes = {}, history: readonly DecidedEvent[] = COMPANY) =>
  given(...history).when(defineSeries, { ...SERIES, ...changes });

export const documentRefusals: RefusalCases = {
  RecordOpeningItem: {
    ...debt(openingItem),
    CURRENCY_MISMATCH: () => openingItem({ openAmount: dollars("1.00") }),
    DUE_BEFORE_ISSUE: () => openingItem(part("60.00", "2025-10-31")),
    INSTALMENTS_DO_NOT_SUM: () => openingItem(part("100.00", "2025-12-10")),
    TAX_MISMATCH: () => openingItem({ net: cop("99.99") }),
    TAX_ID_MISMATCH: () => openingItem({ customerTaxId: "800000001" }),
    UNKNOWN_TERMS: () => openingItem({ termsCode: "NET7" }),
    CALENDAR_MISSING: () => openingItem({ issueDate: "2025-11-10" }, { policies: rolled }),
    MALFORMED: () => openingItem(part("60.00", "2025-12-10", "F2.2")),
    BAD_MONEY: () => openingItem({ openAmount: cop("100.01") }),
    NUMBER_NOT_EXPECTED: () => openingItem({ series: "ND", originalKind: "CHARGE" }, OWN_SERIES),
  },
  IssueDebitNote: added(adding(issueDebitNote)),
  IssueCharge: added(adding(issueCharge)),
  ChangeDueDate: {
    ITEM_NOT_FOUND: () => changeDue({ instalmentId: "F9.1" }),
    REASON_REQUIRED: () => changeDue({ reason: undefined }),
    DUE_BEFORE_ISSUE: () => changeDue({ newDue: "2025-10-31" }),
    ALREADY_SETTLED: () => changeDue({}, {}, ...PAID),
    EFFECTIVE_BEFORE_DOCUMENT: () => changeDue({ effectiveOn: "2025-10-31" }),
    ...locked(changeDue),
  },
  CorrectInvoiceReference: {
    ITEM_NOT_FOUND: () => correct({ documentId: "F9" }),
    VALUE_CHANGED: () => correct({ from: "PO 0" }),
    PERSON_NOT_FOUND: () => correct({ field: "salespersonId", to: "NOBODY" }),
    RESOURCE_NOT_FOUND: () => correct({ field: "branchId", to: "NOWHERE" }),
    async DUPLICATE_DOCUMENT() {
      const test = await openTestLedger();
      await setUpAccount(test);
      await test.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01", { fiscalId: "CUFE-1" }));
      await test.accept("record-invoice", invoiceBody(ACCOUNT, "F2", "1.00", "2025-05-01"));
      const body = { accountId: ACCOUNT, documentId: "F2", field: "fiscalId", from: null, to: "CUFE-1" };
      return test.refuse("correct-invoice-reference", body);
    },
    MALFORMED: () => correct({ field: "salespersonId", to: "two words" }),
    EFFECTIVE_BEFORE_DOCUMENT: () => correct({ effectiveOn: "2025-10-31" }),
    ...locked(correct),
  },
  CancelInvoice: {
    ITEM_NOT_FOUND: () => cancel({ documentId: "F9" }),
    INVALID_TRANSITION: () => cancel({}, {}, ...cancel().events),
    REASON_REQUIRED: () => cancel({ reason: undefined }),
    OVERLAPS: () => cancel({ creditNoteId: "NC0" }, {}, receiptRegistered("NC0", "1.00", "2025-11-10")),
    ALREADY_APPLIED: () => cancel({}, {}, ...PAID),
    ITEM_HAS_LIVE_COMMITMENT: () => cancel({}, {}, promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-30", "2025-11-18")),
    CREDIT_EXCEEDS_INVOICE: () => cancel({}, {}, note),
    DUPLICATE_DOCUMENT: secondCancellationWithOneNumber,
    EFFECTIVE_BEFORE_DOCUMENT: () => cancel({ effectiveOn: "2025-10-31" }),
    FUTURE_EFFECTIVE_DATE: () => cancel({ effectiveOn: "2025-11-21" }),
    TIMELINE_NEGATIVE: () => cancel({ effectiveOn: "2025-11-17" }, {}, ...PAID, UNPAID),
    ...locked(cancel),
  },
  FlagItem: { ...flags(flagging(flagItem)), VALIDITY_INVERTED: () => flagging(flagItem)({ until: "2025-11-19" }) },
  UnflagItem: flags(flagging(unflagItem)),
  AttachSupport: {
    OVERLAPS: () => support({}, {}, ...support().events),
    ITEM_NOT_FOUND: () => support({ documentId: "F9" }),
  },
  DefineSeries: {
    RESOURCE_NOT_FOUND: () => series({}, []),
    OVERLAPS: () =>
      series({}, [...COMPANY, SeriesDefined({ entityId: "CO01", code: "RC", kind: "RECEIPT", ownership: "EXTERNAL", from: 1 })]),
    VALIDITY_INVERTED: () => series({ from: 2, to: 1 }),
    MALFORMED: () => series({ kind: "INVOICE" }),
  },
};

/** Two invoices cancelled with one number of a note, each approved by a second person, in a real ledger. */
async function secondCancellationWithOneNumber() {
  const test = await openTestLedger();
  await setUpAccount(test);
  await employ(test.accept, { BILL: "BIL", DIRK: "DIR" });
  for (const documentId of ["F1", "F2"]) await test.accept("record-invoice", invoiceBody(ACCOUNT, documentId, "1.00", "2025-05-01"));
  const codes: (RefusalCode | undefined)[] = [];
  for (const documentId of ["F1", "F2"]) {
    const approvalId = await submit(test, "cancel-invoice", { ...CANCEL, documentId, creditNoteId: `NC-${documentId}` }, "BILL");
    await grant(test, approvalId, "DIRK");
    const { code } = JSON.parse((await lastOf(test, approvalId))?.data ?? "{}") as { readonly code?: RefusalCode };
    codes.push(code);
  }
  return { violations: codes.flatMap((code) => (code === undefined ? [] : { code, facts: {} })) };
}
