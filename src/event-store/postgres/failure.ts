import pg from "pg";
import { StoreUnavailable } from "../port.ts";

/**
 * What an error says about the statement:
 * - `lost`: the connection is gone, the statement may have been carried out;
 * - `again`: rolled back for a passing reason, worth another try;
 * - `unable`: rolled back, the server cannot do it now, whatever the statement holds (disk full, read-only, shutting down, no right);
 * - `refused`: rolled back, something in this statement's data is at fault.
 */
export type Failure = "lost" | "again" | "unable" | "refused";

const PASSING = new Set(["40001", "40P01", "55P03"]);
/** Classes of SQLSTATE that do not depend on the data: resources, operator, state of the transaction, system, rights and names, sessions. */
const UNABLE = new Set(["53", "57", "25", "58", "42", "28", "3D", "F0"]);

export function failureOf(error: unknown): Failure {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return "lost";
  if (error.severity === "FATAL" || error.severity === "PANIC" || error.code.startsWith("08")) return "lost";
  if (PASSING.has(error.code)) return "again";
  return UNABLE.has(error.code.slice(0, 2)) ? "unable" : "refused";
}

/** An error of a read, as callers of the port may see it. */
export function readError(error: unknown): Error {
  if (failureOf(error) === "refused") return error as Error;
  return unavailable("The log cannot be read", error);
}

export function unavailable(message: string, cause: unknown): StoreUnavailable {
  const error = new StoreUnavailable(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`);
  error.cause = cause;
  return error;
}
