import { InvalidCursor } from "../../../projections/query/page.ts";
import { type Refusal, Refused } from "../../application/ledger.ts";
import { OutcomeUnknown, StoreUnavailable } from "../../event-store/port.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { refused } from "./refused.ts";

/** What the caller is told, and whether somebody should look at it. */
export interface Failure {
  readonly refusal: Refusal;
  readonly isFault: boolean;
}

/** Errors of the framework that are the caller's doing, by code. Their own texts stay inside. */
const FRAMEWORK: Readonly<Record<string, (bodyLimit?: number) => Refused>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (bodyLimit) => refused("BODY_TOO_LARGE", bodyLimit === undefined ? {} : { limit: `${bodyLimit} bytes` }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => refused("UNSUPPORTED_FORMAT", {}, "/headers/content-type"),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    refused("MALFORMED", { expected: "as many bytes as Content-Length says" }, "/headers/content-length"),
  FST_ERR_BAD_URL: () => refused("MALFORMED", { expected: "a well-formed path" }),
  FST_ERR_MAX_PARAM_LENGTH: () => refused("RESOURCE_NOT_FOUND"),
  FST_ERR_ASYNC_CONSTRAINT: () => refused("MALFORMED"),
};

/** Any error as a refusal. What is none of ours becomes INTERNAL_ERROR: nothing of it reaches the caller. */
export function failureOf(error: unknown, bodyLimit?: number): Failure {
  if (error instanceof Refused) return { refusal: error.refusal, isFault: false };
  if (error instanceof InvalidCursor)
    return { refusal: refused("MALFORMED", { expected: "a nextCursor of this list" }, "/query/cursor").refusal, isFault: false };
  if (error instanceof StoreUnavailable) return unavailable("STORE_UNAVAILABLE", error.retryAfterSeconds);
  if (error instanceof OutcomeUnknown) return unavailable("OUTCOME_UNKNOWN", 1);
  const code = codeOf(error);
  const known = FRAMEWORK[code];
  if (known !== undefined) return { refusal: known(bodyLimit).refusal, isFault: false };
  if (isLostConnection(code, error)) return unavailable("STORE_UNAVAILABLE", 1);
  return isCallersFault(error)
    ? { refusal: refused("MALFORMED").refusal, isFault: false }
    : { refusal: refused("INTERNAL_ERROR").refusal, isFault: true };
}

function unavailable(code: RefusalCode, retryAfterSeconds: number): Failure {
  return { refusal: { violations: [{ code, facts: {} }], traceId: "", retryAfterSeconds }, isFault: true };
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** SQLSTATE classes 08 (connection), 53 (resources), 57P (server going down), 58 (its system), and what sockets say. */
const LOST = /^(08...|53...|57P0.|58...|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH)$/;

function isLostConnection(code: string, error: unknown): boolean {
  return (
    LOST.test(code) || (error instanceof Error && /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message))
  );
}

/** An error the framework made out of the request itself: aborted, truncated, cut short. */
function isCallersFault(error: unknown): boolean {
  const status = typeof error === "object" && error !== null && "statusCode" in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500;
}
