import { invoiceBody, lineBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, TODAY } from "./house.ts";

const OPEN = accountOf("LIN");
const CLOSED = accountOf("LINCLOSED");
const NONE = accountOf("LINNONE");
const BLOCKED = accountOf("BLOCKED");

const fileAndApplication = { waivers: [] };
const opening = (more = {}) => lineBody(NONE, "1000.00", more);
const limit = (more = {}) => ({ accountId: OPEN, newLimit: cop("2000.00"), kind: "PERMANENT", from: TODAY, reason: "review", ...more });
const terms = (more = {}) => ({ accountId: OPEN, termsCode: "NET60", from: TODAY, reason: "agreed", ...more });
const renewal = (more = {}) => ({ accountId: OPEN, validTo: "2026-11-20", reviewRef: "REV-1", ...more });
const closing = (more = {}) => ({ accountId: OPEN, reason: "no longer buys", ...more });
const suspension = (more = {}) => ({
  ...{ accountId: OPEN, suspensionId: "S9", reasonCode: "MANUAL", facts: [], cascade: "NONE" },
  ...more,
});
const lifting = (more = {}) => ({ accountId: OPEN, suspensionId: "S1", reason: "agreed", ...more });
const opinion = (personId: string) => ({ personId, text: "agreed", favourable: true });
const mediation = { salesOpinion: opinion("P-SM"), adminOpinion: { ...opinion("P-AM"), favourable: false } };

export const creditLines: Area = {
  name: "credit lines",

  async before(house) {
    await house.customers("LIN", "LINCLOSED", "LINNONE", "BLOCKED");
    await house.accept("block-customer", { customerId: "BLOCKED", scope: "ALL", reason: "fraud" });
    await house.accept("record-invoice", invoiceBody(NONE, "LN-F1", "1.00", "2025-11-01"));
    await house.accept("record-invoice", invoiceBody("LIN.CO01.USD", "LN-F2", "1.00", "2025-11-01"));
    await house.accept("open-credit-line", lineBody(OPEN, "30000000.00"));
    await house.accept("open-credit-line", lineBody(CLOSED, "1000.00"));
    await house.accept("suspend-line", { ...suspension({ suspensionId: "S2" }), accountId: CLOSED });
    await house.accept("close-line", { accountId: CLOSED, reason: "no longer buys" });
    await house.accept("suspend-line", suspension({ suspensionId: "S1" }));
    await house.accept("suspend-line", suspension({ suspensionId: "S2", reasonCode: "PAST_DUE" }));
    await house.accept("suspend-line", suspension({ suspensionId: "S3", reasonCode: "LITIGATION" }));
    await house.accept("reinstate-line", lifting({ suspensionId: "S3" }));
  },

  cases: {
    "open-credit-line": [
      ["CUSTOMER_NOT_FOUND", "no such customer", opening({ accountId: accountOf("NONE") })],
      ["ACCOUNT_NOT_FOUND", "no such company", opening({ accountId: accountOf("LINNONE", "NONE") })],
      ["LINE_ALREADY_OPEN", "there is a line", lineBody(OPEN, "1000.00", { lineId: "NEW" })],
      ["OVERLAPS", "the id of a closed line", lineBody(CLOSED, "1000.00")],
      ["LIMIT_NOT_POSITIVE", "a limit of nothing", opening({ limit: cop("0") })],
      ["CURRENCY_MISMATCH", "another currency", opening({ limit: DOLLARS })],
      ["VALIDITY_INVERTED", "it ends before it begins", opening({ validTo: "2024-12-31" })],
      ["UNKNOWN_TERMS", "no such terms", opening({ termsCode: "NET7" })],
      ["GUARANTEE_NOT_FOUND", "no such guarantee", opening({ guaranteeIds: ["G1"] })],
      ["CONTRACT_NOT_FOUND", "no such contract", opening({ contractId: "K1" })],
      ["CUSTOMER_BLOCKED", "the customer is blocked", lineBody(BLOCKED, "1000.00")],
      ["CUSTOMER_NOT_ACTIVE", "nobody waived the file", opening(fileAndApplication)],
      ["FILE_INCOMPLETE", "nobody waived the file", opening(fileAndApplication)],
      ["APPLICATION_NOT_FOUND", "nobody applied", opening({ ...fileAndApplication, applicationId: "CA1" })],
      ["AUTHORITY_EXCEEDED", "above the coordinator's level", opening({ limit: cop("20000000.01") }), "CC"],
    ],
    "change-credit-limit": [
      ["LINE_NOT_FOUND", "there is no line", limit({ accountId: NONE })],
      ["LINE_CLOSED", "the line is closed", limit({ accountId: CLOSED })],
      ["CURRENCY_MISMATCH", "another currency", limit({ newLimit: DOLLARS })],
      ["REASON_REQUIRED", "no reason", limit({ reason: undefined })],
      ["LIMIT_NOT_POSITIVE", "a limit of nothing", limit({ newLimit: cop("0") })],
      ["VALIDITY_INVERTED", "before the line", limit({ from: "2024-12-31" })],
      ["APPLICATION_NOT_FOUND", "nobody applied", limit({ newLimit: cop("31000000.00"), applicationId: "CA1" })],
      ["AUTHORITY_EXCEEDED", "above the coordinator's level", limit({ newLimit: cop("80000000.01") }), "CC"],
      ["MALFORMED", "a temporary limit without an end", limit({ kind: "TEMPORARY" })],
    ],
    "change-credit-terms": [
      ["LINE_NOT_FOUND", "there is no line", terms({ accountId: NONE })],
      ["LINE_CLOSED", "the line is closed", terms({ accountId: CLOSED })],
      ["REASON_REQUIRED", "no reason", terms({ reason: undefined })],
      ["VALIDITY_INVERTED", "before the line", terms({ from: "2024-12-31" })],
      ["UNKNOWN_TERMS", "no such terms", terms({ termsCode: "NET7" })],
    ],
    "renew-line": [
      ["LINE_NOT_FOUND", "there is no line", renewal({ accountId: NONE })],
      ["LINE_CLOSED", "the line is closed", renewal({ accountId: CLOSED })],
      ["VALIDITY_INVERTED", "until yesterday", renewal({ validTo: "2025-11-19" })],
    ],
    "close-line": [
      ["LINE_NOT_FOUND", "there is no line", closing({ accountId: NONE })],
      ["LINE_CLOSED", "the line is closed", closing({ accountId: CLOSED })],
      ["REASON_REQUIRED", "no reason", closing({ reason: undefined })],
    ],
    "suspend-line": [
      ["LINE_NOT_FOUND", "there is no line", suspension({ accountId: NONE })],
      ["LINE_CLOSED", "the line is closed", suspension({ accountId: CLOSED })],
      ["OVERLAPS", "the id of another suspension", suspension({ suspensionId: "S1", reasonCode: "GUARANTEE_LOST" })],
    ],
    "reinstate-line": [
      ["SUSPENSION_NOT_FOUND", "no such suspension", lifting({ suspensionId: "NONE" })],
      ["INVALID_TRANSITION", "it was lifted", lifting({ suspensionId: "S3" })],
      ["LINE_CLOSED", "the line is closed", lifting({ accountId: CLOSED, suspensionId: "S2" })],
      ["MEDIATION_MISSING", "nobody was asked", lifting({ suspensionId: "S2" })],
      ["PERSON_NOT_FOUND", "the opinion of nobody", lifting({ suspensionId: "S2", mediation: { salesOpinion: opinion("NONE") } })],
      ["NOT_AUTHORISED", "an analyst", lifting(), "PA"],
      ["VALIDITY_INVERTED", "for too long", lifting({ until: "2025-12-06" })],
      ["AUTHORITY_EXCEEDED", "against the opinion of a manager", lifting({ suspensionId: "S2", mediation }), "CC"],
      ["REASON_REQUIRED", "no reason", lifting({ reason: undefined })],
    ],
    "evaluate-line": [["FUTURE_EFFECTIVE_DATE", "tomorrow", { accountId: OPEN, asOf: "2025-11-21" }]],
    "evaluate-delinquency": [
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", { accountId: OPEN, asOf: "2025-11-21" }],
      ["UNKNOWN_CURRENCY", "the policy has no minimum in dollars", { accountId: "LIN.CO01.USD", asOf: TODAY }],
    ],
  },
};
