import { Refused } from "../../application/ledger.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";

/** A refusal made at the edge. Its trace is that of the request, filled in where it is answered. */
export function refusedFor(violations: readonly Violation[], retryAfterSeconds?: number): Refused {
  return new Refused({ violations, traceId: "", ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}

/** `throw refused("MALFORMED", { needed: "Idempotency-Key" }, "/headers/idempotency-key")` */
export function refused(code: RefusalCode, facts: Violation["facts"] = {}, pointer?: string): Refused {
  return refusedFor([violation(code, facts, pointer)]);
}
