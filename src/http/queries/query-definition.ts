import type { TSchema } from "@sinclair/typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccessScope } from "../../../projections/query/scope.ts";
import type { Access } from "../../application/ledger.ts";
import type { AppContext } from "../app-context.ts";
import type { Parameters, ParameterValues } from "../edge/parameters.ts";
import type { ReadQueries } from "./read-queries.ts";

/** One question, as its answer sees it. */
export interface QueryCall<Values> {
  readonly context: AppContext;
  readonly request: FastifyRequest;
  /** Only for what answers by itself. */
  readonly reply: FastifyReply;
  readonly queries: ReadQueries;
  readonly access: Access;
  /** What the caller may see, narrowed to `entityId` and `branchId` where the question names them. */
  readonly scope: AccessScope;
  readonly values: Values;
  /** Ordinal up to which the read models asked have come, at least. */
  readonly position: number;
  readonly reads: readonly string[];
}

export interface QueryDefinition<P extends Parameters> {
  /** Under /v1, as the framework spells it: "/accounts/:accountId". */
  readonly url: string;
  /** Name of the operation; also the purpose under which a reading of personal data is recorded. */
  readonly operation: string;
  readonly summary: string;
  readonly tag: string;
  readonly parameters: P;
  /** Read models it reads; its `position` and `minPosition` are theirs. None: the log itself. */
  readonly reads: readonly string[];
  /** What the answer holds besides `position`; documents, and drops nothing. */
  readonly response: TSchema;
  /** Any of these roles is needed; none named: everybody with a key may ask. */
  readonly roles?: readonly string[];
  /** Gives the answer; null where it has answered by itself, as a stream does. */
  answer(call: QueryCall<ParameterValues<P>>): Promise<QueryAnswer | null>;
}

/** The fields of an answer. `revision`, where the thing shown has one, also becomes its ETag; `ordinal` is the point of knowledge of a report. */
export type QueryAnswer = object & { readonly revision?: number; readonly ordinal?: number };

// biome-ignore lint/suspicious/noExplicitAny: a list of questions with parameters of their own
export type AnyQuery = QueryDefinition<any>;

/** Keeps the types of the parameters for `answer`. */
export function defineQuery<const P extends Parameters>(definition: QueryDefinition<P>): AnyQuery {
  return definition;
}

/** Who may read trails and replay histories. */
export const AUDITORS = ["AUD", "DIR", "ADM"] as const;
