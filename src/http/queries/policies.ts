import { Type } from "@sinclair/typebox";
import { type Bucket, bucketsFromLimits } from "../../../projections/open-item-version/buckets.ts";
import type { AgingBasis } from "../../../projections/open-item-version/items-at.ts";
import type { Parameter } from "../edge/parameters.ts";
import type { QueryCall } from "./query-definition.ts";
import type { ReportMoment } from "./report-moment.ts";

const MAX_BUCKETS = 24;
const MAX_DAYS = 3_650;

/** `buckets=30,60,90,120` */
export const bucketsParameter: Parameter<readonly Bucket[]> = {
  schema: Type.String({
    pattern: "^[0-9]+(,[0-9]+)*$",
    description: "Last days of the buckets, rising; those of the policy unless given",
    examples: ["30,60,90,120"],
  }),
  parse(text) {
    if (!/^\d{1,4}(,\d{1,4})*$/.test(text)) return undefined;
    const limits = text.split(",").map(Number);
    const rising = limits.every((limit, place) => limit > (limits[place - 1] ?? 0) && limit <= MAX_DAYS);
    return rising && limits.length <= MAX_BUCKETS ? bucketsFromLimits(limits) : undefined;
  },
  code: "MALFORMED",
  expected: "rising days such as 30,60,90,120",
};

export interface AgingRules {
  readonly buckets: readonly Bucket[];
  readonly basis: AgingBasis;
}

/**
 * Buckets and basis of a report: what was asked for, else the policy in force on its business date as far as it was known at its
 * point of knowledge, so that a later policy does not change a report that was made.
 */
export async function agingRulesOf(
  { context, queries }: Pick<QueryCall<unknown>, "context" | "queries">,
  entityId: string | undefined,
  { asOf, ordinal }: Pick<ReportMoment, "asOf" | "ordinal">,
  asked: Partial<AgingRules>,
): Promise<AgingRules> {
  if (asked.buckets !== undefined && asked.basis !== undefined) return { buckets: asked.buckets, basis: asked.basis };
  const defined = entityId === undefined ? undefined : await queries.policyInForce({ entityId, kind: "aging", on: asOf, ordinal });
  const policy = (defined?.body ?? context.ledger.builtInAging) as {
    readonly base: string;
    readonly buckets: readonly Bucket[];
  };
  return { buckets: asked.buckets ?? policy.buckets, basis: asked.basis ?? basisOf(policy.base) };
}

function basisOf(base: string): AgingBasis {
  return base === "ISSUE" ? "issue" : base === "ORIGINAL_DUE" ? "original-due" : "due";
}

/** Whether money that is not applied lowers the exposure, by the entity's policy `credit`. */
export async function netsUnappliedCredit(
  { queries }: Pick<QueryCall<unknown>, "queries">,
  entityId: string | undefined,
  on: string,
): Promise<boolean> {
  const defined = entityId === undefined ? undefined : await queries.policyInForce({ entityId, kind: "credit", on });
  return (defined?.body as { readonly netUnappliedCredit?: boolean } | undefined)?.netUnappliedCredit ?? true;
}
