import { Type } from "@sinclair/typebox";
import type { FastifySchema } from "fastify";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { documented, GENERAL_CODES, problemResponses } from "../documentation/documented.ts";
import { type Parameters, querySchemaOf } from "../edge/parameters.ts";
import type { AnyQuery } from "./query-definition.ts";

const Position = Type.Object({ position: Type.String({ description: "Up to where the answer knows the ledger" }) });

/** Documentation of a question's route; nothing is validated or left out by it. */
export function queryDocumentation(query: AnyQuery, parameters: Parameters): FastifySchema {
  const answer = { "application/json": { schema: { allOf: [documented(query.response), Position] } } };
  return {
    operationId: query.operation,
    summary: query.summary,
    tags: [query.tag],
    querystring: documented(querySchemaOf(parameters)),
    response: { 200: { description: query.summary, content: answer }, ...problemResponses(codesOf(query, parameters)) },
    ...(query.roles !== undefined && { "x-roles": query.roles }),
  } as FastifySchema;
}

function codesOf({ url, roles }: AnyQuery, parameters: Parameters): readonly RefusalCode[] {
  const names = Object.keys(parameters);
  return [
    ...GENERAL_CODES,
    ...(roles === undefined ? [] : (["NOT_AUTHORISED"] as const)),
    ...(url.includes(":") || names.includes("entityId") ? (["RESOURCE_NOT_FOUND"] as const) : []),
    ...(url.includes(":accountId") ? (["ACCOUNT_NOT_FOUND"] as const) : []),
    ...(url.includes(":approvalId") ? (["APPROVAL_NOT_FOUND", "BRANCH_SCOPE"] as const) : []),
    ...(url.includes(":customerId") ? (["CUSTOMER_NOT_FOUND"] as const) : []),
    ...(url.includes(":accountId") || url.includes(":customerId") || names.includes("branchId") ? (["BRANCH_SCOPE"] as const) : []),
    ...(names.includes("asOf") || names.includes("to") ? (["BAD_DATE", "AS_OF_IN_FUTURE"] as const) : []),
    ...(names.some((name) => name.startsWith("known")) ? (["KNOWN_AT_IN_FUTURE"] as const) : []),
    ...(names.includes("currency") ? (["UNKNOWN_CURRENCY"] as const) : []),
    ...(names.includes("from") || names.includes("knownFrom") ? (["VALIDITY_INVERTED"] as const) : []),
    "UNSUPPORTED_FORMAT",
    "PROJECTION_BEHIND",
  ];
}
