/** What one check looked at and what it found. */
export interface CheckResult {
  /** Stands alone: "revisions of every stream run from 0 without a gap". */
  readonly name: string;
  /** How much was looked at, by what it is: { events: 1200, streams: 45 }. */
  readonly looked: Readonly<Record<string, number>>;
  readonly faultCount: number;
  /** The first faults in the order in which they were met, each a sentence that names the thing. */
  readonly faults: readonly string[];
}

/** A broken ledger can be broken in a million places: so many are told, the rest counted. */
const TOLD_FAULTS = 20;

/** Gathers what one check finds while it looks. */
export class Findings {
  readonly #name: string;
  readonly #looked: Record<string, number> = {};
  readonly #faults: string[] = [];
  #faultCount = 0;

  constructor(name: string, ...kinds: readonly string[]) {
    this.#name = name;
    for (const kind of kinds) this.#looked[kind] = 0;
  }

  count(kind: string, more = 1): void {
    this.#looked[kind] = (this.#looked[kind] ?? 0) + more;
  }

  fault(sentence: string): void {
    this.#faultCount += 1;
    if (this.#faults.length < TOLD_FAULTS) this.#faults.push(sentence);
  }

  result(): CheckResult {
    return { name: this.#name, looked: this.#looked, faultCount: this.#faultCount, faults: this.#faults };
  }
}
