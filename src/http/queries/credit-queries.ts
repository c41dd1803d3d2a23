import { Type } from "@sinclair/typebox";
import type { PageRequest } from "../../../projections/query/page.ts";
import { DELINQUENCY_STATES } from "../../../schemas/codes.ts";
import { CreditLineChangeList } from "../../../schemas/views/credit-line.ts";
import { DelinquencyHistory, DelinquencyList } from "../../../schemas/views/delinquency.ts";
import {
  accountParameter,
  currencyParameter,
  cursorParameter,
  dateParameter,
  identifierParameter,
  limitParameter,
  oneOfParameter,
} from "../edge/parameters.ts";
import { visibleAccount } from "./account-queries.ts";
import { resolveAsOf } from "./moments.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";
import { KNOWLEDGE, MOMENT_PARAMETERS, momentOf, sourcesOf } from "./report-moment.ts";
import { entityOf, entityOfAccount } from "./scope.ts";

const PAGE = { limit: limitParameter, cursor: cursorParameter };

function pageOf({ limit, cursor }: PageRequest): PageRequest {
  return { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) };
}

const listDelinquency = defineQuery({
  url: "/delinquency",
  operation: "listDelinquency",
  summary: "Accounts with their state of default, open and past-due amounts, with totals per currency",
  tag: "Lists",
  parameters: {
    accountId: accountParameter(),
    customerId: identifierParameter("Of one customer"),
    entityId: identifierParameter("Of one legal entity"),
    currency: currencyParameter,
    state: oneOfParameter(DELINQUENCY_STATES, "Only accounts in this state"),
    asOf: dateParameter("The day on which items are past due or not; today unless given"),
    ...PAGE,
  },
  reads: ["delinquency", "account", "document", "customer"],
  response: DelinquencyList,
  async answer(call) {
    const { queries, access, scope, values } = call;
    const asOf = await resolveAsOf(sourcesOf(call), values.asOf, entityOf(values.entityId, access));
    return queries.listDelinquency({ ...values, asOf, scope });
  },
});

const getDelinquency = defineQuery({
  url: "/accounts/:accountId/delinquency",
  operation: "getDelinquency",
  summary: "State of default of one account on a day and its changes on their true dates, as known then",
  tag: "Accounts",
  parameters: { ...MOMENT_PARAMETERS, ...PAGE },
  reads: ["delinquency", "account", "customer"],
  response: Type.Composite([DelinquencyHistory, Type.Object(KNOWLEDGE)]),
  async answer(call) {
    const accountId = await visibleAccount(call);
    const { asOf, ordinal, knownAt } = await momentOf(call, entityOfAccount(accountId));
    return {
      ...(await call.queries.delinquencyHistory({ accountId, asOf, ordinal, scope: call.scope, ...pageOf(call.values) })),
      ordinal,
      knownAt,
    };
  },
});

const getLineChanges = defineQuery({
  url: "/accounts/:accountId/credit-line/changes",
  operation: "listCreditLineChanges",
  summary: "Limits, terms, renewals, suspensions and overdrafts of an account's lines, as known then",
  tag: "Accounts",
  parameters: { ...MOMENT_PARAMETERS, ...PAGE },
  reads: ["credit_line", "account", "customer"],
  response: Type.Composite([CreditLineChangeList, Type.Object(KNOWLEDGE)]),
  async answer(call) {
    const accountId = await visibleAccount(call);
    const { asOf, ordinal, knownAt } = await momentOf(call, entityOfAccount(accountId));
    return {
      ...(await call.queries.creditLineChanges({ accountId, asOf, ordinal, scope: call.scope, ...pageOf(call.values) })),
      ordinal,
      knownAt,
    };
  },
});

export const CREDIT_QUERIES: readonly AnyQuery[] = [listDelinquency, getDelinquency, getLineChanges];
