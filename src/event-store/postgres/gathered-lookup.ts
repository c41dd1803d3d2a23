/**
 * Turns many small questions into few: keys asked for in the same turn of the event loop, or while as many queries as allowed are under way,
 * go out together. A question never joins a query that was sent before it was asked, so an answer is as fresh as one of its own would be.
 */
export class GatheredLookup<Value> {
  readonly #query: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  #next: { readonly keys: Set<string>; readonly found: Promise<ReadonlyMap<string, Value>> } | undefined;
  #underWay = 0;
  #freed: (() => void)[] = [];

  constructor(query: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#query = query;
  }

  async find(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    if (keys.length === 0) return new Map();
    if (this.#next === undefined || this.#next.keys.size + keys.length > MAX_KEYS) this.#next = this.#gather();
    for (const key of keys) this.#next.keys.add(key);
    const found = await this.#next.found;
    const own = new Map<string, Value>();
    for (const key of keys) {
      const value = found.get(key);
      if (value !== undefined) own.set(key, value);
    }
    return own;
  }

  #gather(): { readonly keys: Set<string>; readonly found: Promise<ReadonlyMap<string, Value>> } {
    const gathered = { keys: new Set<string>(), found: Promise.resolve<ReadonlyMap<string, Value>>(new Map()) };
    gathered.found = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      while (this.#underWay >= MAX_UNDER_WAY) await new Promise<void>((resolve) => this.#freed.push(resolve));
      if (this.#next === gathered) this.#next = undefined;
      this.#underWay += 1;
      try {
        return await this.#query([...gathered.keys]);
      } finally {
        this.#underWay -= 1;
        this.#freed.shift()?.();
      }
    });
    return gathered;
  }
}

const MAX_KEYS = 1_000;
const MAX_UNDER_WAY = 2;
