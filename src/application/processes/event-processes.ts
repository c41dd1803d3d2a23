import { setTimeout as sleep } from "node:timers/promises";
import type { EventStore } from "../../event-store/port.ts";
import type { EventProcess } from "./define-process.ts";
import { EventReader } from "./event-reader.ts";
import type { StepOffice } from "./step-runner.ts";

/** How often the place in the log is written down while nothing of interest happens. */
const WRITE_DOWN_MS = 1_000;
/** Under load events gather for so long before they are read: few large pages cost the commands less than many small ones. */
const GATHER_MS = 50;
const LARGE_PAGE = 1_000;

export interface EventOffice extends StepOffice {
  readonly store: Pick<EventStore, "subscribe">;
  readonly writeDownMs?: number;
}

/**
 * Runs the event processes: the log is read once for all of them, from where the one that is furthest behind stands. After a crash the
 * events since then come again, and their steps have the same ids.
 */
export class EventProcesses {
  readonly #office: EventOffice;
  readonly #processes: readonly EventProcess[];
  readonly #stop: AbortSignal;
  readonly #writtenDown = new Map<string, number>();
  #readers: readonly EventReader[] = [];

  constructor(office: EventOffice, processes: readonly EventProcess[], stop: AbortSignal) {
    this.#office = office;
    this.#processes = processes;
    this.#stop = stop;
  }

  /** True when nothing is left to do about the events up to an ordinal; a process that stands still does nothing any more. */
  isDoneUpTo(ordinal: number): boolean {
    const running = this.#readers.filter(({ isHalted }) => !isHalted);
    return this.#readers.length === this.#processes.length && running.every((reader) => reader.ordinal >= ordinal);
  }

  async run(): Promise<void> {
    if (this.#processes.length === 0) return;
    const { book, store, writeDownMs = WRITE_DOWN_MS } = this.#office;
    for (const { process, ordinal } of await book.positions()) if (ordinal !== undefined) this.#writtenDown.set(process, ordinal);
    const readers: EventReader[] = [];
    for (const process of this.#processes) {
      await book.setError(process.name, undefined);
      readers.push(new EventReader(process, this.#writtenDown.get(process.name) ?? 0, this.#office, this.#stop));
    }
    this.#readers = readers;
    const from = Math.min(...readers.map(({ ordinal }) => ordinal));
    const subscription = store.subscribe(from, async (events) => {
      await Promise.all(readers.map((reader) => reader.hand(events)));
      if (events.length < LARGE_PAGE) await sleep(GATHER_MS, undefined, { signal: this.#stop }).catch(() => undefined);
    });
    while (!this.#stop.aborted) {
      await sleep(writeDownMs, undefined, { signal: this.#stop }).catch(() => undefined);
      await this.#writeDown(readers);
    }
    await subscription.close();
    await Promise.all(readers.map((reader) => reader.settled()));
    await this.#writeDown(readers);
  }

  /** Losing the place costs nothing but looking at the same events again. */
  async #writeDown(readers: readonly EventReader[]): Promise<void> {
    const { book, clock, log } = this.#office;
    for (const { process, ordinal } of readers) {
      if (ordinal <= (this.#writtenDown.get(process.name) ?? 0)) continue;
      try {
        await book.reachOrdinal(process.name, ordinal, new Date(clock.now()).toISOString());
        this.#writtenDown.set(process.name, ordinal);
      } catch (error) {
        log.warn(`processes: the place in the log could not be written down: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
