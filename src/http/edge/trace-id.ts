import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;
const TRACEPARENT_LENGTH = 55;

/** The caller's trace, where it sent a valid W3C `traceparent`; else a new one. Names the request in answers and logs. */
export function traceIdOf({ headers }: IncomingMessage): string {
  const given = headers.traceparent;
  if (typeof given === "string" && given.length >= TRACEPARENT_LENGTH && given.length <= 2 * TRACEPARENT_LENGTH) {
    const traceId = TRACEPARENT.exec(given)?.[1];
    if (traceId !== undefined) return traceId;
  }
  return randomUUID().replaceAll("-", "");
}
