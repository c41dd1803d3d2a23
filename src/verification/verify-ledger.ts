import type { EventStore } from "../event-store/port.ts";
import { type CheckResult, Findings } from "./check.ts";
import { LogChecks } from "./log-checks.ts";
import type { ReadFigures } from "./read-figures.ts";
import { SumChecks } from "./sum-checks.ts";

/** A table as it is and as a replay of the log makes it. */
export interface TableComparison {
  readonly table: string;
  /** The ordinal both were looked at. */
  readonly ordinal: number;
  readonly live: string;
  readonly rebuilt: string;
  readonly equal: boolean;
}

/** The kept state of a long account, and whether its history makes the same. */
export interface SnapshotComparison {
  readonly stream: string;
  readonly revision: number;
  readonly equal: boolean;
}

export interface VerificationParts {
  readonly store: Pick<EventStore, "head" | "readAll">;
  readFigures(): Promise<ReadFigures>;
  /** Left out where the comparison with a rebuild is not wanted: it reads the whole log once more and writes every table anew. */
  compareWithRebuild?(): Promise<readonly TableComparison[]>;
  /** Left out with the other: it folds every account that has a snapshot from its first event. */
  compareSnapshots?(): Promise<readonly SnapshotComparison[]>;
  onProgress?(done: number, total: number): void;
}

export interface Verification {
  /** Ordinal up to which the log was read. */
  readonly ordinal: number;
  readonly checks: readonly CheckResult[];
}

const PAGE_EVENTS = 5_000;

/**
 * Holds a ledger to its promises: the order of its log, the sums of its read models against an independent fold, replay = live. Reads the
 * log once, in pages; the server may run meanwhile.
 */
export async function verifyLedger(parts: VerificationParts): Promise<Verification> {
  const { store, onProgress } = parts;
  // Figures first: whatever they have seen is then in the part of the log that is read.
  const figures = await parts.readFigures();
  const { ordinal: head } = await store.head();
  const log = new LogChecks();
  const sums = new SumChecks(figures);
  for (let after = 0; after < head; ) {
    const page = await store.readAll(after, Math.min(PAGE_EVENTS, head - after));
    for (const event of page) {
      log.see(event);
      sums.see(event);
    }
    const last = page.at(-1)?.ordinal;
    if (last === undefined || last <= after) break;
    after = last;
    onProgress?.(after, head);
  }
  const checks = [...log.results(head), ...sums.results(head)];
  if (parts.compareWithRebuild !== undefined) checks.push(compared(await parts.compareWithRebuild()));
  if (parts.compareSnapshots !== undefined) checks.push(sameAsFolded(await parts.compareSnapshots()));
  return { ordinal: head, checks };
}

function compared(tables: readonly TableComparison[]): CheckResult {
  const findings = new Findings("a replay of the log makes the tables that are live", "tables");
  for (const { table, ordinal, live, rebuilt, equal } of tables) {
    findings.count("tables");
    if (!equal || live !== rebuilt) findings.fault(`${table} at ordinal ${ordinal}: live ${short(live)}, rebuilt ${short(rebuilt)}`);
  }
  if (tables.length === 0) findings.fault("there is no table to compare");
  return findings.result();
}

function sameAsFolded(snapshots: readonly SnapshotComparison[]): CheckResult {
  const findings = new Findings("what is kept of a long account is what its history makes", "snapshots");
  for (const { stream, revision, equal } of snapshots) {
    findings.count("snapshots");
    if (!equal)
      findings.fault(`the snapshot of ${stream} at revision ${revision} is not what its events make: empty the schema cartera_snapshots`);
  }
  return findings.result();
}

const short = (hash: string) => (hash === "" ? "nothing" : hash.slice(0, 12));
