import { addedBody, applicationBody, invoiceBody, openingItemBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, HASH, type RefusalCase } from "./house.ts";

const DOC = accountOf("DOC");
const NONE = accountOf("NONE");
const POORER = accountOf("DOC", "PO01");

const invoice = (more = {}) => invoiceBody(DOC, "DC-NEW", "100.00", "2025-11-10", more);
const amounts = { total: "100.00", open: "60.00", issueDate: "2025-11-01" };
const openingItem = (more = {}) => openingItemBody(DOC, "DC-NEW", amounts, "2025-11-10", more);
const note = (more = {}) => addedBody(DOC, "DC-NEW", "7.50", "2025-11-10", { originDocumentId: "DC-F1", ...more });
const part = (amount: string, dueOn: string, instalmentId = "DC-NEW.1") => ({
  instalments: [{ instalmentId, dueOn, amount: cop(amount) }],
});
const due = (instalmentId: string, more = {}) => ({ accountId: DOC, instalmentId, newDue: "2025-12-31", reason: "agreed", ...more });
const correction = (more = {}) => ({ accountId: DOC, documentId: "DC-F1", field: "purchaseOrder", from: null, to: "PO 1", ...more });
const cancellation = (documentId: string, more = {}) => ({
  ...{ accountId: DOC, documentId, creditNoteId: "DC-NCNEW", creditNoteNumber: "78", reason: "wrong customer" },
  ...more,
});
const flag = (more = {}) => ({ accountId: DOC, instalmentId: "DC-F1.1", flag: "HOLD", reason: "claim", ...more });
const support = (more = {}) => ({ accountId: DOC, supportId: "DC-S1", contentHash: HASH, kind: "CLAIM", storageRef: "vault/1", ...more });

/** What any debt is refused for. */
const debt = (body: (more?: object) => Record<string, unknown>): readonly RefusalCase[] => [
  ["CUSTOMER_NOT_FOUND", "no such customer", body({ accountId: NONE })],
  ["ACCOUNT_NOT_FOUND", "no such company", body({ accountId: accountOf("DOC", "NONE") })],
  ["DUPLICATE_DOCUMENT", "the document is there", body({ documentId: "DC-F1" })],
  ["NUMBER_REQUIRED", "no number, and the series is not the ledger's own", body({ number: undefined })],
  ["EFFECTIVE_BEFORE_DOCUMENT", "it counts before it is issued", body({ effectiveOn: "2025-10-31" })],
  ["PERSON_NOT_FOUND", "nobody of that name sold it", body({ salespersonId: "NONE" })],
  ["RESOURCE_NOT_FOUND", "no such branch", body({ branchId: "NONE" })],
];

const invoiceLike = (body: (more?: object) => Record<string, unknown>): readonly RefusalCase[] => [
  ...debt(body),
  ["INSTALMENTS_DO_NOT_SUM", "a centavo is missing", body(part("59.99", "2025-12-10"))],
  ["TAX_MISMATCH", "net and taxes are not the total", body({ net: cop("99.99") })],
  ["TAX_ID_MISMATCH", "the tax id of somebody else", body({ customerTaxId: "800000001" })],
  ["DUE_BEFORE_ISSUE", "due before it is issued", body(part("100.00", "2025-10-31"))],
  ["UNKNOWN_TERMS", "no such terms", body({ termsCode: "NET7" })],
  [
    "CALENDAR_MISSING",
    "nobody knows the business days",
    body({ accountId: POORER, termsCode: "NET60", issueDate: "2025-11-20", cutDate: undefined }),
  ],
  ["MALFORMED", "its first instalment is the second", body(part("100.00", "2025-12-10", "DC-NEW.2"))],
];

const added: readonly RefusalCase[] = [
  ...debt(note),
  ["FUTURE_DOCUMENT_DATE", "issued next month", note({ issueDate: "2025-12-21", dueOn: "2025-12-31" })],
  ["CURRENCY_MISMATCH", "another currency", note({ amount: DOLLARS })],
  ["DUE_BEFORE_ISSUE", "due before it is issued", note({ dueOn: "2025-11-09" })],
  ["ITEM_NOT_FOUND", "no such invoice", note({ originDocumentId: "NONE" })],
  ["REASON_REQUIRED", "for no document and no reason", note({ originDocumentId: undefined })],
  ["NUMBER_NOT_EXPECTED", "the ledger numbers the series", note({ series: "DCOWN" })],
];

const flags: readonly RefusalCase[] = [
  ["ITEM_NOT_FOUND", "no such instalment", flag({ instalmentId: "NONE.1" })],
  ["NOT_AUTHORISED", "an analyst says nothing of litigation", flag({ flag: "IN_LITIGATION" }), "PA"],
  ["REASON_REQUIRED", "no reason", flag({ reason: undefined })],
];

export const documents: Area = {
  name: "invoices and other debts",

  async before(house) {
    await house.customers("DOC");
    for (const kind of ["CHARGE", "DEBIT_NOTE"]) {
      await house.accept("define-series", { entityId: "CO01", code: "DCOWN", kind, ownership: "OWN", from: 1 });
    }
  },

  async today(house) {
    const { accept } = house;
    const record = (documentId: string, more = {}) => accept("record-invoice", invoiceBody(DOC, documentId, "100.00", "2025-11-01", more));
    await record("DC-F1");
    await record("DC-PAID", { fiscalId: "CUFE-DC" });
    for (const documentId of ["DC-CANCELLED", "DC-PROMISED", "DC-NOTED", "DC-BACK"]) await record(documentId);
    await accept("register-receipt", receiptBody(DOC, "DC-R1", "200.00", "2025-11-05", { method: "CASH" }));
    const applied = applicationBody(DOC, "DC-A1", "DC-R1", [["DC-PAID.1", "100.00"]]);
    await accept("apply-payment", applied);
    await accept("apply-payment", applicationBody(DOC, "DC-A2", "DC-R1", [["DC-BACK.1", "100.00"]]));
    const back = { accountId: DOC, unapplicationId: "DC-U2", applicationId: "DC-A2", kind: "REVERSAL", reason: "other item" };
    await accept("unapply-payment", { ...back, effectiveOn: "2025-11-18" });
    await house.together(
      ["BIL", "DIR"],
      "cancel-invoice",
      cancellation("DC-CANCELLED", { creditNoteId: "DC-NC1", creditNoteNumber: "77" }),
    );
    const promised = { lines: [{ instalmentId: "DC-PROMISED.1", amount: cop("1.00") }], dueOn: "2025-11-25", channel: "PHONE" };
    await accept("register-promise", { accountId: DOC, promiseId: "DC-P1", ...promised });
    await accept("issue-credit-note", {
      ...{ accountId: DOC, creditNoteId: "DC-NC2", series: "NC", number: "DC-NC2", issueDate: "2025-11-10", reasonCode: "PRICE" },
      ...{ amount: cop("1.00"), documentId: "DC-NOTED" },
    });
    await accept("attach-support", support());
  },

  agreed: [
    [
      ...(["DUPLICATE_DOCUMENT", "another note has the number", ["BIL", "DIR"], "cancel-invoice"] as const),
      cancellation("DC-F1", { creditNoteNumber: "77" }),
    ],
  ],

  cases: {
    "record-invoice": [
      ...invoiceLike((more) => ({ ...invoice(more), cutDate: undefined })),
      ["FUTURE_DOCUMENT_DATE", "issued next month", invoice({ issueDate: "2025-12-21" })],
      ["CURRENCY_MISMATCH", "another currency", invoice({ total: DOLLARS })],
    ],
    "record-opening-item": [
      ...invoiceLike((more) => ({ ...openingItem(), ...more, cutDate: "2025-11-20" })),
      ["FUTURE_DOCUMENT_DATE", "it counts from next month on", openingItem({ effectiveOn: "2025-12-21" })],
      ["CURRENCY_MISMATCH", "another currency", openingItem({ openAmount: DOLLARS })],
      ["BAD_MONEY", "more is open than it was", openingItem({ openAmount: cop("100.01") })],
      ["NUMBER_NOT_EXPECTED", "the ledger numbers the series", openingItem({ series: "DCOWN", originalKind: "CHARGE" })],
      ["APPROVAL_REQUIRED", "nobody takes a debt over alone", openingItem()],
    ],
    "issue-debit-note": added,
    "issue-charge": added,
    "change-due-date": [
      ["ITEM_NOT_FOUND", "no such instalment", due("NONE.1")],
      ["REASON_REQUIRED", "no reason", due("DC-F1.1", { reason: undefined })],
      ["DUE_BEFORE_ISSUE", "due before it was issued", due("DC-F1.1", { newDue: "2025-10-31" })],
      ["ALREADY_SETTLED", "it is paid", due("DC-PAID.1")],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", due("DC-F1.1", { effectiveOn: "2025-10-31" })],
      ["APPROVAL_REQUIRED", "nobody does it alone", due("DC-F1.1")],
    ],
    "correct-invoice-reference": [
      ["ITEM_NOT_FOUND", "no such invoice", correction({ documentId: "NONE" })],
      ["VALUE_CHANGED", "it was something else", correction({ from: "PO 0" })],
      ["PERSON_NOT_FOUND", "nobody of that name", correction({ field: "salespersonId", to: "NONE" })],
      ["RESOURCE_NOT_FOUND", "no such branch", correction({ field: "branchId", to: "NONE" })],
      ["DUPLICATE_DOCUMENT", "another invoice has it", correction({ field: "fiscalId", to: "CUFE-DC" })],
      ["MALFORMED", "two words are no id", correction({ field: "salespersonId", to: "two words" })],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", correction({ effectiveOn: "2025-10-31" })],
    ],
    "cancel-invoice": [
      ["ITEM_NOT_FOUND", "no such invoice", cancellation("NONE")],
      ["INVALID_TRANSITION", "it was cancelled", cancellation("DC-CANCELLED")],
      ["REASON_REQUIRED", "no reason", cancellation("DC-F1", { reason: undefined })],
      ["OVERLAPS", "the id of another credit", cancellation("DC-F1", { creditNoteId: "DC-R1" })],
      ["ALREADY_APPLIED", "it is paid", cancellation("DC-PAID")],
      ["ITEM_HAS_LIVE_COMMITMENT", "it is promised", cancellation("DC-PROMISED")],
      ["CREDIT_EXCEEDS_INVOICE", "there is a note for it", cancellation("DC-NOTED")],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", cancellation("DC-F1", { effectiveOn: "2025-10-31" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", cancellation("DC-F1", { effectiveOn: "2025-11-21" })],
      ["TIMELINE_NEGATIVE", "it was paid that day", cancellation("DC-BACK", { effectiveOn: "2025-11-17" })],
      ["APPROVAL_REQUIRED", "nobody does it alone", cancellation("DC-F1")],
    ],
    "flag-item": [...flags, ["VALIDITY_INVERTED", "until yesterday", flag({ until: "2025-11-19" })]],
    "unflag-item": flags,
    "attach-support": [
      ["OVERLAPS", "the support is there", support()],
      ["ITEM_NOT_FOUND", "no such invoice", support({ supportId: "DC-S2", documentId: "NONE" })],
    ],
  },
};
