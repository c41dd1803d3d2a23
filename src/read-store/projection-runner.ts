import { setTimeout as sleep } from "node:timers/promises";
import type { ProjectionDefinition } from "../../projections/define-projection.ts";
import { projections as registry } from "../../projections/registry.ts";
import { ClaimUses } from "../event-store/claim-uses.ts";
import { type SessionLock, waitForSessionLock } from "./leadership.ts";
import { LiveTargets } from "./live-targets.ts";
import type { ReadStore } from "./open-read-store.ts";
import { PositionWaiters } from "./position-waiters.ts";
import { decodeBatch, type Target } from "./project-batch.ts";
import { listProjectionStatus, type ProjectionStatus } from "./projection-status.ts";
import { rebuildProjections } from "./rebuild.ts";
import { batchesOfWholeAppends, type EventLog } from "./whole-appends.ts";

/** Of the session lock that whoever projects holds: on a database with a running server it is taken. */
export const PROJECTION_LOCK = "projection runner";

const ELECTION_PAUSE_MS = 500;
const REFRESH_MS = 2_000;
const FAILURE_PAUSE_MS = 1_000;
const MAX_BATCH_EVENTS = 1_000;
/** Two appends that an engine let race for one claim stand close together; `cartera verify` looks through the whole log. */
const REMEMBERED_CLAIMS = 100_000;

export interface RunnerLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface RunnerOptions {
  readonly readStore: ReadStore;
  readonly eventStore: EventLog;
  readonly log: RunnerLog;
  readonly projections?: readonly ProjectionDefinition[];
  readonly batchSize?: number;
  readonly electionPauseMs?: number;
}

export interface ProjectionRunner {
  /** True once the named read models (default: all) have folded the event of this ordinal, false after the time-out. */
  waitFor(ordinal: number, timeoutMs: number, names?: readonly string[]): Promise<boolean>;
  status(): Promise<readonly ProjectionStatus[]>;
  /** Whether this process is the one that projects. */
  isLeading(): boolean;
  close(): Promise<void>;
}

/** Starts feeding the read models, or standing by for the process that does. Returns at once; `waitFor` tells when something is there. */
export async function startProjectionRunner(options: RunnerOptions): Promise<ProjectionRunner> {
  const { readStore, eventStore, projections = registry } = options;
  const waiters = new PositionWaiters(
    readStore,
    projections.map(({ name }) => name),
  );
  const runner = new Runner(options, projections, waiters);
  const finished = runner.run();
  return {
    waitFor: (ordinal, timeoutMs, names) => waiters.waitFor(ordinal, timeoutMs, names),
    status: () => listProjectionStatus(readStore, eventStore, projections),
    isLeading: () => runner.leading,
    async close() {
      runner.stop.abort();
      await finished;
    },
  };
}

class Runner {
  readonly stop = new AbortController();
  leading = false;
  readonly #options: RunnerOptions;
  readonly #projections: readonly ProjectionDefinition[];
  readonly #waiters: PositionWaiters;
  /** Batches and looks at the bookkeeping go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RunnerOptions, projections: readonly ProjectionDefinition[], waiters: PositionWaiters) {
    this.#options = options;
    this.#projections = projections;
    this.#waiters = waiters;
  }

  async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        const lock = await waitForSessionLock(
          this.#options.readStore,
          PROJECTION_LOCK,
          this.#options.electionPauseMs ?? ELECTION_PAUSE_MS,
          this.stop.signal,
        );
        if (lock === undefined) return;
        await this.#lead(lock).finally(() => lock.release());
      } catch (error) {
        this.#options.log.error(`projections: ${describe(error)}`);
        await sleep(FAILURE_PAUSE_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
      this.leading = false;
    }
  }

  async #lead(lock: SessionLock): Promise<void> {
    const { readStore, eventStore, log } = this.#options;
    const targets = new LiveTargets(readStore, eventStore, this.#projections, (target) => this.#reportHalt(target));
    const outdated = await targets.prepare();
    this.leading = true;
    this.#waiters.heard(targets.checkpoints);
    const end = AbortSignal.any([lock.lost, this.stop.signal]);
    const claimUses = new ClaimUses(REMEMBERED_CLAIMS);
    const upgrade = this.#upgrade(outdated, end);
    const subscription = eventStore.subscribe(targets.position, (events) =>
      this.#inTurn(async () => {
        for (const batch of batchesOfWholeAppends(events, this.#options.batchSize ?? MAX_BATCH_EVENTS)) {
          if (end.aborted) throw new Error("no longer the one who projects");
          await targets.take(decodeBatch(batch));
          this.#waiters.heard(targets.checkpoints);
          for (const fault of batch.flatMap((event) => claimUses.see(event).faults)) log.error(`${fault}: run cartera verify`);
        }
      }),
    );
    while (!end.aborted) {
      await sleep(REFRESH_MS, undefined, { signal: end }).catch(() => undefined);
      if (end.aborted) break;
      // A rebuild may have put new tables in the place of halted or outdated ones.
      await this.#inTurn(() => targets.reload()).catch((error) => log.warn(`projections: ${describe(error)}`));
      this.#waiters.heard(targets.checkpoints);
    }
    await subscription.close();
    await upgrade;
  }

  /** Read models of another version are built beside the live ones, which stay as they are until then. */
  async #upgrade(names: readonly string[], end: AbortSignal): Promise<void> {
    if (names.length === 0) return;
    const { readStore, eventStore, log } = this.#options;
    try {
      log.info(`projections: building new versions of ${names.join(", ")}`);
      await rebuildProjections({ readStore, eventStore, projections: this.#projections }, names, { signal: end });
    } catch (error) {
      if (!end.aborted) log.error(`projections: ${describe(error)}`);
    }
  }

  #reportHalt({ projection, generation }: Target): void {
    const { ordinal, type, message } = generation.error ?? { ordinal: 0, type: "", message: "" };
    this.#options.log.error(`projections: ${projection.name} halted at event ${ordinal} (${type}): ${message}`);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
