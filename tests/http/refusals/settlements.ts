import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, HASH, type RefusalCase } from "./house.ts";

const SET = accountOf("SET");
const item = { accountId: SET, instalmentId: "ST-F1.1" };

type Send = (more?: object) => Record<string, unknown>;
const discount: Send = (more = {}) => ({
  ...{ ...item, discountId: "ST-DNEW", kind: "COMMERCIAL", pct: "1.00", amount: cop("100.00"), reason: "agreed" },
  ...more,
});
const withholding: Send = (more = {}) => ({
  ...{ ...item, withholdingId: "ST-WNEW", kind: "ICA", base: cop("10000.00"), ratePct: "0.966", amount: cop("96.60") },
  ...more,
});
const difference: Send = (more = {}) => ({ ...item, differenceId: "ST-XNEW", amount: cop("100.00"), ...more });
const certificate = (withholdingIds: readonly string[], more = {}) => ({
  ...{ accountId: SET, withholdingIds, number: "1", issuedOn: "2025-11-19", contentHash: HASH },
  ...more,
});
const ofDiscount = (discountId: string, more = {}) => ({ accountId: SET, discountId, reason: "not agreed", ...more });
const ofWithholding = (withholdingId: string, more = {}) => ({ accountId: SET, withholdingId, reason: "no agent", ...more });
const ofDifference = (differenceId: string, more = {}) => ({ accountId: SET, differenceId, reason: "paid after all", ...more });

/** What is refused wherever something settles without money; ST-BACK was paid from 2025-11-15 until 2025-11-18. */
const alone = (body: Send): readonly RefusalCase[] => [
  ["ITEM_NOT_FOUND", "no such instalment", body({ instalmentId: "NONE.1" })],
  ["ALREADY_SETTLED", "it is paid", body({ instalmentId: "ST-PAID.1" })],
  ["OVER_APPLICATION", "more than is open", body({ instalmentId: "ST-PARTLY.1" })],
  ["EFFECTIVE_BEFORE_DOCUMENT", "before it was issued", body({ effectiveOn: "2025-07-31" })],
  ["TIMELINE_NEGATIVE", "it was paid that day", body({ instalmentId: "ST-BACK.1", effectiveOn: "2025-11-16" })],
  ["CURRENCY_MISMATCH", "another currency", body({ amount: DOLLARS })],
];

export const settlements: Area = {
  name: "discounts, withholdings and small differences",

  async before(house) {
    await house.customers("SET");
    for (const documentId of ["ST-F1", "ST-PAID", "ST-PARTLY", "ST-BACK"]) {
      await house.accept("record-invoice", invoiceBody(SET, documentId, "100000.00", "2025-08-01"));
    }
  },

  async today(house) {
    const { accept } = house;
    await accept("register-receipt", receiptBody(SET, "ST-R1", "300000.00", "2025-11-15", { method: "CASH" }));
    await accept("apply-payment", applicationBody(SET, "ST-A1", "ST-R1", [["ST-PAID.1", "100000.00"]]));
    await accept("apply-payment", applicationBody(SET, "ST-A2", "ST-R1", [["ST-PARTLY.1", "99950.00"]]));
    await accept("apply-payment", applicationBody(SET, "ST-A3", "ST-R1", [["ST-BACK.1", "100000.00"]]));
    const back = { accountId: SET, kind: "REVERSAL", reason: "other item", effectiveOn: "2025-11-18" };
    await accept("unapply-payment", { ...back, unapplicationId: "ST-U3", applicationId: "ST-A3" });
    await accept("register-receipt", receiptBody(SET, "ST-R2", "100.00", "2025-11-15", { method: "CASH" }));
    await accept("apply-payment", applicationBody(SET, "ST-A4", "ST-R2", [["ST-F1.1", "100.00"]]));
    const note = { creditNoteId: "ST-NC1", series: "NC", number: "ST-NC1", issueDate: "2025-11-10", reasonCode: "PRICE" };
    await accept("issue-credit-note", { accountId: SET, ...note, amount: cop("50.00") });

    for (const discountId of ["ST-D1", "ST-D2"]) await accept("grant-discount", discount({ discountId, effectiveOn: "2025-11-10" }));
    await accept("revoke-discount", ofDiscount("ST-D2"));
    for (const [withholdingId, effectiveOn] of [
      ...([
        ["ST-W1", "2025-08-10"],
        ["ST-W2", "2025-08-10"],
        ["ST-CERTIFIED", "2025-08-10"],
        ["ST-CHARGED", "2025-08-10"],
      ] as const),
      ...([
        ["ST-CHARGE-BACK", "2025-08-10"],
        ["ST-YOUNG", "2025-11-10"],
      ] as const),
    ]) {
      await accept("record-withholding", withholding({ withholdingId, effectiveOn }));
    }
    await accept("record-withholding-certificate", certificate(["ST-CERTIFIED"]));
    await accept("reverse-withholding", ofWithholding("ST-W2"));
    for (const withholdingId of ["ST-CHARGED", "ST-CHARGE-BACK"]) {
      await accept("reopen-uncertified-withholding", { accountId: SET, withholdingId, effectiveOn: "2025-11-12" });
    }
    await accept("apply-payment", applicationBody(SET, "ST-A5", "ST-R1", [["ST-CHARGE-BACK-R.1", "50.00"]]));
    await accept("unapply-payment", { ...back, unapplicationId: "ST-U5", applicationId: "ST-A5" });
    for (const differenceId of ["ST-X1", "ST-X2"])
      await accept("write-off-difference", difference({ differenceId, effectiveOn: "2025-11-10" }));
    await accept("reverse-difference", ofDifference("ST-X2"));
  },

  cases: {
    "grant-discount": [
      ...alone(discount),
      ["OVERLAPS", "the discount is there", discount({ discountId: "ST-D1" })],
      ["AUTHORITY_EXCEEDED", "an analyst", discount(), "PA"],
      ["REASON_REQUIRED", "no reason", discount({ reason: undefined })],
    ],
    "revoke-discount": [
      ["RESOURCE_NOT_FOUND", "no such discount", ofDiscount("NONE")],
      ["INVALID_TRANSITION", "it was revoked", ofDiscount("ST-D2")],
      ["REASON_REQUIRED", "no reason", ofDiscount("ST-D1", { reason: undefined })],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it was granted", ofDiscount("ST-D1", { effectiveOn: "2025-11-09" })],
    ],
    "record-withholding": [
      ...alone(withholding),
      ["OVERLAPS", "the withholding is there", withholding({ withholdingId: "ST-W1" })],
      ["WITHHOLDING_MISMATCH", "not what the rate gives", withholding({ amount: cop("99.00") })],
      ["UNKNOWN_WITHHOLDING_RATE", "no such rate", withholding({ ratePct: "0.967" })],
    ],
    "record-withholding-certificate": [
      ["RESOURCE_NOT_FOUND", "no such withholding", certificate(["NONE"])],
      ["INVALID_TRANSITION", "it is certified", certificate(["ST-CERTIFIED"])],
      ["FUTURE_DOCUMENT_DATE", "issued tomorrow", certificate(["ST-W1"], { issuedOn: "2025-11-21" })],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before what it became", certificate(["ST-CHARGED"], { effectiveOn: "2025-11-11" })],
      ["TIMELINE_NEGATIVE", "that was paid that day", certificate(["ST-CHARGE-BACK"], { effectiveOn: "2025-11-16" })],
    ],
    "reverse-withholding": [
      ["RESOURCE_NOT_FOUND", "no such withholding", ofWithholding("NONE")],
      ["INVALID_TRANSITION", "it was reversed", ofWithholding("ST-W2")],
      ["REASON_REQUIRED", "no reason", ofWithholding("ST-W1", { reason: undefined })],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it was recorded", ofWithholding("ST-W1", { effectiveOn: "2025-08-09" })],
    ],
    "reopen-uncertified-withholding": [
      ["RESOURCE_NOT_FOUND", "no such withholding", ofWithholding("NONE")],
      ["INVALID_TRANSITION", "it was reopened", ofWithholding("ST-CHARGED")],
      ["TOO_EARLY", "its certificate may still come", ofWithholding("ST-YOUNG")],
      ["EFFECTIVE_BEFORE_APPLICATION", "before its time", ofWithholding("ST-W1", { effectiveOn: "2025-11-09" })],
    ],
    "write-off-difference": [
      ...alone(difference),
      ["MALFORMED", "of an instalment and of a receipt", difference({ creditItemId: "ST-R1" })],
      ["OVERLAPS", "the difference is there", difference({ differenceId: "ST-X1" })],
      [
        "UNKNOWN_CURRENCY",
        "the policy has no tolerance in dollars",
        { ...difference({ amount: DOLLARS, instalmentId: "LN-F2.1" }), accountId: "LIN.CO01.USD" },
      ],
      ["TOLERANCE_EXCEEDED", "no small one", difference({ amount: cop("500.01") })],
      ["RESOURCE_NOT_FOUND", "no such credit", difference({ instalmentId: undefined, creditItemId: "NONE" })],
      ["RECEIPT_EXHAUSTED", "more than the receipt has left", difference({ instalmentId: undefined, creditItemId: "ST-R2" })],
      ["CREDIT_EXHAUSTED", "more than the note has left", difference({ instalmentId: undefined, creditItemId: "ST-NC1" })],
      ["APPLICATION_NOT_FOUND", "no such application", difference({ applicationId: "NONE" })],
      ["ALREADY_UNAPPLIED", "of an application that was undone", difference({ instalmentId: "ST-BACK.1", applicationId: "ST-A3" })],
    ],
    "reverse-difference": [
      ["RESOURCE_NOT_FOUND", "no such difference", ofDifference("NONE")],
      ["INVALID_TRANSITION", "it was reversed", ofDifference("ST-X2")],
      ["REASON_REQUIRED", "no reason", ofDifference("ST-X1", { reason: undefined })],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it was written off", ofDifference("ST-X1", { effectiveOn: "2025-11-09" })],
    ],
  },
};
