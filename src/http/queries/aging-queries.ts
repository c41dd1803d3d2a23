import { Type } from "@sinclair/typebox";
import { AgingDifference, AgingReport } from "../../../schemas/views/aging.ts";
import {
  currencyParameter,
  cursorParameter,
  identifierParameter,
  limitParameter,
  oneOfParameter,
  type ParameterValues,
} from "../edge/parameters.ts";
import { refused } from "../edge/refused.ts";
import { type Knowledge, type KnownAt, knownAtParameter, resolveAsOf, resolveKnownAt } from "./moments.ts";
import { agingRulesOf, bucketsParameter } from "./policies.ts";
import { type AnyQuery, defineQuery, type QueryCall } from "./query-definition.ts";
import { KNOWLEDGE, KNOWN_AT, MOMENT_PARAMETERS, momentOf, sourcesOf } from "./report-moment.ts";
import { entityOf } from "./scope.ts";

const SELECTION = {
  basis: oneOfParameter(["due", "issue", "original-due"], "By what days are counted; the policy's unless given"),
  buckets: bucketsParameter,
  entityId: identifierParameter("Of one legal entity"),
  branchId: identifierParameter("Of one branch"),
  customerId: identifierParameter("Of one customer"),
  currency: currencyParameter,
  limit: limitParameter,
  cursor: cursorParameter,
};

const reads = ["open_item_version", "customer", "organisation", "policy_version"];

/** Items to report, as the queries want them. */
function selectionOf({ scope, values }: QueryCall<ParameterValues<typeof SELECTION>>) {
  const { entityId, branchId, customerId, currency, limit, cursor } = values;
  return {
    scope,
    ...(entityId !== undefined && { entityIds: [entityId] }),
    ...(branchId !== undefined && { branchIds: [branchId] }),
    ...(customerId !== undefined && { customerId }),
    ...(currency !== undefined && { currency }),
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
  };
}

const getAging = defineQuery({
  url: "/aging",
  operation: "getAging",
  summary: "What is open by days past due, per group and currency",
  tag: "Reports",
  parameters: {
    ...MOMENT_PARAMETERS,
    groupBy: oneOfParameter(["customer", "account", "salesperson", "branch", "entity", "bucket"], "One row each; customer unless given"),
    ...SELECTION,
  },
  reads,
  response: Type.Composite([AgingReport, Type.Object(KNOWN_AT)]),
  async answer(call) {
    const { values, access, queries } = call;
    const entityId = entityOf(values.entityId, access);
    const { asOf, ordinal, knownAt } = await momentOf(call, entityId);
    const rules = await agingRulesOf(call, entityId, { asOf, ordinal }, values);
    const report = await queries.aging({ asOf, ordinal, groupBy: values.groupBy ?? "customer", ...rules, ...selectionOf(call) });
    return { ...report, knownAt: report.ordinal === ordinal ? knownAt : String(report.ordinal) };
  },
});

const getAgingDifference = defineQuery({
  url: "/aging/difference",
  operation: "getAgingDifference",
  summary: "The events that explain why a report for one business date changed between two points of knowledge",
  tag: "Reports",
  parameters: {
    asOf: MOMENT_PARAMETERS.asOf,
    knownFrom: knownAtParameter("The earlier point of knowledge; the beginning of the ledger unless given"),
    knownTo: knownAtParameter("The later point of knowledge; now unless given"),
    ...SELECTION,
  },
  reads,
  response: Type.Composite([AgingDifference, Type.Object({ ordinal: KNOWLEDGE.ordinal })]),
  async answer(call) {
    const { values, access, queries } = call;
    const entityId = entityOf(values.entityId, access);
    const asOf = await resolveAsOf(sourcesOf(call), values.asOf, entityId);
    const from =
      values.knownFrom === undefined ? { ordinal: 0, knownAt: "0" } : await knowledge(call, values.knownFrom, entityId, "knownFrom");
    const to = await knowledge(call, values.knownTo, entityId, "knownTo");
    if (from.ordinal > to.ordinal) throw refused("VALIDITY_INVERTED", { from: from.knownAt, to: to.knownAt }, "/query/knownFrom");
    const rules = await agingRulesOf(call, entityId, { asOf, ordinal: to.ordinal }, values);
    const difference = await queries.agingDifference({
      asOf,
      knownFrom: from.ordinal,
      knownTo: to.ordinal,
      ...rules,
      ...selectionOf(call),
    });
    return { ...difference, ordinal: to.ordinal };
  },
});

function knowledge(call: QueryCall<unknown>, knownAt: KnownAt | undefined, entityId: string | undefined, name: string): Promise<Knowledge> {
  return resolveKnownAt(sourcesOf(call), { knownAt, entityId, position: call.position, reads: call.reads, name });
}

export const AGING_QUERIES: readonly AnyQuery[] = [getAging, getAgingDifference];
