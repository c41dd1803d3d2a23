import { type Area, HASH } from "./house.ts";

const everywhere = { role: "PC", entityIds: [], branchIds: [], from: "2025-01-01" };
const company = { entityId: "CO01", name: "Otra", taxId: "1", country: "CO", timeZone: "America/Bogota", functionalCurrency: "COP" };
const branch = { entityId: "CO01", branchId: "CO01-B1", name: "Principal" };
const bank = { entityId: "CO01", bankAccountId: "CO01-BANK", currency: "COP", bank: "Banco", number: "1" };
const pesos = { openingBalance: { amount: "0", currency: "COP" } };
const series = { entityId: "CO01", code: "ORG", kind: "RECEIPT", ownership: "OWN", from: 1 };
const key = { keyId: "ANA", personId: "ANA", secretHash: HASH };
const policy = { entityId: "CO01", kind: "discount", version: 9, validFrom: "2025-01-01", body: { base: "NET" }, reason: "board" };
const bucket = (code: string, fromDays: number | null, toDays: number | null) => ({ code, fromDays, toDays });
const aging = (...buckets: readonly ReturnType<typeof bucket>[]) => ({ ...policy, kind: "aging", body: { base: "DUE", buckets } });

/** Who works where, companies and what they have, policies and calendars. */
export const organisation: Area = {
  name: "companies, people and policies",

  async before(house) {
    await house.accept("define-series", series);
    for (const personId of ["ANA", "GONE"]) await house.accept("register-person", { personId, name: personId });
    await house.accept("issue-api-key", key);
    await house.accept("assign-role", { ...everywhere, personId: "ANA" });
    await house.accept("deactivate-person", { personId: "GONE", reason: "left" });
    await house.accept("define-policy", { ...policy, entityId: "MX01" });
  },

  cases: {
    "register-legal-entity": [
      ["OVERLAPS", "the company is there", company],
      ["UNKNOWN_CURRENCY", "no such currency", { ...company, entityId: "NEW", functionalCurrency: "ZZZ" }],
    ],
    "register-branch": [
      ["RESOURCE_NOT_FOUND", "no such company", { ...branch, entityId: "NONE" }],
      ["OVERLAPS", "the branch is there", branch],
    ],
    "register-bank-account": [
      ["RESOURCE_NOT_FOUND", "no such company", { ...bank, ...pesos, entityId: "NONE" }],
      ["OVERLAPS", "the bank account is there", { ...bank, ...pesos }],
      ["CURRENCY_MISMATCH", "opened with another currency than its own", { ...bank, ...pesos, bankAccountId: "NEW", currency: "USD" }],
      ["APPROVAL_REQUIRED", "nobody adds a bank account alone", { ...bank, ...pesos, bankAccountId: "NEW" }],
    ],
    "define-series": [
      ["RESOURCE_NOT_FOUND", "no such company", { ...series, entityId: "NONE" }],
      ["OVERLAPS", "the series is another one", { ...series, ownership: "EXTERNAL" }],
      ["VALIDITY_INVERTED", "the last number comes first", { ...series, code: "NEW", from: 2, to: 1 }],
      ["MALFORMED", "invoices are numbered outside", { ...series, code: "NEW", kind: "INVOICE" }],
    ],
    "register-person": [["OVERLAPS", "the person is there", { personId: "ANA", name: "Ana" }]],
    "deactivate-person": [["PERSON_NOT_FOUND", "nobody of that name", { personId: "NONE" }]],
    "assign-role": [
      ["PERSON_NOT_FOUND", "nobody of that name", { ...everywhere, personId: "NONE" }],
      ["INVALID_TRANSITION", "the person is gone", { ...everywhere, personId: "GONE" }],
      ["VALIDITY_INVERTED", "it ends before it begins", { ...everywhere, personId: "ANA", role: "CA", to: "2024-12-31" }],
      ["OVERLAPS", "the person has the role", { ...everywhere, personId: "ANA" }],
      ["APPROVAL_REQUIRED", "a director agrees to it", { ...everywhere, personId: "ANA", role: "CA" }],
    ],
    "revoke-role": [
      ["PERSON_NOT_FOUND", "nobody of that name", { ...everywhere, personId: "NONE" }],
      ["RESOURCE_NOT_FOUND", "the person has no such role", { ...everywhere, personId: "ANA", role: "CA" }],
      ["APPROVAL_REQUIRED", "a director agrees to it", { ...everywhere, personId: "ANA" }],
    ],
    "issue-api-key": [
      ["PERSON_NOT_FOUND", "nobody of that name", { ...key, keyId: "NEW", personId: "NONE" }],
      ["INVALID_TRANSITION", "the person is gone", { ...key, keyId: "NEW", personId: "GONE" }],
      ["OVERLAPS", "the key was issued", key],
    ],
    "revoke-api-key": [["RESOURCE_NOT_FOUND", "no such key", { keyId: "NONE" }]],
    "define-policy": [
      ["RESOURCE_NOT_FOUND", "no such company", { ...policy, entityId: "NONE" }],
      ["BAD_POLICY", "no such base", { ...policy, body: { base: "HALF" } }],
      ["BUCKETS_GAP", "a day is in no bucket", aging(bucket("A", null, 1), bucket("B", 2, null))],
      ["BUCKETS_OVERLAP", "a day is in two buckets", aging(bucket("A", null, 2), bucket("B", 1, null))],
      ["UNKNOWN_CURRENCY", "no such currency", { ...policy, kind: "till", body: { required: true, maxDifference: { ZZZ: "1" } } }],
      ["OVERLAPS", "the version is there", { ...policy, entityId: "MX01" }],
      ["REASON_REQUIRED", "no reason", { ...policy, reason: undefined }],
      ["APPROVAL_REQUIRED", "nobody changes a policy alone", policy],
    ],
    "define-calendar": [
      ["BAD_DATE", "a holiday of another year", { country: "CO", year: 2025, holidays: ["2026-01-01"], weekend: [6, 7] }],
      ["APPROVAL_REQUIRED", "nobody changes a calendar alone", { country: "CO", year: 2030, holidays: [], weekend: [6, 7] }],
    ],
  },
};
