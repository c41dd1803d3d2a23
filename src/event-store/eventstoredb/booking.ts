import { setImmediate as nextTurn } from "node:timers/promises";
import { AnotherLog, isBehind, type PlaceBook } from "../place-book.ts";
import { pause } from "../subscription-loop.ts";
import { unavailable } from "./failure.ts";
import type { LogTail } from "./log-tail.ts";

const MAX_APPENDS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

interface Waiting {
  readonly ordinal: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Brings what comes into the place book, one stretch after the other; what comes while one is written goes with the next. Subscribers hear of an
 * event when it is in the book, so that no read model gets further than the book of the same database.
 */
export class Booking {
  readonly #book: PlaceBook;
  readonly #tail: LogTail;
  readonly #log: { warn(details: object, message: string): void };
  readonly #stop = new AbortController();
  #writing: Promise<void> | undefined;
  #waiting: Waiting[] = [];
  #heard = new AbortController();

  constructor(book: PlaceBook, tail: LogTail, log: { warn(details: object, message: string): void }) {
    this.#book = book;
    this.#tail = tail;
    this.#log = log;
  }

  /** Aborted when the book grows. */
  get news(): AbortSignal {
    return this.#heard.signal;
  }

  /** Resolves when everything up to an ordinal that was read is in the book. Rejects when the book cannot be written now. */
  async until(ordinal: number): Promise<void> {
    if (ordinal <= this.#tail.booked.ordinal) return;
    const booked = new Promise<void>((resolve, reject) => this.#waiting.push({ ordinal, resolve, reject }));
    this.wake();
    return booked;
  }

  /** There may be something to write. */
  wake(): void {
    if (this.#stop.signal.aborted || this.#tail.head.ordinal === this.#tail.booked.ordinal) return;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.wake();
    });
  }

  /** Moves the end of the book over what is not the ledger's, so that the next start need not read it again; unless something is written now. */
  async note(): Promise<void> {
    if (this.#writing !== undefined) return;
    this.#writing = this.#writeOnce()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#writing = undefined;
        this.wake();
      });
    await this.#writing;
  }

  /** Writes what is left, as far as that is possible now. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#writing;
    await this.note();
    for (const { reject } of this.#waiting.splice(0)) reject(unavailable("The event store is closed", ""));
  }

  async #writeAll(): Promise<void> {
    // What one answer of the node brought goes together.
    await nextTurn();
    for (let pauseMs = FIRST_PAUSE_MS; this.#tail.head.ordinal > this.#tail.booked.ordinal; ) {
      try {
        await this.#writeOnce();
      } catch (error) {
        this.#fail(error);
        await pause(pauseMs, this.#stop.signal);
        if (this.#stop.signal.aborted) return;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #writeOnce(): Promise<void> {
    const { appends, to } = this.#tail.unbooked(MAX_APPENDS);
    if (to.position === undefined || !isBehind(to.position, this.#tail.booked.position)) return;
    await this.#book.write(appends, to);
    this.#tail.isBooked(appends, to);
    const reached = this.#waiting.filter(({ ordinal }) => ordinal <= to.ordinal);
    this.#waiting = this.#waiting.filter(({ ordinal }) => ordinal > to.ordinal);
    for (const { resolve } of reached) resolve();
    if (appends.length === 0) return;
    const heard = this.#heard;
    this.#heard = new AbortController();
    heard.abort();
  }

  #fail(error: unknown): void {
    this.#log.warn({ err: error }, "The place book could not be written");
    const reason = error instanceof AnotherLog ? error : unavailable("The place book cannot be written", error);
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}
