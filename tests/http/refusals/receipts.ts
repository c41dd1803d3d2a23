import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, HASH } from "./house.ts";

const REC = accountOf("REC");
const TODAY = "2025-11-20";

const receipt = (more = {}) => receiptBody(REC, "RC-NEW", "100.00", "2025-11-18", more);
const cheque = { method: "CHEQUE", instrument: { chequeNumber: "1", bank: "Banco" } };
const of = (receiptId: string, more = {}) => ({ accountId: REC, receiptId, ...more });
const cleared = (receiptId: string, more = {}) => of(receiptId, { on: "2025-11-19", evidenceHash: HASH, ...more });
const returned = (receiptId: string, more = {}) => of(receiptId, { on: "2025-11-19", reasonCode: "NO_FUNDS", drawerFault: false, ...more });
const annulled = (receiptId: string, more = {}) => of(receiptId, { reason: "typing error", ...more });
const original = (amount: string, rate?: string) => ({
  original: { amount: { amount, currency: "USD" }, rate },
  bankAccountId: "CO01-USD",
});
const request = (more = {}) => ({
  ...{ accountId: REC, requestId: "RC-Q9", instalmentIds: ["RC-F1.1"], amount: cop("1.00"), supportIds: [] },
  ...more,
});
const declined = (requestId: string, more = {}) => ({ accountId: REC, requestId, reason: "not ours", ...more });

/** Money that comes in, clears, and does not after all. */
export const receipts: Area = {
  name: "receipts",

  async before(house) {
    await house.customers("REC");
    await house.accept("define-series", { entityId: "CO01", code: "RCOWN", kind: "RECEIPT", ownership: "OWN", from: 1 });
  },

  async today(house) {
    const { accept } = house;
    await accept("record-invoice", invoiceBody(REC, "RC-F1", "100.00", "2025-11-01"));
    for (const receiptId of ["RC-CHEQUE", "RC-GONE", "RC-ANNULLED"]) {
      await accept("register-receipt", receiptBody(REC, receiptId, "100.00", "2025-11-18", { ...cheque, bankReference: `D-${receiptId}` }));
    }
    for (const receiptId of ["RC-CLEARED", "RC-BOUNCED", "RC-USED"]) {
      await accept("register-receipt", receiptBody(REC, receiptId, "100.00", "2025-11-12", { bankReference: `D-${receiptId}` }));
      if (receiptId !== "RC-USED") await accept("confirm-clearance", cleared(receiptId, { on: "2025-11-15" }));
    }
    await accept("return-payment", returned("RC-GONE"));
    await accept("return-payment", returned("RC-BOUNCED"));
    await house.together(["TRE", "CHF"], "annul-receipt", annulled("RC-ANNULLED"));
    await accept("apply-payment", applicationBody(REC, "RC-A1", "RC-USED", [["RC-F1.1", "60.00"]]));
    const undone = { accountId: REC, unapplicationId: "RC-U1", applicationId: "RC-A1", kind: "REVERSAL", reason: "other item" };
    await accept("unapply-payment", { ...undone, lines: [{ lineId: "RC-A1.1", amount: cop("10.00") }], effectiveOn: "2025-11-19" });
    for (const requestId of ["RC-Q1", "RC-Q2"]) await accept("request-receipt", request({ requestId }));
    await accept("decline-receipt-request", declined("RC-Q2"));
  },

  cases: {
    "register-receipt": [
      ["CUSTOMER_NOT_FOUND", "no such customer", receipt({ accountId: accountOf("NONE") })],
      ["ACCOUNT_NOT_FOUND", "no such company", receipt({ accountId: accountOf("REC", "NONE") })],
      ["OVERLAPS", "the receipt is there", receipt({ receiptId: "RC-CLEARED" })],
      ["NUMBER_REQUIRED", "no number, and the series is not the ledger's own", receipt({ number: undefined })],
      ["NUMBER_NOT_EXPECTED", "the ledger numbers the series", receipt({ series: "RCOWN" })],
      ["DUPLICATE_DOCUMENT", "another receipt has the number", receipt({ number: "RC-CLEARED" })],
      ["DUPLICATE_RECEIPT_REFERENCE", "another receipt has the reference", receipt({ bankReference: "D-RC-CHEQUE" })],
      ["FUTURE_RECEIPT_DATE", "its value is tomorrow's", receipt({ valueDate: "2025-11-21" })],
      ["TILL_CLOSED", "no such till", receipt({ method: "CASH", tillSessionId: "T1" })],
      ["UNKNOWN_BANK_ACCOUNT", "no such bank account", receipt({ bankAccountId: "NONE" })],
      ["CURRENCY_MISMATCH", "another currency", receipt({ amount: DOLLARS })],
      ["FX_RATE_MISSING", "dollars without a rate", receipt(original("1.00"))],
      ["BAD_MONEY", "dollars at a rate that gives something else", receipt(original("1.00", "4000"))],
      ["RESOURCE_NOT_FOUND", "no such bank line", receipt({ bankLineId: "BL-1" })],
      ["RECEIPT_NOT_FOUND", "in the place of a receipt that is not there", receipt({ replaces: "NONE" })],
      ["INVALID_TRANSITION", "in the place of a receipt that is good", receipt({ replaces: "RC-CLEARED" })],
      ["REPLACEMENT_DIFFERS", "with another reference", receipt({ replaces: "RC-ANNULLED", bankReference: "D-77" })],
      ["MALFORMED", "neither till nor bank account", receipt({ bankAccountId: undefined })],
      ["FUTURE_EFFECTIVE_DATE", "it counts from tomorrow on", receipt({ effectiveOn: "2025-11-21" })],
    ],
    "confirm-clearance": [
      ["RECEIPT_NOT_FOUND", "no such receipt", cleared("NONE")],
      ["INVALID_TRANSITION", "it was returned", cleared("RC-GONE")],
      ["OVER_MATCH", "it is cleared", cleared("RC-CLEARED")],
      ["FUTURE_RECEIPT_DATE", "tomorrow", cleared("RC-CHEQUE", { on: "2025-11-21" })],
      ["VALIDITY_INVERTED", "before its value date", cleared("RC-CHEQUE", { on: "2025-11-17" })],
      ["RESOURCE_NOT_FOUND", "no such bank line", cleared("RC-CHEQUE", { bankLineId: "BL-1" })],
      ["MALFORMED", "nothing shows it", cleared("RC-CHEQUE", { evidenceHash: undefined })],
    ],
    "revoke-clearance": [
      ["RECEIPT_NOT_FOUND", "no such receipt", cleared("NONE")],
      ["INVALID_TRANSITION", "it was returned", cleared("RC-BOUNCED")],
      ["FUTURE_RECEIPT_DATE", "tomorrow", cleared("RC-CLEARED", { on: "2025-11-21" })],
      ["VALIDITY_INVERTED", "before it cleared", cleared("RC-CLEARED", { on: "2025-11-14" })],
      ["MALFORMED", "nothing shows it", cleared("RC-CLEARED", { evidenceHash: undefined })],
    ],
    "return-payment": [
      ["RECEIPT_NOT_FOUND", "no such receipt", returned("NONE")],
      ["INVALID_TRANSITION", "it was returned", returned("RC-GONE")],
      ["FUTURE_RECEIPT_DATE", "tomorrow", returned("RC-CHEQUE", { on: "2025-11-21" })],
      ["CURRENCY_MISMATCH", "a fee in another currency", returned("RC-CHEQUE", { bankFee: DOLLARS })],
      [
        "EFFECTIVE_BEFORE_APPLICATION",
        "before what was undone of it",
        returned("RC-USED", { on: "2025-11-14", effectiveOn: "2025-11-14" }),
      ],
    ],
    "annul-receipt": [
      ["RECEIPT_NOT_FOUND", "no such receipt", annulled("NONE")],
      ["INVALID_TRANSITION", "it was returned", annulled("RC-GONE")],
      ["ALREADY_APPLIED", "it pays something", annulled("RC-USED")],
      ["REASON_REQUIRED", "no reason", annulled("RC-CLEARED", { reason: undefined })],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it came in", annulled("RC-CLEARED", { effectiveOn: "2025-11-11" })],
      ["APPROVAL_REQUIRED", "nobody does it alone", annulled("RC-CLEARED")],
    ],
    "request-receipt": [
      ["OVERLAPS", "the request is there", request({ requestId: "RC-Q1" })],
      ["ITEM_NOT_FOUND", "no such instalment", request({ instalmentIds: ["NONE.1"] })],
      ["CURRENCY_MISMATCH", "another currency", request({ amount: DOLLARS })],
      ["RESOURCE_NOT_FOUND", "no such support", request({ supportIds: ["NONE"] })],
    ],
    "decline-receipt-request": [
      ["RESOURCE_NOT_FOUND", "no such request", declined("NONE")],
      ["INVALID_TRANSITION", "it was declined", declined("RC-Q2")],
      ["REASON_REQUIRED", "no reason", declined("RC-Q1", { reason: undefined })],
    ],
    "evaluate-line": [["FUTURE_EFFECTIVE_DATE", "tomorrow", { accountId: REC, asOf: "2025-11-21" }]],
    "evaluate-delinquency": [["ACCOUNT_NOT_FOUND", "nothing ever happened there", { accountId: accountOf("NONE"), asOf: TODAY }]],
  },
};
