import { DELETED, type KeptEntries } from "../../kernel/journal.ts";
import type { PackedChunk } from "../ports.ts";
import { type Entry, type Key, mayHold, pack, unpack } from "./packed-chunk.ts";

/** Entries per chunk: what is unpacked to look at one of them. A chunk that grew to twice as many is split. */
const CHUNK_ENTRIES = 64;
/** So many chunks of a map stay unpacked: what was looked at last is looked at again soon. */
const UNPACKED_CHUNKS = 16;
/** A run is merged into the one before it unless that is so many times longer. */
const RUN_GROWTH = 3;

/** Chunks in the order of their keys; no key is in two of them. */
type Run = readonly PackedChunk[];

/**
 * Entries packed in chunks outside the heap, some 20 bytes each, where a live one takes hundreds. What changed is packed as a run of its own, the
 * newest first, and runs are merged as they grow: an entry is packed anew a few times in its life, however large the map is and however its keys
 * are spread.
 */
export class PackedEntries implements KeptEntries<Key, unknown> {
  readonly size: number;
  readonly runs: readonly Run[];
  readonly #unpacked = new Map<PackedChunk, ReadonlyMap<Key, unknown>>();

  constructor(runs: readonly Run[], size: number) {
    this.runs = runs;
    this.size = size;
  }

  get bytes(): number {
    return this.runs.flat().reduce((sum, { body }) => sum + body.byteLength, 0);
  }

  get(key: Key): unknown {
    for (const run of this.runs) {
      const chunk = chunkOf(run, key);
      const value = chunk !== undefined && mayHold(chunk, key) ? this.#unpack(chunk).get(key) : undefined;
      if (value !== undefined) return value === DELETED ? undefined : value;
    }
    return undefined;
  }

  /** All of them, unpacked one chunk after the other where there is one run, at once where there are several. */
  *[Symbol.iterator](): IterableIterator<[Key, unknown]> {
    const [only, ...older] = this.runs;
    if (older.length === 0) {
      for (const chunk of only ?? []) yield* unpack(chunk) as readonly [Key, unknown][];
      return;
    }
    const all = new Map<Key, unknown>();
    for (const run of this.runs.toReversed()) for (const [key, value] of run.flatMap(unpack)) all.set(key, value);
    for (const [key, value] of all) if (value !== DELETED) yield [key, value];
  }

  #unpack(chunk: PackedChunk): ReadonlyMap<Key, unknown> {
    const entries = this.#unpacked.get(chunk) ?? new Map(unpack(chunk));
    // Last in the order of use.
    this.#unpacked.delete(chunk);
    this.#unpacked.set(chunk, entries);
    const [oldest] = this.#unpacked.keys();
    if (this.#unpacked.size > UNPACKED_CHUNKS && oldest !== undefined) this.#unpacked.delete(oldest);
    return entries;
  }
}

/**
 * The entries with changes made to them, `size` in all; chunks without a change are taken over as they are. A generator that rests after every
 * chunk it packed, so that whoever runs it can let others go first.
 */
export function* packChanges(
  kept: PackedEntries | undefined,
  changes: readonly Entry[],
  size: number,
): Generator<undefined, PackedEntries> {
  const runs = [...(kept?.runs ?? [])];
  let newest = [...changes].sort(([a], [b]) => byKey(a, b));
  let merged = yield* packInto([], newest, runs.length === 0);
  for (let older = runs[0]; older !== undefined && lengthOf(merged) * RUN_GROWTH > lengthOf(older); older = runs[0]) {
    newest = yield* unpackAll(merged);
    runs.shift();
    merged = yield* packInto(older, newest, runs.length === 0);
  }
  return new PackedEntries(merged.length === 0 ? runs : [merged, ...runs], size);
}

/** One run of a run and entries that replace its own. Deletions are kept as long as an older run may hold what was deleted. */
function* packInto(run: Run, changes: readonly Entry[], isOldest: boolean): Generator<undefined, Run> {
  const chunks: PackedChunk[] = [];
  let next = 0;
  for (let place = 0; place < Math.max(run.length, 1); place += 1) {
    const until = firstAtOrAfter(changes, run[place + 1]?.first, next);
    const own = changes.slice(next, until);
    next = until;
    const chunk = run[place];
    if (own.length === 0) {
      if (chunk !== undefined) chunks.push(chunk);
      continue;
    }
    const entries = merge(chunk === undefined ? [] : unpack(chunk), own, isOldest);
    const parts = Math.ceil(entries.length / (2 * CHUNK_ENTRIES));
    for (let part = 0; part < parts; part += 1) {
      chunks.push(pack(entries.slice(Math.floor((part * entries.length) / parts), Math.floor(((part + 1) * entries.length) / parts))));
      yield;
    }
  }
  return chunks;
}

function* unpackAll(run: Run): Generator<undefined, Entry[]> {
  const entries: Entry[] = [];
  for (const chunk of run) {
    entries.push(...unpack(chunk));
    yield;
  }
  return entries;
}

/** Two lists in the order of their keys, as one; where both have a key, the change counts. */
function merge(entries: readonly Entry[], changes: readonly Entry[], isOldest: boolean): readonly Entry[] {
  const merged = new Map<Key, unknown>(entries);
  for (const [key, value] of changes) {
    if (isOldest && value === DELETED) merged.delete(key);
    else merged.set(key, value);
  }
  return [...merged].sort(([a], [b]) => byKey(a, b));
}

/** The only chunk of a run that can hold a key. */
function chunkOf(run: Run, key: Key): PackedChunk | undefined {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byKey((run[middle] as PackedChunk).first, key) <= 0) low = middle + 1;
    else high = middle;
  }
  return run[low - 1];
}

function firstAtOrAfter(entries: readonly Entry[], key: Key | undefined, from: number): number {
  if (key === undefined) return entries.length;
  let at = from;
  while (at < entries.length && byKey((entries[at] as Entry)[0], key) < 0) at += 1;
  return at;
}

function lengthOf(run: Run): number {
  return run.reduce((sum, { entries }) => sum + entries, 0);
}

/** By UTF-16 code units, or by number: any order serves that is always the same. A map has keys of one kind. */
function byKey(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
