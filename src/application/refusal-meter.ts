const MINUTE_MS = 60_000;

/**
 * How many refusals a person has had remembered this minute. Each is an event for ever, so a program gone wild is slowed down instead of
 * filling the log. Counted in this process alone.
 */
export class RefusalMeter {
  readonly #perMinute: number;
  #minute = 0;
  readonly #counts = new Map<string, number>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts one more; gives the seconds to wait when the person has had enough of them. */
  secondsToWait(personId: string, nowMs: number): number | undefined {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#counts.clear();
    }
    const count = this.#counts.get(personId) ?? 0;
    if (count >= this.#perMinute) return Math.ceil(((minute + 1) * MINUTE_MS - nowMs) / 1_000);
    this.#counts.set(personId, count + 1);
    return undefined;
  }
}
