import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, HASH, type House, type RefusalCase } from "./house.ts";

const MOV = accountOf("MOV");
const OTHER = accountOf("MOVOTHER");

type Send = (more?: object) => Record<string, unknown>;
const refund: Send = (more = {}) => ({
  ...{ accountId: MOV, refundId: "MV-RFNEW", creditItemId: "MV-R1", amount: cop("10.00"), payoutMethod: "TRANSFER" },
  ...{ payee: { customerId: "MOV" }, reason: "paid too much", ...more },
});
const transfer: Send = (more = {}) => ({
  ...{ accountId: MOV, transferId: "MV-TNEW", creditItemId: "MV-R1", toAccount: OTHER, amount: cop("10.00"), reason: "his part" },
  ...more,
});
const confirmed = (refundId: string, more = {}) => ({ accountId: MOV, refundId, on: "2025-11-20", evidenceHash: HASH, ...more });
const cancelled = (refundId: string, more = {}) => ({ accountId: MOV, refundId, reason: "wrong account", ...more });
const returned = (receiptId: string, on: string) => ({ accountId: MOV, receiptId, on, reasonCode: "OTHER", drawerFault: false });
const pays = (instalmentId: string, amount: unknown = cop("10.00")) => ({ amount, lines: [{ instalmentId, amount }] });
const offset: Send = (more = {}) => ({
  ...{ accountId: MOV, offsetId: "MV-ONEW", series: "RC", number: "MV-ONEW", payableDocs: [{ reference: "P-7", amount: cop("70.00") }] },
  ...{ ...pays("MV-F1.1"), counterpartyAgreementHash: HASH, ...more },
});
const received = (transferId: string, more = {}) => ({ accountId: OTHER, transferId, fromAccount: MOV, ...more });
const givenBack = (transferId: string, more = {}) => received(transferId, { on: "2025-11-20", ...more });
const reversed = (transferId: string, more = {}) => ({ accountId: MOV, transferId, toAccount: OTHER, ...more });

/** What keeps money from leaving; MV-BACK paid something from 2025-11-12 until 2025-11-18. */
const leaving = (body: Send): readonly RefusalCase[] => [
  ["RECEIPT_NOT_FOUND", "no such credit", body({ creditItemId: "NONE" })],
  ["CURRENCY_MISMATCH", "another currency", body({ amount: DOLLARS })],
  ["RECEIPT_NOT_CLEARED", "the cheque is not cleared", body({ creditItemId: "MV-CHEQUE" })],
  ["RECEIPT_EXHAUSTED", "more than is left", body({ amount: cop("1000.01") })],
  ["EFFECTIVE_BEFORE_DOCUMENT", "before the money came", body({ effectiveOn: "2025-11-09" })],
  ["TIMELINE_NEGATIVE", "it paid something that day", body({ creditItemId: "MV-BACK", amount: cop("100.00"), effectiveOn: "2025-11-15" })],
];

async function register(house: House): Promise<void> {
  const { accept } = house;
  const cash = (receiptId: string, amount: string) => receiptBody(MOV, receiptId, amount, "2025-11-10", { method: "CASH" });
  for (const documentId of ["MV-F1", "MV-PAID", "MV-PARTLY", "MV-F2", "MV-BOUNCED"]) {
    await accept("record-invoice", invoiceBody(MOV, documentId, "100.00", "2025-11-01"));
  }
  for (const [receiptId, amount] of [
    ["MV-R1", "500.00"],
    ["MV-R2", "200.00"],
    ["MV-BACK", "100.00"],
    ["MV-BAD", "100.00"],
    ["MV-BAD2", "100.00"],
  ] as const) {
    await accept("register-receipt", cash(receiptId, amount));
  }
  const cheque = { method: "CHEQUE", instrument: { chequeNumber: "1", bank: "Banco" } };
  await accept("register-receipt", receiptBody(MOV, "MV-CHEQUE", "100.00", "2025-11-10", cheque));
  const pay = (id: string, receiptId: string, item: string, amount: string) =>
    accept("apply-payment", applicationBody(MOV, id, receiptId, [[item, amount]], { effectiveOn: "2025-11-12" }));
  await pay("MV-A1", "MV-R2", "MV-PAID.1", "100.00");
  await pay("MV-A2", "MV-R2", "MV-PARTLY.1", "95.00");
  await pay("MV-A3", "MV-BACK", "MV-F2.1", "100.00");
  await pay("MV-A4", "MV-BAD2", "MV-BOUNCED.1", "100.00");
  await accept("return-payment", returned("MV-BAD2", "2025-11-19"));
  const back = { unapplicationId: "MV-U3", applicationId: "MV-A3", kind: "REVERSAL", reason: "other item", effectiveOn: "2025-11-18" };
  await accept("unapply-payment", { accountId: MOV, ...back });
}

/** Money that leaves an account without paying anything there, or is set against what the company owes. */
export const creditMoves: Area = {
  name: "refunds, transfers and offsets",

  async before(house) {
    await house.customers("MOV", "MOVOTHER");
  },

  async today(house) {
    await register(house);
    for (const refundId of ["MV-RF1", "MV-RF2"]) await house.together(["CHF", "TRE"], "refund-customer", refund({ refundId }));
    await house.accept("cancel-refund", cancelled("MV-RF2"));
    await house.together(["CHF", "CC"], "transfer-credit", transfer({ transferId: "MV-T1" }));
    await house.together(["CHF", "CC"], "transfer-credit", transfer({ transferId: "MV-T2", creditItemId: "MV-BAD" }));
    // The other account has a receipt of that name: what is sent there comes back.
    await house.accept("register-receipt", receiptBody(OTHER, "MV-T3", "1.00", "2025-11-10", { method: "CASH" }));
    await house.together(["CHF", "CC"], "transfer-credit", transfer({ transferId: "MV-T3" }));
    await house.settled();
    await house.accept("return-payment", returned("MV-BAD", "2025-11-20"));
    await house.settled();
  },

  agreed: [
    [
      ...(["DUPLICATE_DOCUMENT", "a receipt has the number", ["PC", "CHF", "ACC"], "offset-accounts"] as const),
      offset({ number: "MV-R1" }),
    ],
  ],

  cases: {
    "refund-customer": [
      ...leaving(refund),
      ["OVERLAPS", "the refund is there", refund({ refundId: "MV-RF1" })],
      ["APPROVAL_REQUIRED", "somebody else gets the money", refund({ payee: { name: "Somebody" } })],
      ["AUTHORITY_EXCEEDED", "treasury has not agreed", refund(), "CHF"],
    ],
    "confirm-refund": [
      ["RESOURCE_NOT_FOUND", "no such refund", confirmed("NONE")],
      ["INVALID_TRANSITION", "it was cancelled", confirmed("MV-RF2")],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", confirmed("MV-RF1", { on: "2025-11-21" })],
      ["VALIDITY_INVERTED", "before it was asked for", confirmed("MV-RF1", { on: "2025-11-14" })],
      ["TILL_CLOSED", "no such till", confirmed("MV-RF1", { tillSessionId: "TS1" })],
      ["MALFORMED", "nothing shows it", confirmed("MV-RF1", { evidenceHash: undefined })],
    ],
    "cancel-refund": [
      ["RESOURCE_NOT_FOUND", "no such refund", cancelled("NONE")],
      ["INVALID_TRANSITION", "it was cancelled", cancelled("MV-RF2")],
      ["REASON_REQUIRED", "no reason", cancelled("MV-RF1", { reason: undefined })],
      ["VALIDITY_INVERTED", "before it was asked for", cancelled("MV-RF1", { effectiveOn: "2025-11-14" })],
    ],
    "transfer-credit": [
      ...leaving(transfer),
      ["OVERLAPS", "the transfer is there", transfer({ transferId: "MV-T1" })],
      ["ENTITY_MISMATCH", "to another company", transfer({ toAccount: accountOf("MOVOTHER", "MX01") })],
      ["ACCOUNT_NOT_FOUND", "to nobody", transfer({ toAccount: accountOf("NONE") })],
      ["FX_RATE_MISSING", "to another currency", transfer({ toAccount: "MOVOTHER.CO01.USD" })],
      ["REASON_REQUIRED", "no reason", transfer({ reason: undefined })],
      ["MALFORMED", "to where it is", transfer({ toAccount: MOV })],
      ["APPROVAL_REQUIRED", "nobody does it alone", transfer()],
    ],
    "offset-accounts": [
      ["NUMBER_REQUIRED", "no number, and the series is not the ledger's own", offset({ number: undefined })],
      ["NUMBER_NOT_EXPECTED", "the ledger numbers the series", offset({ series: "RCOWN" })],
      ["BAD_MONEY", "not what its lines pay", offset({ amount: cop("9.99") })],
      ["OFFSET_EXCEEDS_PAYABLE", "more than the company owes", offset(pays("MV-F1.1", cop("70.01")))],
      ["ITEM_NOT_FOUND", "no such instalment", offset(pays("NONE.1"))],
      ["OVERLAPS", "the id of a receipt", offset({ offsetId: "MV-R1" })],
      ["CURRENCY_MISMATCH", "another currency", offset(pays("MV-F1.1", DOLLARS))],
      ["ALREADY_SETTLED", "it is paid", offset(pays("MV-PAID.1"))],
      ["OVER_APPLICATION", "more than is open", offset(pays("MV-PARTLY.1"))],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before the invoice", offset({ effectiveOn: "2025-10-31" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", offset({ effectiveOn: "2025-11-21" })],
      [
        "TIMELINE_NEGATIVE",
        "it was paid that day, by a cheque that bounced",
        offset({ ...pays("MV-BOUNCED.1"), effectiveOn: "2025-11-15" }),
      ],
      ["APPROVAL_REQUIRED", "nobody does it alone", offset()],
    ],
    "receive-transferred-credit": [
      ["RESOURCE_NOT_FOUND", "no such transfer", received("NONE")],
      ["INVALID_TRANSITION", "it went back", received("MV-T3")],
      ["OVERLAPS", "it was received", received("MV-T1")],
    ],
    "reverse-credit-transfer": [
      ["RESOURCE_NOT_FOUND", "no such transfer", reversed("NONE")],
      ["INVALID_TRANSITION", "it was received", reversed("MV-T1")],
    ],
    "return-transferred-credit": [
      ["RESOURCE_NOT_FOUND", "no such transfer", givenBack("NONE")],
      ["INVALID_TRANSITION", "the money is good", givenBack("MV-T1")],
      ["FUTURE_RECEIPT_DATE", "tomorrow", givenBack("MV-T1", { on: "2025-11-21" })],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it was received", givenBack("MV-T1", { effectiveOn: "2025-11-09" })],
    ],
  },
};
