import type { ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { cartera, ended, hasEnded, type Place, untilReady } from "../place.ts";

/** A start may find the database away, and so may the next one. */
const MAX_STARTS = 20;

/** A server process that is started again whenever it has ended, as whatever supervises it would do. */
export class KeptServer {
  readonly place: Place;
  isServing = false;
  /** How often it ended although nobody had killed it. */
  endedByItself = 0;
  readonly #news = new EventEmitter();
  #child: ChildProcess | undefined;
  #isKept = true;
  #keeping: Promise<void> = Promise.resolve();

  constructor(place: Place) {
    this.place = place;
  }

  /** Resolves when it answers for the first time. */
  async start(): Promise<void> {
    this.#keeping = this.#keep();
    await this.untilServing();
  }

  /** Rejects when it cannot be started any more. */
  async untilServing(): Promise<void> {
    if (!this.isServing) await Promise.race([once(this.#news, "serving"), this.#keeping]);
  }

  kill(): void {
    this.isServing = false;
    this.#child?.kill("SIGKILL");
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    this.#isKept = false;
    this.#child?.kill("SIGTERM");
    await this.#keeping.catch(() => undefined); // whoever waited for it has heard
  }

  async #keep(): Promise<void> {
    for (let starts = 1; this.#isKept; starts += 1) {
      const child = cartera(this.place, "start");
      this.#child = child;
      try {
        await untilReady(child, this.place);
      } catch (error) {
        if (starts === MAX_STARTS) throw error;
        continue;
      }
      this.isServing = !hasEnded(child);
      this.#news.emit("serving");
      await ended(child);
      this.isServing = false;
      starts = 0;
      if (this.#isKept && child.signalCode === null) this.endedByItself += 1;
    }
  }
}
