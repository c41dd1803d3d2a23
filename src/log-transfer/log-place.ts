import type { ProcessBook } from "../application/ports.ts";
import type { EventStore } from "../event-store/port.ts";
import type { WholeKeyTable } from "../key-store/key-table.ts";

/** Servers of a database are kept from running while it is held. */
export interface Standstill {
  /** Aborted when that is no longer certain. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Where a log lies, with what is kept beside it. No ledger runs on it, and nothing is set up in it that was not there. */
export interface LogPlace {
  readonly store: EventStore;
  /** All of them wrapped: nothing here needs the master key. */
  readonly keys: Pick<WholeKeyTable, "findLedger" | "listSubjects" | "adopt">;
  readonly processes: Pick<ProcessBook, "positions" | "parked" | "reachOrdinal" | "reachDate" | "park">;
  /** What is appended from now on is recorded at this time, in milliseconds since 1970. */
  setClock(ms: number): void;
  /** Nothing where a server runs on the database. */
  holdStill(): Promise<Standstill | undefined>;
  /** A log that is being imported is marked in its database, and no ledger started on it; a finished one is where the ledger is from then on. */
  readonly imports: { isMarked(): Promise<boolean>; mark(): Promise<void>; finish(): Promise<void> };
  close(): Promise<void>;
}
