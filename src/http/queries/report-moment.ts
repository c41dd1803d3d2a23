import { Type } from "@sinclair/typebox";
import { dateParameter } from "../edge/parameters.ts";
import { type Knowledge, type KnownAt, knownAtParameter, type MomentSources, resolveAsOf, resolveKnownAt } from "./moments.ts";
import type { QueryCall } from "./query-definition.ts";

/** Parameters of every bitemporal question. */
export const MOMENT_PARAMETERS = {
  asOf: dateParameter("Business date; today unless given"),
  knownAt: knownAtParameter(),
};

/** What bitemporal answers say about their moment besides `asOf`, `ordinal` and `position`. */
export const KNOWN_AT = { knownAt: Type.String({ description: "As given; without one the ordinal that repeats this answer" }) };

/** The same, for answers that have no `ordinal` of their own yet. */
export const KNOWLEDGE = { ...KNOWN_AT, ordinal: Type.Integer({ description: "The point of knowledge of this answer" }) };

export interface ReportMoment extends Knowledge {
  readonly asOf: string;
}

export function sourcesOf({ context }: Pick<QueryCall<unknown>, "context">): MomentSources {
  return { ledger: context.ledger, readSide: context.readSide, waitMs: context.limits.waitMs };
}

interface MomentValues {
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}

/** The point (asOf, knownAt) of a report, in the days of an entity. */
export async function momentOf(call: QueryCall<MomentValues>, entityId: string | undefined): Promise<ReportMoment> {
  const sources = sourcesOf(call);
  const asOf = await resolveAsOf(sources, call.values.asOf, entityId);
  return { asOf, ...(await knowledgeOf(call, entityId)) };
}

export function knowledgeOf(call: QueryCall<Pick<MomentValues, "knownAt">>, entityId: string | undefined): Promise<Knowledge> {
  const { values, position, reads } = call;
  return resolveKnownAt(sourcesOf(call), { knownAt: values.knownAt, entityId, position, reads });
}
