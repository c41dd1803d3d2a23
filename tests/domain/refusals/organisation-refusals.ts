import { PolicyDefined } from "../../../schemas/events/governance.ts";
import { ApiKeyIssued, PersonDeactivated, PersonRegistered, RoleAssigned } from "../../../schemas/events/organisation.ts";
import { defineCalendar } from "../../../src/domain/calendar/define-calendar.ts";
import { registerBankAccount } from "../../../src/domain/legal-entity/register-bank-account.ts";
import { registerBranch } from "../../../src/domain/legal-entity/register-branch.ts";
import { registerLegalEntity } from "../../../src/domain/legal-entity/register-legal-entity.ts";
import { assignRole } from "../../../src/domain/organisation/assign-role.ts";
import { issueApiKey } from "../../../src/domain/organisation/issue-api-key.ts";
import { registerPerson } from "../../../src/domain/organisation/register-person.ts";
import { revokeApiKey } from "../../../src/domain/organisation/revoke-api-key.ts";
import { revokeRole } from "../../../src/domain/organisation/revoke-role.ts";
import { definePolicy } from "../../../src/domain/policy/define-policy.ts";
import { COMPANY } from "../../support/decider-facts.ts";
import { given } from "../../support/given.ts";
import { personal } from "../../support/sealed-values.ts";
import type { RefusalCases } from "./refusal-case.ts";

const hash = "a".repeat(64);
const owner = PersonRegistered({ personId: "OWNER", name: personal("person:OWNER", "Owner") });
const ana = PersonRegistered({ personId: "ANA", name: personal("person:ANA", "Ana") });
const left = PersonDeactivated({ personId: "ANA" });
const everywhere = { personId: "ANA", role: "PC", entityIds: [], branchIds: [] } as const;
const assigned = { ...everywhere, entityIds: ["CO01"] };
/** OWNER administrates and DIRK directs, in Mexico. */
const inMexico = [
  RoleAssigned({ personId: "OWNER", role: "ADM", entityIds: ["MX01"], branchIds: [], from: "2025-01-01" }),
  RoleAssigned({ personId: "DIRK", role: "DIR", entityIds: ["MX01"], branchIds: [], from: "2025-01-01" }),
];
const holdsInBoth = RoleAssigned({ ...everywhere, entityIds: ["MX01", "CO01"], from: "2025-01-01" });
const approvers = [{ personId: "DIRK", roles: ["DIR"] }];
const anaActs = { personId: "ANA", roles: ["ADM"], beingSetUp: false };

const company = {
  entityId: "CO01",
  name: "Comercial",
  taxId: "900123456",
  country: "CO",
  timeZone: "America/Bogota",
  functionalCurrency: "COP",
};
const branch = { entityId: "CO01", branchId: "CO01-B1", name: "Principal" };
const bankAccount = {
  entityId: "CO01",
  bankAccountId: "CO01-BANK",
  currency: "COP",
  bank: "Banco",
  number: "1",
  openingBalance: { amount: "0", currency: "COP" },
};

const policy = { entityId: "CO01", kind: "discount", version: 1, validFrom: "2025-01-01", body: { base: "NET" }, reason: "board" };
const aging = (...buckets: readonly { code: string; fromDays: number | null; toDays: number | null }[]) => ({
  ...policy,
  kind: "aging",
  body: { base: "DUE", buckets },
});
const bucket = (code: string, fromDays: number | null, toDays: number | null) => ({ code, fromDays, toDays });
const defined = PolicyDefined({ entityId: "CO01", kind: "discount", version: 1, validFrom: "2025-01-01", body: {}, contentHash: hash });

export const organisationRefusals: RefusalCases = {
  RegisterLegalEntity: {
    OVERLAPS: () => given(...COMPANY).when(registerLegalEntity, company),
    UNKNOWN_CURRENCY: () => given().when(registerLegalEntity, { ...company, functionalCurrency: "ZZZ" }),
  },
  RegisterBranch: {
    RESOURCE_NOT_FOUND: () => given().when(registerBranch, branch),
    OVERLAPS: () => given(...COMPANY).when(registerBranch, branch),
  },
  RegisterBankAccount: {
    RESOURCE_NOT_FOUND: () => given().when(registerBankAccount, bankAccount),
    OVERLAPS: () => given(...COMPANY).when(registerBankAccount, bankAccount),
    CURRENCY_MISMATCH: () => given(...COMPANY).when(registerBankAccount, { ...bankAccount, bankAccountId: "NEW", currency: "USD" }),
  },
  RegisterPerson: { OVERLAPS: () => given(owner, ana).when(registerPerson, { personId: "ANA", name: "Ana" }) },
  AssignRole: {
    NOT_AUTHORISED: () => given(owner, ana, ...inMexico).when(assignRole, { ...everywhere, from: "2025-01-01" }),
    APPROVAL_REQUIRED: () =>
      given(owner, ana, ...inMexico).when(assignRole, { ...assigned, from: "2025-01-01" }, { approvers, ...anaActs }),
    PERSON_NOT_FOUND: () => given(owner).when(assignRole, { ...everywhere, from: "2025-01-01" }),
    INVALID_TRANSITION: () => given(ana, left).when(assignRole, { ...everywhere, from: "2025-01-01" }),
    VALIDITY_INVERTED: () => given(ana).when(assignRole, { ...everywhere, from: "2025-01-02", to: "2025-01-01" }),
    OVERLAPS: () =>
      given(ana, RoleAssigned({ ...everywhere, from: "2025-01-01", to: "2025-12-31" })).when(assignRole, {
        ...everywhere,
        from: "2025-12-31",
      }),
  },
  RevokeRole: {
    NOT_AUTHORISED: () => given(owner, ana, ...inMexico).when(revokeRole, { ...everywhere, from: "2025-01-01" }),
    APPROVAL_REQUIRED: () =>
      given(ana, RoleAssigned({ ...assigned, from: "2025-01-01" }), ...inMexico).when(
        revokeRole,
        { ...assigned, from: "2025-02-01" },
        { approvers, ...anaActs },
      ),
    PERSON_NOT_FOUND: () => given(owner).when(revokeRole, { ...everywhere, from: "2025-01-01" }),
    RESOURCE_NOT_FOUND: () => given(ana).when(revokeRole, { ...everywhere, from: "2025-01-01" }),
  },
  IssueApiKey: {
    NOT_AUTHORISED: () => given(ana, holdsInBoth, ...inMexico).when(issueApiKey, { keyId: "K1", personId: "ANA", secretHash: hash }),
    PERSON_NOT_FOUND: () => given(owner).when(issueApiKey, { keyId: "K1", personId: "ANA", secretHash: hash }),
    INVALID_TRANSITION: () => given(ana, left).when(issueApiKey, { keyId: "K1", personId: "ANA", secretHash: hash }),
    OVERLAPS: () =>
      given(ana, ApiKeyIssued({ keyId: "K1", personId: "ANA", secretHash: hash })).when(issueApiKey, {
        keyId: "K1",
        personId: "ANA",
        secretHash: hash,
      }),
  },
  RevokeApiKey: {
    RESOURCE_NOT_FOUND: () => given(ana).when(revokeApiKey, { keyId: "K1" }),
    NOT_AUTHORISED: () =>
      given(ana, holdsInBoth, ApiKeyIssued({ keyId: "K1", personId: "ANA", secretHash: hash }), ...inMexico).when(revokeApiKey, {
        keyId: "K1",
      }),
  },
  DefinePolicy: {
    RESOURCE_NOT_FOUND: () => given().when(definePolicy, policy, { entity: undefined }),
    BAD_POLICY: () => given().when(definePolicy, { ...policy, body: { base: "HALF" } }),
    BUCKETS_GAP: () => given().when(definePolicy, aging(bucket("A", null, 1), bucket("B", 2, null))),
    BUCKETS_OVERLAP: () => given().when(definePolicy, aging(bucket("A", null, 2), bucket("B", 1, null))),
    UNKNOWN_CURRENCY: () => given().when(definePolicy, { ...policy, kind: "till", body: { required: true, maxDifference: { ZZZ: "1" } } }),
    OVERLAPS: () => given(defined).when(definePolicy, policy),
    REASON_REQUIRED: () => given().when(definePolicy, JSON.parse(JSON.stringify({ ...policy, reason: undefined }))),
  },
  DefineCalendar: {
    BAD_DATE: () => given().when(defineCalendar, { country: "CO", year: 2025, holidays: ["2026-01-01"], weekend: [6, 7] }),
  },
};
