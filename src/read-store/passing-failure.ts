import { DatabaseError } from "pg";

/**
 * SQLSTATE classes of failures that pass: connection, rollback (deadlock, serialisation), resources, object in use (lock time-out), operator
 * intervention, system and internal errors.
 */
const PASSING_CLASSES = new Set(["08", "40", "53", "55", "57", "58", "XX"]);
const CONNECTION_LOST =
  /connection (terminated|error|ended)|client has encountered a connection error|timeout exceeded|server closed the connection/i;

/** Whether the same statement may succeed later; everything else is a fault of the event or of the fold. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseError) return PASSING_CLASSES.has((error.code ?? "").slice(0, 2));
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  return (typeof code === "string" && /^E[A-Z]+$/.test(code)) || CONNECTION_LOST.test(error.message);
}

/** A lock was not granted in the time allowed. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "55P03";
}
