/** Chance that is the same for the same seed: what one step of a history does with the account it finds. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From nothing up to a number, which is included. */
  upTo(most: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % (most + 1);
  }

  between(least: number, most: number): number {
    return least + this.upTo(most - least);
  }

  /** Once in so many times. */
  once(times: number): boolean {
    return this.upTo(times - 1) === 0;
  }

  /** One of a list that is not empty. */
  of<T>(...list: readonly T[]): T {
    return list[this.upTo(list.length - 1)] as T;
  }

  /** One of those there are; now and then, or where there is none, one that does not exist. */
  known(ids: Iterable<string>, unknown: string): string {
    const all = [...ids];
    return all.length === 0 || this.once(30) ? unknown : this.of(...all);
  }

  /** Mostly one of the first list, sometimes one of the second. */
  rather(ids: readonly string[], others: Iterable<string>, unknown: string): string {
    return this.known(ids.length === 0 || this.once(8) ? others : ids, unknown);
  }
}
