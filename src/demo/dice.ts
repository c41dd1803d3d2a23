/** Chance that repeats itself: the same seed gives the same throws, on every machine and in every version of Node. */
export class Dice {
  readonly #seed: string;
  #state: number;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = hashOf(seed);
  }

  /** Dice of their own for a part of the story: what is thrown elsewhere does not change them. */
  for(part: string): Dice {
    return new Dice(`${this.#seed} ${part}`);
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor((this.#next() * (most - least + 1)) / 2 ** 32);
  }

  /** True so many times out of a hundred. */
  percent(chance: number): boolean {
    return this.whole(1, 100) <= chance;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.whole(0, list.length - 1)];
    if (picked === undefined) throw new Error("there is nothing to pick from");
    return picked;
  }

  /** The next number of 32 bits (Mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
