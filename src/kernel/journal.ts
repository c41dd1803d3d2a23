/**
 * State that is folded in place and can be taken back. Every change of a journaled map or cell leaves its undo in the journal, so that
 * a failed append rolls the state back to a savepoint instead of folding the whole history again.
 */
export class Journal {
  #undo: (() => void)[] = [];
  #dropped = 0;
  #recording = false;
  readonly #maps: JournaledMap<unknown, unknown>[] = [];
  readonly #cells: Cell<unknown>[] = [];

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

  /** True while nothing can be taken back: what the maps and cells hold is final. */
  get isAtRest(): boolean {
    return this.#undo.length === 0;
  }
  /** Everything that was made by this journal, in the order in which it was made: the whole state. */
  get maps(): readonly JournaledMap<unknown, unknown>[] {
    return this.#maps;
  }
  get cells(): readonly Cell<unknown>[] {
    return this.#cells;
  }

  /** A map that is asked for its keys one by one. Of a long history, what has not changed for long may be kept elsewhere. */
  map<K, V>(): JournaledMap<K, V> {
    return this.#made(new JournaledMap<K, V>(this, false));
  }

  /** A map that decisions go through from end to end: it stays in memory as it is. */
  list<K, V>(): JournaledMap<K, V> {
    return this.#made(new JournaledMap<K, V>(this, true));
  }

  #made<K, V>(map: JournaledMap<K, V>): JournaledMap<K, V> {
    this.#maps.push(map as JournaledMap<unknown, unknown>);
    return map;
  }

  cell<T>(initial: T): Cell<T> {
    const cell = new Cell(this, initial);
    this.#cells.push(cell as Cell<unknown>);
    return cell;
  }
}

/** Entries that are kept elsewhere, packed or on disk: read only, each value as it was put in. */
export interface KeptEntries<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  get(key: K): V | undefined;
}

/** In place of the value of a key that is kept but was deleted since. */
export const DELETED = Symbol("deleted");

/**
 * A map whose changes can be rolled back. Its values are replaced, never changed in place, and never undefined. What has not changed for long may
 * be kept elsewhere (`keep`); the map then holds only what differs from it. Folds must not depend on the order of the entries.
 */
export class JournaledMap<K, V> implements Iterable<[K, V]> {
  readonly #changed = new Map<K, V | typeof DELETED>();
  /** Whether all of it stays in memory. */
  readonly isList: boolean;
  readonly #journal: Journal;
  #kept: KeptEntries<K, V> | undefined;
  #size = 0;

  constructor(journal: Journal, isList: boolean) {
    this.#journal = journal;
    this.isList = isList;
  }

  get size(): number {
    return this.#size;
  }
  get(key: K): V | undefined {
    const value = this.#changed.get(key);
    if (value === undefined) return this.#kept?.get(key);
    return value === DELETED ? undefined : value;
  }
  has(key: K): boolean {
    return this.get(key) !== undefined;
  }
  keys(): IterableIterator<K> {
    return this.#kept === undefined ? this.#changed.keys() : mapped(this.#merged(), ([key]) => key);
  }
  values(): IterableIterator<V> {
    return mapped(this[Symbol.iterator](), ([, value]) => value);
  }
  [Symbol.iterator](): IterableIterator<[K, V]> {
    // Without kept entries nothing can be marked as deleted from them.
    return this.#kept === undefined ? (this.#changed as Map<K, V>).entries() : this.#merged();
  }

  set(key: K, value: V): void {
    const isNew = !this.has(key);
    this.#put(key, value, isNew ? 1 : 0);
  }

  /** Replaces the value of a key that must be there: events about unknown things cannot reach a fold. */
  change(key: K, next: (value: V) => V): void {
    const value = this.get(key);
    if (value === undefined) throw new Error(`nothing is folded under ${String(key)}`);
    this.#put(key, next(value), 0);
  }

  delete(key: K): void {
    if (!this.has(key)) return;
    this.#put(key, this.#kept?.get(key) === undefined ? undefined : DELETED, -1);
  }

  /** What differs from the entries that are kept. */
  changes(): readonly (readonly [K, V | typeof DELETED])[] {
    return [...this.#changed];
  }

  /** From now on these are the entries kept elsewhere; they hold the given changes, which are let go unless they changed again since. */
  keep(entries: KeptEntries<K, V>, changes: readonly (readonly [K, V | typeof DELETED])[]): void {
    this.#kept = entries;
    for (const [key, value] of changes) {
      const now = this.#changed.get(key);
      if (now === value) this.#changed.delete(key);
      // Deleted meanwhile, when it was not kept yet.
      else if (now === undefined) this.#changed.set(key, DELETED);
    }
  }

  /** Begins with entries that are kept elsewhere; the map must be empty. */
  restore(entries: KeptEntries<K, V>): void {
    this.#kept = entries;
    this.#size = entries.size;
  }

  *#merged(): IterableIterator<[K, V]> {
    for (const entry of this.#kept ?? []) if (!this.#changed.has(entry[0])) yield entry;
    for (const [key, value] of this.#changed) if (value !== DELETED) yield [key, value];
  }

  /** Undefined: nothing of this key differs from what is kept. */
  #put(key: K, value: V | typeof DELETED | undefined, grows: number): void {
    const before = this.#changed.get(key);
    this.#journal.record(() => this.#place(key, before, -grows));
    this.#place(key, value, grows);
  }

  #place(key: K, value: V | typeof DELETED | undefined, grows: number): void {
    if (value === undefined) this.#changed.delete(key);
    else this.#changed.set(key, value);
    this.#size += grows;
  }
}

function* mapped<T, R>(items: Iterable<T>, map: (item: T) => R): IterableIterator<R> {
  for (const item of items) yield map(item);
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
