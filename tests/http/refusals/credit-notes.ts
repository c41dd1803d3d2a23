import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, type RefusalCase } from "./house.ts";

const CRN = accountOf("CRN");

const lines = (...amounts: readonly string[]) => ({ lines: amounts.map((amount) => ({ instalmentId: "CN-F1.1", amount: cop(amount) })) });
const requested = (more = {}) => ({
  ...{ accountId: CRN, creditNoteId: "CN-NEW", reasonCode: "PRICE", amount: cop("50.00"), supportIds: [], documentId: "CN-F1" },
  ...more,
});
/** Of a note that was approved outside. */
const issued = (more = {}) => ({
  ...{ accountId: CRN, creditNoteId: "CN-NEW", series: "NC", number: "CN-NEW", issueDate: "2025-11-10", reasonCode: "RETURN" },
  ...{ amount: cop("50.00"), documentId: "CN-F1", ...more },
});
/** As it was requested here. */
const issuedAsAsked = (creditNoteId: string, more = {}) => ({
  ...{ accountId: CRN, creditNoteId, series: "NC", number: creditNoteId, issueDate: "2025-11-20" },
  ...more,
});
const applied = (amount: string, more = {}) => ({
  ...{ accountId: CRN, creditNoteId: "CN-FREE", applicationId: "CN-ANEW", ...lines(amount) },
  ...more,
});
const of = (creditNoteId: string, more = {}) => ({ accountId: CRN, creditNoteId, ...more });

/** What asking for a note is refused for, and issuing it. */
const note = (body: (more?: object) => Record<string, unknown>): readonly RefusalCase[] => [
  ["CUSTOMER_NOT_FOUND", "no such customer", body({ accountId: accountOf("NONE") })],
  ["ACCOUNT_NOT_FOUND", "no such company", body({ accountId: accountOf("CRN", "NONE") })],
  ["CURRENCY_MISMATCH", "another currency", body({ amount: DOLLARS })],
  ["MALFORMED", "one instalment twice", body(lines("1.00", "2.00"))],
  ["ITEM_NOT_FOUND", "no such invoice", body({ documentId: "NONE" })],
  ["CREDIT_EXHAUSTED", "its lines are more than all of it", body(lines("50.01"))],
  ["CREDIT_EXCEEDS_INVOICE", "more than the invoice", body({ amount: cop("200.01") })],
];

/** What is given back on paper. */
export const creditNotes: Area = {
  name: "credit notes",

  async before(house) {
    await house.customers("CRN");
  },

  async today(house) {
    const { accept } = house;
    for (const documentId of ["CN-F1", "CN-PAID", "CN-PARTLY", "CN-BOUNCED"]) {
      await accept("record-invoice", invoiceBody(CRN, documentId, "200.00", "2025-11-01"));
    }
    await accept("register-receipt", receiptBody(CRN, "CN-R1", "400.00", "2025-11-05", { method: "CASH" }));
    await accept("apply-payment", applicationBody(CRN, "CN-A1", "CN-R1", [["CN-PAID.1", "200.00"]]));
    await accept("apply-payment", applicationBody(CRN, "CN-A2", "CN-R1", [["CN-PARTLY.1", "160.00"]]));
    await accept("register-receipt", receiptBody(CRN, "CN-BAD", "200.00", "2025-11-05", { method: "CASH" }));
    await accept("apply-payment", applicationBody(CRN, "CN-A9", "CN-BAD", [["CN-BOUNCED.1", "200.00"]], { effectiveOn: "2025-11-12" }));
    await accept("return-payment", { accountId: CRN, receiptId: "CN-BAD", on: "2025-11-19", reasonCode: "OTHER", drawerFault: false });
    for (const creditNoteId of ["CN-ASKED", "CN-APPROVED", "CN-LARGE"]) {
      const amount = creditNoteId === "CN-LARGE" ? { amount: cop("9000000.00"), documentId: undefined } : { amount: cop("20.00") };
      await accept("request-credit-note", requested({ creditNoteId, ...amount }));
    }
    await house.accept("approve-credit-note", of("CN-APPROVED"), "CC");
    const external = (creditNoteId: string) => issued({ creditNoteId, number: creditNoteId, documentId: undefined });
    for (const creditNoteId of ["CN-FREE", "CN-USED", "CN-BACK"]) await accept("issue-credit-note", external(creditNoteId));
    const all = { lines: [{ instalmentId: "CN-F1.1", amount: cop("50.00") }] };
    await accept("apply-credit-note", of("CN-USED", { applicationId: "CN-A3", ...lines("10.00") }));
    await accept("apply-credit-note", of("CN-BACK", { applicationId: "CN-A4", ...all, effectiveOn: "2025-11-12" }));
    const undone = { accountId: CRN, unapplicationId: "CN-U4", applicationId: "CN-A4", kind: "REVERSAL", reason: "other invoice" };
    await accept("unapply-payment", { ...undone, effectiveOn: "2025-11-18" });
  },

  cases: {
    "request-credit-note": [
      ...note(requested),
      ["OVERLAPS", "the request is there", requested({ creditNoteId: "CN-ASKED" })],
      ["RESOURCE_NOT_FOUND", "no such support", requested({ supportIds: ["NONE"] })],
      ["DISPUTE_NOT_FOUND", "no such dispute", requested({ disputeId: "NONE" })],
    ],
    "approve-credit-note": [
      ["CREDIT_NOTE_NOT_FOUND", "no such note", of("NONE"), "CC"],
      ["INVALID_TRANSITION", "it is approved", of("CN-APPROVED"), "CC"],
      ["SELF_APPROVAL", "who asked for it", of("CN-ASKED")],
      ["AUTHORITY_EXCEEDED", "above the level of a coordinator", of("CN-LARGE"), "CC"],
    ],
    "reject-credit-note": [
      ["CREDIT_NOTE_NOT_FOUND", "no such note", of("NONE", { note: "no" }), "CC"],
      ["INVALID_TRANSITION", "it is issued", of("CN-FREE", { note: "no" }), "CC"],
      ["SELF_APPROVAL", "who asked for it", of("CN-ASKED", { note: "no" })],
    ],
    "issue-credit-note": [
      ...note(issued),
      ["CREDIT_NOTE_NOT_FOUND", "no such request, and nothing of a note from outside", issuedAsAsked("NONE")],
      ["INVALID_TRANSITION", "nobody approved it", issuedAsAsked("CN-ASKED")],
      ["OVERLAPS", "the id of another credit", issued({ creditNoteId: "CN-R1" })],
      ["VALUE_CHANGED", "for another invoice than was approved", issuedAsAsked("CN-APPROVED", { documentId: "CN-PAID" })],
      ["APPROVAL_REQUIRED", "more than was approved", issuedAsAsked("CN-APPROVED", { amount: cop("20.01") })],
      ["CREDIT_BEFORE_DOCUMENT", "issued before its invoice", issued({ issueDate: "2025-10-31" })],
      ["FUTURE_DOCUMENT_DATE", "issued next month", issued({ issueDate: "2025-12-21" })],
      ["DUPLICATE_DOCUMENT", "another note has the number", issued({ number: "CN-FREE" })],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", issued({ effectiveOn: "2025-11-09" })],
      [
        "OVER_APPLICATION",
        "more than is open",
        issued({ documentId: "CN-PARTLY", lines: [{ instalmentId: "CN-PARTLY.1", amount: cop("50.00") }] }),
      ],
      ["ALREADY_SETTLED", "it is paid", issued({ documentId: "CN-PAID", lines: [{ instalmentId: "CN-PAID.1", amount: cop("50.00") }] })],
    ],
    "apply-credit-note": [
      ["CREDIT_NOTE_NOT_FOUND", "no such note", applied("1.00", { creditNoteId: "NONE" })],
      ["INVALID_TRANSITION", "it is not issued", applied("1.00", { creditNoteId: "CN-APPROVED" })],
      ["CREDIT_EXHAUSTED", "more than the note", applied("50.01")],
      ["CURRENCY_MISMATCH", "another currency", applied("1.00", { lines: [{ instalmentId: "CN-F1.1", amount: DOLLARS }] })],
      ["MALFORMED", "one instalment twice", applied("1.00", lines("1.00", "2.00"))],
      ["ITEM_NOT_FOUND", "no such instalment", applied("1.00", { lines: [{ instalmentId: "NONE.1", amount: cop("1.00") }] })],
      ["OVERLAPS", "the application is there", applied("1.00", { applicationId: "CN-A3" })],
      ["ALREADY_SETTLED", "it is paid", applied("1.00", { lines: [{ instalmentId: "CN-PAID.1", amount: cop("1.00") }] })],
      ["OVER_APPLICATION", "more than is open", applied("1.00", { lines: [{ instalmentId: "CN-PARTLY.1", amount: cop("50.00") }] })],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", applied("1.00", { effectiveOn: "2025-11-09" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", applied("1.00", { effectiveOn: "2025-11-21" })],
      [
        "TIMELINE_NEGATIVE",
        "it was paid that day, by a cheque that bounced",
        applied("50.00", { effectiveOn: "2025-11-15", lines: [{ instalmentId: "CN-BOUNCED.1", amount: cop("50.00") }] }),
      ],
    ],
    "void-credit-note": [
      ["CREDIT_NOTE_NOT_FOUND", "no such note", of("NONE", { reason: "wrong" })],
      ["INVALID_TRANSITION", "it is not issued", of("CN-APPROVED", { reason: "wrong" })],
      ["REASON_REQUIRED", "no reason", of("CN-FREE")],
      ["ALREADY_APPLIED", "it settles something", of("CN-USED", { reason: "wrong" })],
      ["VALIDITY_INVERTED", "before it was issued", of("CN-FREE", { reason: "wrong", effectiveOn: "2025-11-09" })],
      ["TIMELINE_NEGATIVE", "it was used that day", of("CN-BACK", { reason: "wrong", effectiveOn: "2025-11-13" })],
      ["APPROVAL_REQUIRED", "nobody does it alone", of("CN-FREE", { reason: "wrong" })],
    ],
  },
};
