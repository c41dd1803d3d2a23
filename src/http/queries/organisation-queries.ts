import { SERIES_KINDS } from "../../../schemas/codes.ts";
import { BankAccountList, BranchList, EntityList, PersonList, PersonRoleList } from "../../../schemas/views/organisation.ts";
import { PolicyVersionList } from "../../../schemas/views/policy-version.ts";
import { SeriesList } from "../../../schemas/views/series.ts";
import { cursorParameter, dateParameter, identifierParameter, limitParameter, oneOfParameter, wordParameter } from "../edge/parameters.ts";
import { type AnyQuery, AUDITORS, defineQuery } from "./query-definition.ts";

/** Who exists, where, with which authority, and which rules are in force. */
export const ORGANISATION_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/legal-entities",
    operation: "listLegalEntities",
    summary: "Legal entities in the order of their registration",
    tag: "Organisation",
    parameters: {},
    reads: ["organisation"],
    response: EntityList,
    answer: async ({ queries, scope }) => ({ rows: await queries.listEntities(scope) }),
  }),
  defineQuery({
    url: "/branches",
    operation: "listBranches",
    summary: "Branches of the legal entities",
    tag: "Organisation",
    parameters: {},
    reads: ["organisation"],
    response: BranchList,
    answer: async ({ queries, scope }) => ({ rows: await queries.listBranches(scope) }),
  }),
  defineQuery({
    url: "/bank-accounts",
    operation: "listBankAccounts",
    summary: "Bank accounts of the legal entities",
    tag: "Organisation",
    parameters: {},
    reads: ["organisation"],
    response: BankAccountList,
    answer: async ({ queries, scope }) => ({ rows: await queries.listBankAccounts(scope) }),
  }),
  defineQuery({
    url: "/series",
    operation: "listSeries",
    summary: "Series of numbers, and how far the ledger's own ones have come",
    tag: "Organisation",
    parameters: {
      entityId: identifierParameter("Of one legal entity"),
      kind: oneOfParameter(SERIES_KINDS, "Of one kind of document"),
    },
    reads: ["series"],
    response: SeriesList,
    answer: async ({ queries, scope, values }) => ({ rows: await queries.listSeries({ ...values, scope }) }),
  }),
  defineQuery({
    url: "/persons",
    operation: "listPersons",
    summary: "Persons of the ledger",
    tag: "Organisation",
    parameters: { limit: limitParameter, cursor: cursorParameter },
    reads: ["organisation"],
    roles: AUDITORS,
    response: PersonList,
    answer: ({ queries, values }) => queries.listPersons(values),
  }),
  defineQuery({
    url: "/roles",
    operation: "listRoles",
    summary: "Roles held by persons, as intervals",
    tag: "Organisation",
    parameters: { personId: identifierParameter("Of one person"), on: dateParameter("Only those in force on a day") },
    reads: ["organisation"],
    roles: AUDITORS,
    response: PersonRoleList,
    answer: async ({ queries, values }) => ({ rows: await queries.listPersonRoles(values) }),
  }),
  defineQuery({
    url: "/policies",
    operation: "listPolicies",
    summary: "Versions of the policies of legal entities",
    tag: "Organisation",
    parameters: {
      entityId: identifierParameter("Of one legal entity"),
      kind: wordParameter("Of one kind"),
      limit: limitParameter,
      cursor: cursorParameter,
    },
    reads: ["policy_version"],
    response: PolicyVersionList,
    answer: ({ queries, scope, values }) => queries.listPolicyVersions({ ...values, scope }),
  }),
];
