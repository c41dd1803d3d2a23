/**
 * State that is folded in place and can be taken back. Every change of a journaled map or cell leaves its undo in the journal, so that
 * a failed append rolls the state back to a savepoint instead of folding the whole history again.
 */
export class Journal {
  #undo: (() => void)[] = [];
  #dropped = 0;
  #recording = false;

  /** Undo is kept only while someone may still roll back; loading a long history keeps none. */
  startRecording(): void {
    this.#recording = true;
  }

  record(undo: () => void): void {
    if (this.#recording) this.#undo.push(undo);
  }

  /** A point to roll back to. Points stay valid until they are released. */
  savepoint(): number {
    return this.#dropped + this.#undo.length;
  }

  /** Undoes everything since the savepoint, newest first. */
  rollback(savepoint: number): void {
    const keep = savepoint - this.#dropped;
    if (keep < 0 || keep > this.#undo.length) throw new Error("this savepoint was released or never taken");
    while (this.#undo.length > keep) this.#undo.pop()?.();
  }

  /** What came before the savepoint is final: its undo is forgotten. */
  release(savepoint: number): void {
    const done = savepoint - this.#dropped;
    if (done <= 0) return;
    this.#undo.splice(0, done);
    this.#dropped = savepoint;
  }

  map<K, V>(): JournaledMap<K, V> {
    return new JournaledMap(this);
  }

  cell<T>(initial: T): Cell<T> {
    return new Cell(this, initial);
  }
}

/** A map whose changes can be rolled back. Its values are replaced, never changed in place. */
export class JournaledMap<K, V> implements Iterable<[K, V]> {
  readonly #entries = new Map<K, V>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get size(): number {
    return this.#entries.size;
  }
  get(key: K): V | undefined {
    return this.#entries.get(key);
  }
  has(key: K): boolean {
    return this.#entries.has(key);
  }
  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }
  values(): IterableIterator<V> {
    return this.#entries.values();
  }
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#entries.entries();
  }

  set(key: K, value: V): void {
    const before = this.#entries.get(key);
    const had = before !== undefined || this.#entries.has(key);
    this.#journal.record(() => (had ? this.#entries.set(key, before as V) : this.#entries.delete(key)));
    this.#entries.set(key, value);
  }

  /** Replaces the value of a key that must be there: events about unknown things cannot reach a fold. */
  change(key: K, next: (value: V) => V): void {
    const value = this.#entries.get(key);
    if (value === undefined) throw new Error(`nothing is folded under ${String(key)}`);
    this.set(key, next(value));
  }

  /** The key's place in the order of the map is not restored by a rollback; folds must not depend on it. */
  delete(key: K): void {
    const before = this.#entries.get(key);
    if (before === undefined) return;
    this.#journal.record(() => this.#entries.set(key, before));
    this.#entries.delete(key);
  }
}

/** One value whose changes can be rolled back. */
export class Cell<T> {
  #value: T;
  readonly #journal: Journal;

  constructor(journal: Journal, initial: T) {
    this.#journal = journal;
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    const before = this.#value;
    this.#journal.record(() => {
      this.#value = before;
    });
    this.#value = value;
  }
}
