import { Type } from "@sinclair/typebox";
import { AccountList, AccountView } from "../../../schemas/views/account.ts";
import { AgingBucket, AgingTotal } from "../../../schemas/views/aging.ts";
import { Nullable } from "../../../schemas/views/list.ts";
import { OpenItem, OpenItems, UnappliedCredit } from "../../../schemas/views/open-item.ts";
import { Statement } from "../../../schemas/views/statement.ts";
import {
  currencyParameter,
  cursorParameter,
  dateParameter,
  identifierParameter,
  limitParameter,
  oneOfParameter,
} from "../edge/parameters.ts";
import { refused } from "../edge/refused.ts";
import { knownAtParameter, resolveAsOf } from "./moments.ts";
import { agingRulesOf, bucketsParameter, netsUnappliedCredit } from "./policies.ts";
import { type AnyQuery, defineQuery, type QueryCall } from "./query-definition.ts";
import { KNOWN_AT, knowledgeOf, MOMENT_PARAMETERS, momentOf, sourcesOf } from "./report-moment.ts";
import { accountOfPath, entityOf, entityOfAccount, foundOr } from "./scope.ts";

/** Whether the caller may see the account at all; refuses otherwise. */
export async function visibleAccount(
  call: Pick<QueryCall<unknown>, "request" | "access" | "scope" | "queries" | "context">,
): Promise<string> {
  const accountId = accountOfPath(call);
  const asOf = await call.context.ledger.today(entityOfAccount(accountId));
  await foundOr("ACCOUNT_NOT_FOUND", { accountId }, call.scope, async (scope) => {
    const { rows } = await call.queries.listAccounts({ scope, asOf, netUnappliedCredit: true, accountId, limit: 1 });
    return rows[0];
  });
  return accountId;
}

const listAccounts = defineQuery({
  url: "/accounts",
  operation: "listAccounts",
  summary: "Accounts as recorded now, with totals per currency",
  tag: "Accounts",
  parameters: {
    customerId: identifierParameter("Of one customer"),
    entityId: identifierParameter("Of one legal entity"),
    currency: currencyParameter,
    limit: limitParameter,
    cursor: cursorParameter,
  },
  reads: ["account", "credit_line", "customer", "order_header", "policy_version"],
  response: AccountList,
  async answer({ context, queries, access, scope, values }) {
    const entityId = entityOf(values.entityId, access);
    const asOf = await context.ledger.today(entityId);
    return queries.listAccounts({ ...values, scope, asOf, netUnappliedCredit: await netsUnappliedCredit({ queries }, entityId, asOf) });
  },
});

const getAccount = defineQuery({
  url: "/accounts/:accountId",
  operation: "getAccount",
  summary: "Balance, past due, unapplied, exposure, limit, available credit and line of one account",
  tag: "Accounts",
  parameters: MOMENT_PARAMETERS,
  reads: ["account", "credit_line", "customer", "open_item_version", "order_header", "policy_version"],
  response: Type.Composite([AccountView, Type.Object(KNOWN_AT)]),
  async answer(call) {
    const accountId = accountOfPath(call);
    const entityId = entityOfAccount(accountId);
    const moment = await momentOf(call, entityId);
    const netUnappliedCredit = await netsUnappliedCredit(call, entityId, moment.asOf);
    const account = await foundOr("ACCOUNT_NOT_FOUND", { accountId }, call.scope, (scope) =>
      call.queries.findAccount(accountId, { scope, asOf: moment.asOf, ordinal: moment.ordinal, netUnappliedCredit }),
    );
    return { ...account, knownAt: moment.knownAt };
  },
});

const getOpenItems = defineQuery({
  url: "/accounts/:accountId/open-items",
  operation: "listOpenItems",
  summary: "Instalments with open amounts, days past due, bucket and flags",
  tag: "Accounts",
  parameters: {
    ...MOMENT_PARAMETERS,
    basis: oneOfParameter(["due", "issue", "original-due"], "By what days are counted"),
    buckets: bucketsParameter,
  },
  reads: ["account", "customer", "open_item_version", "policy_version", "series"],
  response: Type.Composite([OpenItems, Type.Object(KNOWN_AT)]),
  async answer(call) {
    const accountId = await visibleAccount(call);
    const entityId = entityOfAccount(accountId);
    const { asOf, ordinal, knownAt } = await momentOf(call, entityId);
    const rules = await agingRulesOf(call, entityId, { asOf, ordinal }, call.values);
    return { ...(await call.queries.openItems({ accountId, asOf, ordinal, ...rules, scope: call.scope })), knownAt };
  },
});

const StatementAnswer = Type.Composite([
  Statement,
  Type.Object({
    ...KNOWN_AT,
    openItems: Type.Array(OpenItem),
    credits: Type.Array(UnappliedCredit),
    unapplied: Type.String(),
    aging: Type.Object({ basis: Type.String(), buckets: Type.Array(AgingBucket), totals: Nullable(AgingTotal) }),
  }),
]);

const getStatement = defineQuery({
  url: "/accounts/:accountId/statement",
  operation: "getStatement",
  summary: "Opening balance, movements, closing balance, open items and aging of one account",
  tag: "Accounts",
  parameters: {
    from: dateParameter("First business date; the first of the month of `to` unless given"),
    to: dateParameter("Last business date; today unless given"),
    knownAt: knownAtParameter(),
  },
  reads: ["account", "customer", "movement", "open_item_version", "policy_version", "series"],
  response: StatementAnswer,
  async answer(call) {
    const accountId = accountOfPath(call);
    const entityId = entityOfAccount(accountId);
    const to = await resolveAsOf(sourcesOf(call), call.values.to, entityId, "to");
    const from = call.values.from ?? `${to.slice(0, 8)}01`;
    if (from > to) throw refused("VALIDITY_INVERTED", { from, to }, "/query/from");
    const { ordinal, knownAt } = await knowledgeOf(call, entityId);
    const moment = { asOf: to, ordinal };
    const { buckets, basis } = await agingRulesOf(call, entityId, moment, {});
    const { queries, scope } = call;
    const statement = await foundOr("ACCOUNT_NOT_FOUND", { accountId }, scope, (within) =>
      queries.statement({ accountId, from, to, ordinal, scope: within }),
    );
    const { items, credits, totals } = await queries.openItems({ ...moment, accountId, buckets, basis, scope });
    const [customerId = "", , currency = ""] = accountId.split(".");
    const report = await queries.aging({
      ...moment,
      groupBy: "account",
      basis,
      buckets,
      scope,
      entityIds: [entityId],
      currency,
      customerId,
    });
    const aging = { basis, buckets: report.buckets, totals: report.totals[0] ?? null };
    return { ...statement, knownAt, openItems: items, credits, unapplied: totals.unapplied, aging };
  },
});

export const ACCOUNT_QUERIES: readonly AnyQuery[] = [listAccounts, getAccount, getOpenItems, getStatement];
