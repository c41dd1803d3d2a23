import { setTimeout as sleep } from "node:timers/promises";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** How long to go on trying: pauses that double, and an end. Made anew for each trouble, since what counts is time without progress. */
export class Patience {
  readonly #limitMs: number;
  #sinceMs: number | undefined;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /**
   * Pauses before the next try: at least as long as the server asked for, and a little at random so that callers do not come back all at
   * once. False when the time is up, or would be before the server wants to be asked again.
   */
  async pause(retryAfterMs = 0): Promise<boolean> {
    const nowMs = performance.now();
    this.#sinceMs ??= nowMs;
    const leftMs = this.#sinceMs + this.#limitMs - nowMs;
    if (leftMs <= 0 || retryAfterMs > leftMs) return false;
    const jitter = 0.75 + Math.random() / 2;
    await sleep(Math.max(retryAfterMs, Math.min(this.#pauseMs * jitter, leftMs)));
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    return true;
  }

  /** Something worked: the next trouble is a new one. */
  restore(): void {
    this.#sinceMs = undefined;
    this.#pauseMs = FIRST_PAUSE_MS;
  }
}
