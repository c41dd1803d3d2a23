import { StoreUnavailable } from "../port.ts";

/** What a failed call tells about what became of it. */
export type Failure =
  /** It never reached a node. */
  | "not sent"
  /** The stream was not where the call expected it, or our own first try has moved it. */
  | "wrong version"
  | "no such stream"
  | "too large"
  | "no access"
  /** It may have happened. */
  | "doubtful";

/** The call was sent and no answer came in time. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

const BY_TYPE: Readonly<Record<string, Failure>> = {
  "wrong-expected-version": "wrong version",
  "stream-not-found": "no such stream",
  "maximum-append-size-exceeded": "too large",
  "access-denied": "no access",
};

export function failureOf(error: unknown): Failure {
  const { type, message = "" } = error as { type?: string; message?: string };
  // A refused connection comes as a plain error without a type.
  if (message.includes("No connection established") || message.includes("ECONNREFUSED")) return "not sent";
  return (type === undefined ? undefined : BY_TYPE[type]) ?? "doubtful";
}

/** UNKNOWN and INTERNAL come from a client or a connection that does not mend by itself; so does silence. */
export function isSickness(error: unknown): boolean {
  return error instanceof NoAnswer || (error as { type?: string }).type === "unknown";
}

export function unavailable(message: string, cause: unknown): StoreUnavailable {
  const error = new StoreUnavailable(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`);
  error.cause = cause;
  return error;
}

/** A read that failed took nothing with it: it can be asked again. */
export function readError(error: unknown): Error {
  return error instanceof StoreUnavailable ? error : unavailable("EventStoreDB does not answer", error);
}
