import type { FastifyRequest } from "fastify";
import { NO_STREAM } from "../../event-store/port.ts";
import { type Violation, violation } from "../../kernel/decider.ts";
import { refusedFor } from "../edge/refused.ts";

/** What stands around the body of a command. */
export interface CommandHeaders {
  readonly idempotencyKey: string;
  readonly expected?: number;
  readonly dryRun?: true;
}

export const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,128}$/;
const REVISION = /^"(\d{1,15})"$/;

/** Reads headers and query of a command; throws with all that is wrong about them. */
export function readCommandHeaders({ headers, query }: FastifyRequest): CommandHeaders {
  const wrong: Violation[] = [];
  const key = headers["idempotency-key"];
  if (typeof key !== "string" || !IDEMPOTENCY_KEY.test(key)) {
    wrong.push(violation("MALFORMED", { needed: "Idempotency-Key of 1 to 128 printable characters" }, "/headers/idempotency-key"));
  }
  const expected = expectedRevision(headers["if-match"], headers["if-none-match"], wrong);
  const dryRun = readFlag(query as Readonly<Record<string, unknown>>, "dryRun", wrong);
  if (wrong.length > 0) throw refusedFor(wrong);
  return { idempotencyKey: key as string, ...(expected !== undefined && { expected }), ...(dryRun && { dryRun }) };
}

function expectedRevision(ifMatch: string | undefined, ifNoneMatch: string | undefined, wrong: Violation[]): number | undefined {
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  if (ifNoneMatch === undefined) {
    const revision = REVISION.exec(ifMatch ?? "")?.[1];
    if (revision === undefined) wrong.push(violation("MALFORMED", { expected: 'If-Match: "<revision>"' }, "/headers/if-match"));
    return Number(revision);
  }
  if (ifMatch !== undefined || ifNoneMatch !== "*") {
    wrong.push(violation("MALFORMED", { expected: "If-None-Match: * without If-Match" }, "/headers/if-none-match"));
  }
  return NO_STREAM;
}

/** One flag is all a query of a command may hold. */
export function readFlag(query: Readonly<Record<string, unknown>>, name: string, wrong: Violation[]): true | undefined {
  for (const field of Object.keys(query)) {
    if (field !== name) wrong.push(violation("UNKNOWN_FIELD", { field }, `/query/${field}`));
  }
  const value = query[name];
  if (value !== undefined && value !== "true" && value !== "false")
    wrong.push(violation("MALFORMED", { expected: "true or false" }, `/query/${name}`));
  return value === "true" ? true : undefined;
}
