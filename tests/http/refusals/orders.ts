import { invoiceBody, lineBody, setUpCompany, TAKE_OVER } from "../../support/company.ts";
import { orderBody } from "../../support/order-history.ts";
import { type Area, accountOf, cop, DOLLARS, type House } from "./house.ts";

const ORDERS = accountOf("ORD");
const NO_LINE = accountOf("ORDNONE");
/** In a company whose policies lost, on the day of the refusals, what its orders rest on. */
const POORER = accountOf("ORD", "PO01");

const asked = (orderId: string, amount = "100.00", more = {}) => orderBody(ORDERS, orderId, amount, more);
const poorer = (orderId: string, termsCode: string, amount = "100.00") => orderBody(POORER, orderId, amount, { termsCode });
const of = (orderId: string, more = {}) => ({ accountId: ORDERS, orderId, ...more });
const ofPoorer = (orderId: string, more = {}) => of(orderId, { accountId: POORER, ...more });
const release = (orderId: string, more = {}) => of(orderId, { expiresOn: "2025-11-25", reason: "agreed", ...more });
const conversion = (orderId: string, documentId: string, more = {}) => of(orderId, { documentId, amount: cop("1.00"), ...more });
const more = { newAmount: cop("101.00") };

/** NET30 is a term no longer, NET60 falls on business days of which nobody knows, and pesos have no least amount. */
async function impoverish(house: House): Promise<void> {
  const policy = { entityId: "PO01", version: 2, validFrom: "2025-11-20", reason: "by mistake" };
  const due = { kind: "NET", days: 60 };
  const codes = { CASH: { due: { kind: "NET", days: 0 }, rollRule: "NONE" }, NET60: { due, rollRule: "NEXT" } };
  await house.accept("define-policy", { ...policy, kind: "terms", body: { codes } });
  await house.accept("define-policy", { ...policy, kind: "credit", body: { ...TAKE_OVER.credit, holdMinAmount: {} } });
}

export const orders: Area = {
  name: "orders",

  async before(house) {
    const { accept } = house;
    await house.customers("ORD", "ORDNONE");
    await setUpCompany(accept, { entityId: "PO01" });
    await accept("record-invoice", invoiceBody(NO_LINE, "OR-F0", "1.00", "2025-11-01"));
    for (const account of [ORDERS, POORER]) await accept("open-credit-line", lineBody(account, "1000.00", { termsCode: "NET60" }));
    for (const orderId of ["RELEASED", "CANCELLED"]) {
      for (const termsCode of ["NET30", "NET60"]) {
        await house.accept("request-order-release", poorer(`${orderId}-${termsCode}`, termsCode), "SR");
      }
    }
    for (const termsCode of ["NET30", "NET60"]) {
      await house.accept("cancel-order-supply", ofPoorer(`CANCELLED-${termsCode}`, { reason: "no stock" }));
      await house.accept("request-order-release", poorer(`HELD-${termsCode}`, termsCode, "5000.00"), "SR");
    }
    await impoverish(house);
  },

  async today(house) {
    const { accept } = house;
    const ofOrder = (orderId: string, last: boolean) => ({ orderRefs: [{ orderId, amount: cop("50.00"), last }] });
    for (const orderId of ["RELEASED", "PARTLY", "INVOICED", "CANCELLED"]) await accept("request-order-release", asked(orderId));
    await accept("request-order-release", asked("HELD", "5000.00"));
    await accept("request-order-release", asked("BIG", "9000000.00"));
    await accept("cancel-order-supply", of("CANCELLED", { reason: "no stock" }));
    await accept("record-invoice", invoiceBody(ORDERS, "OR-F1", "50.00", "2025-11-20", ofOrder("PARTLY", false)));
    await accept("record-invoice", invoiceBody(ORDERS, "OR-F2", "50.00", "2025-11-20", ofOrder("INVOICED", true)));
  },

  cases: {
    "request-order-release": [
      ["CUSTOMER_NOT_FOUND", "no such customer", asked("NEW", "1.00", { accountId: accountOf("NONE") })],
      ["ACCOUNT_NOT_FOUND", "no such company", asked("NEW", "1.00", { accountId: accountOf("ORD", "NONE") })],
      ["CURRENCY_MISMATCH", "another currency", asked("NEW", "1.00", { amount: DOLLARS })],
      ["ORDER_EXISTS", "the order is there with another amount", asked("RELEASED", "99.00")],
      ["ORDER_INVOICED", "it was invoiced", asked("INVOICED")],
      ["INVALID_TRANSITION", "it was cancelled", asked("CANCELLED")],
      ["CUSTOMER_NOT_ACTIVE", "there never was a line", orderBody(NO_LINE, "NEW", "1.00")],
      ["UNKNOWN_TERMS", "no such terms", asked("NEW", "1.00", { termsCode: "NET7" })],
      ["CALENDAR_MISSING", "nobody knows the business days", poorer("NEW", "NET60")],
      ["UNKNOWN_CURRENCY", "the policy has no least amount in pesos", poorer("NEW", "CASH")],
    ],
    "release-order-manually": [
      ["ORDER_NOT_FOUND", "no such order", release("NONE"), "CC"],
      ["CURRENCY_MISMATCH", "another currency", release("HELD", { amount: DOLLARS }), "CC"],
      ["ORDER_NOT_HELD", "it is released", release("RELEASED"), "CC"],
      ["REASON_REQUIRED", "no reason", release("HELD", { reason: undefined }), "CC"],
      ["VALIDITY_INVERTED", "until yesterday", release("HELD", { expiresOn: "2025-11-19" }), "CC"],
      ["SELF_APPROVAL", "who asked for it", release("HELD")],
      ["AUTHORITY_EXCEEDED", "above the level of a coordinator", release("BIG"), "CC"],
      ["UNKNOWN_TERMS", "terms that were abolished", release("HELD-NET30", { accountId: POORER }), "CC"],
      ["CALENDAR_MISSING", "nobody knows the business days", release("HELD-NET60", { accountId: POORER }), "CC"],
      ["UNKNOWN_CURRENCY", "the policy has no least amount in pesos", release("HELD-NET60", { accountId: POORER }), "CC"],
    ],
    "amend-order-amount": [
      ["ORDER_NOT_FOUND", "no such order", of("NONE", more)],
      ["CURRENCY_MISMATCH", "another currency", of("RELEASED", { newAmount: DOLLARS })],
      ["ORDER_INVOICED", "less than was invoiced", of("PARTLY", { newAmount: cop("49.99") })],
      ["INVALID_TRANSITION", "it was cancelled", of("CANCELLED", more)],
      ["UNKNOWN_TERMS", "terms that were abolished", ofPoorer("RELEASED-NET30", more)],
      ["CALENDAR_MISSING", "nobody knows the business days", ofPoorer("RELEASED-NET60", more)],
      ["UNKNOWN_CURRENCY", "the policy has no least amount in pesos", ofPoorer("RELEASED-NET60", more)],
    ],
    "cancel-order-supply": [
      ["ORDER_NOT_FOUND", "no such order", of("NONE", { reason: "no stock" })],
      ["ORDER_INVOICED", "it was invoiced", of("INVOICED", { reason: "no stock" })],
      ["INVALID_TRANSITION", "it was cancelled", of("CANCELLED", { reason: "no stock" })],
      ["REASON_REQUIRED", "no reason", of("RELEASED")],
    ],
    "reopen-order": [
      ["ORDER_NOT_FOUND", "no such order", of("NONE")],
      ["INVALID_TRANSITION", "it is released", of("RELEASED")],
      ["UNKNOWN_TERMS", "terms that were abolished", ofPoorer("CANCELLED-NET30")],
      ["CALENDAR_MISSING", "nobody knows the business days", ofPoorer("CANCELLED-NET60")],
      ["UNKNOWN_CURRENCY", "the policy has no least amount in pesos", ofPoorer("CANCELLED-NET60")],
    ],
    "convert-reservation": [
      ["ORDER_NOT_FOUND", "no such order", conversion("NONE", "OR-F1")],
      ["ITEM_NOT_FOUND", "no such invoice", conversion("RELEASED", "NONE")],
      ["CURRENCY_MISMATCH", "another currency", conversion("RELEASED", "OR-F1", { amount: DOLLARS })],
      ["OVERLAPS", "the invoice has taken it", conversion("PARTLY", "OR-F1")],
      ["ORDER_INVOICED", "its last invoice is there", conversion("INVOICED", "OR-F1")],
    ],
    "expire-reservation": [["ORDER_NOT_FOUND", "no such order", of("NONE")]],
  },
};
