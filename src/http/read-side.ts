import type { ReadDatabase } from "../../projections/define-projection.ts";
import type { ProcessRunner } from "../application/processes/process-runner.ts";
import { bindQueries, type ReadQueries } from "./queries/read-queries.ts";

/** Where one read model stands: an entry of GET /v1/projections. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /** Ordinal of the last event it has folded. */
  readonly position: number;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly state: "running" | "rebuilding" | "halted";
  readonly error: { readonly ordinal: number; readonly type: string; readonly message: string } | null;
}

/** What the edge needs to answer questions: read models, how far they are, and the log's points of knowledge. */
export interface ReadSide {
  readonly queries: ReadQueries;
  /** True once the named read models (default: all) have folded the event of this ordinal, false after the time-out. */
  waitFor(ordinal: number, timeoutMs: number, names?: readonly string[]): Promise<boolean>;
  status(): Promise<readonly ProjectionStatus[]>;
  /** Where the processes stand, and the steps that wait. */
  processes(): ReturnType<ProcessRunner["status"]>;
  /** The end of the log. With `settled`, nothing still in flight may get an earlier or equal `recordedAt` afterwards. */
  head(options?: { readonly settled?: boolean }): Promise<{ readonly ordinal: number; readonly recordedAt: string }>;
  /** The last ordinal recorded at or before an instant, always the end of an append; 0 when there is none. */
  ordinalAt(instant: string): Promise<number>;
  /** The last ordinal at or before `ordinal` that ends an append. */
  endOfAppend(ordinal: number): Promise<number>;
  /** The ledger's clock, in milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export interface ReadSideParts {
  /** `readStore.queries` */
  readonly database: ReadDatabase;
  readonly runner: Pick<ReadSide, "waitFor" | "status">;
  readonly processes: Pick<ProcessRunner, "status">;
  /** The event store. */
  readonly log: Pick<ReadSide, "head" | "ordinalAt" | "endOfAppend">;
  readonly clock: { now(): number };
}

/** `readSideOf({ database: readStore.queries, runner, processes, log: eventStore, clock })` */
export function readSideOf({ database, runner, processes, log, clock }: ReadSideParts): ReadSide {
  return {
    queries: bindQueries(database),
    waitFor: (ordinal, timeoutMs, names) => runner.waitFor(ordinal, timeoutMs, names),
    status: () => runner.status(),
    processes: () => processes.status(),
    head: (options) => log.head(options),
    ordinalAt: (instant) => log.ordinalAt(instant),
    endOfAppend: (ordinal) => log.endOfAppend(ordinal),
    now: () => clock.now(),
  };
}
