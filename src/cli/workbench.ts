import type { ReadDatabase } from "../../projections/define-projection.ts";
import type { ParkedStep } from "../application/ports.ts";
import type { EventStore } from "../event-store/port.ts";
import type { SnapshotComparison, TableComparison } from "../verification/verify-ledger.ts";

export interface RebuildProgress {
  /** Ordinal reached. */
  readonly done: number;
  readonly total: number;
  readonly eventsPerSecond: number;
}

/** A ledger from the inside, without its server: what an operator rebuilds and verifies. */
export interface Workbench {
  readonly store: EventStore;
  /** For the queries of `projections/`. */
  readonly queries: ReadDatabase;
  /** Names of all read models. */
  readonly projections: readonly string[];
  /** Builds read models anew beside the live ones and puts them in their place. */
  rebuild(names: readonly string[] | "all", onProgress: (progress: RebuildProgress) => void): Promise<void>;
  /** A hash of each live table by its name. */
  tableHashes(): Promise<ReadonlyMap<string, string>>;
  /** Replays the log into tables beside the live ones and compares the two. */
  compareWithRebuild(): Promise<readonly TableComparison[]>;
  /** Folds every account that has a snapshot from its first event and compares the two. */
  compareSnapshots(): Promise<readonly SnapshotComparison[]>;
  /** Steps of processes that were refused and wait, oldest first. */
  parkedSteps(): Promise<readonly ParkedStep[]>;
  /** Takes a parked step again; nothing when there is none of this id. */
  retryParked(parkedId: string): Promise<"done" | "parked" | undefined>;
  close(): Promise<void>;
}
