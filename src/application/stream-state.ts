import { deserialize, serialize } from "node:v8";
import { type EventStore, NO_STREAM, type StoredEvent } from "../event-store/port.ts";
import type { Envelope, Fold } from "../kernel/fold.ts";
import { Journal } from "../kernel/journal.ts";
import { decodeData, decodeMeta } from "./event-codec.ts";
import type { Snapshot } from "./ports.ts";
import { PackedEntries, packChanges } from "./snapshots/packed-entries.ts";
import { inSlices, LONGEST_SLICE_MS, letOthersGo } from "./snapshots/slices.ts";

const PAGE = 500;
/** A state in memory takes about this many times the text of its events, until it is packed. */
const BYTES_PER_BYTE_OF_TEXT = 3;
/** What an account takes before its first event; a new day opens them all, most of them small. Other streams take less. */
const EMPTY_BYTES = 10_000;
/** After how many events the state is packed anew. */
const UNPACKED_EVENTS = 1_000;
/** A long history that is folded from its beginning is packed on the way, so that it never takes what it would take as a whole. */
const LOOSE_WHILE_LOADING = 20_000;

/** A state as packed: what a snapshot holds of it. */
export type PackedState = Pick<Snapshot, "revision" | "maps" | "rest">;

/** The rest of a packed state. */
interface Rest {
  readonly cells: readonly unknown[];
  readonly sizes: readonly number[];
  /** The entries of maps that stay in memory. */
  readonly lists: readonly (readonly (readonly [unknown, unknown])[] | undefined)[];
}

/** Restores a state of which nothing was folded from a snapshot; false, and nothing done, when there is none to go on from. */
export type Wake = (state: StreamState) => Promise<boolean>;

/** The folded state of one stream, as far as it was read, with the means to take undecided changes back. */
export class StreamState {
  readonly stream: string;
  readonly fold: Fold<unknown>;
  readonly journal = new Journal();
  readonly state: unknown;
  /** Of the last event folded. */
  revision = NO_STREAM;
  /** As far as the last snapshot goes that was taken of it, or that it goes on from. */
  #snapshotRevision = NO_STREAM;
  #packed: readonly (PackedEntries | undefined)[] = [];
  #packedBytes = 0;
  /** Length of the text of events whose effects are not packed. */
  #looseText = 0;
  #isPacking = false;

  constructor(fold: Fold<unknown>, id: string) {
    this.fold = fold;
    this.stream = `${fold.category}-${id}`;
    this.state = fold.initial(id, this.journal);
  }

  /** Estimate of what the state takes in memory. */
  get bytes(): number {
    return EMPTY_BYTES + this.#packedBytes + this.#looseText * BYTES_PER_BYTE_OF_TEXT;
  }

  /** Whether so much was folded since the last time that `packing` is worth its work. */
  get isPackingDue(): boolean {
    return !this.#isPacking && this.revision - this.#snapshotRevision >= UNPACKED_EVENTS;
  }

  /**
   * Folds what the log holds after what was folded before, up to a revision where one is given, a little at a time, so that a long history does not
   * hold up others.
   */
  async catchUp(store: EventStore, wake?: Wake, upTo = Number.MAX_SAFE_INTEGER): Promise<void> {
    for (let loose = 0; ; ) {
      const limit = Math.min(PAGE, upTo - this.revision);
      const page = await store.readStream(this.stream, { from: this.revision + 1, limit });
      const isLong = page.length === PAGE;
      const isWoken = isLong && this.revision === NO_STREAM && (await wake?.(this)) === true;
      if (!isWoken) await this.#foldPage(page);
      loose += isWoken ? 0 : page.length;
      if (!isLong) break;
      if (loose < LOOSE_WHILE_LOADING || !this.journal.isAtRest || this.#isPacking) continue;
      await inSlices(this.#pack());
      loose = 0;
    }
    this.journal.startRecording();
    this.journal.release(this.journal.savepoint());
  }

  /** Folds one event as decided or as read. */
  evolve(data: unknown, envelope: Envelope, textLength: number): void {
    this.fold.evolve(this.state, data, envelope);
    this.revision = envelope.revision;
    this.#looseText += textLength;
  }

  /** Takes back everything folded since the savepoint. */
  rollback(savepoint: number, revision: number): void {
    this.journal.rollback(savepoint);
    this.revision = revision;
  }

  /**
   * Packs what the state has become, resting now and then so that others go on meanwhile, the state itself included. When it begins nothing of the
   * state may be undecided (`journal.isAtRest`). Gives the state as it was then.
   */
  *packing(): Generator<undefined, PackedState> {
    this.#snapshotRevision = this.revision;
    return yield* this.#pack();
  }

  *#pack(): Generator<undefined, PackedState> {
    if (!this.journal.isAtRest || this.#isPacking) throw new Error("a state can only be packed when it is at rest, once at a time");
    this.#isPacking = true;
    const { revision } = this;
    const text = this.#looseText;
    const { maps, cells } = this.journal;
    const rest: Rest = {
      cells: cells.map(({ value }) => value),
      sizes: maps.map(({ size }) => size),
      lists: maps.map((map) => (map.isList ? [...map] : undefined)),
    };
    const changes = maps.map((map) => (map.isList ? [] : map.changes()));
    try {
      const packed: (PackedEntries | undefined)[] = [];
      for (const [at, made] of changes.entries()) {
        const kept = this.#packed[at];
        packed.push(made.length === 0 ? kept : yield* packChanges(kept, made as never, rest.sizes[at] ?? 0));
      }
      for (const [at, map] of maps.entries()) if (packed[at] !== undefined) map.keep(packed[at] as never, changes[at] ?? []);
      this.#looseText -= text;
      this.#holds(packed);
      return { revision, maps: packed.map((entries) => entries?.runs ?? []), rest: serialize(rest) };
    } finally {
      this.#isPacking = false;
    }
  }

  /** Begins where a state of the same stream was packed; nothing may have been folded. Throws, with nothing done, on bytes that are none. */
  restore({ revision, maps, rest }: PackedState): void {
    const { cells, sizes, lists } = deserialize(rest) as Rest;
    const packed = maps.map((runs, at) => (runs.length === 0 ? undefined : new PackedEntries(runs, sizes[at] ?? 0)));
    for (const [at, map] of this.journal.maps.entries()) {
      if (packed[at] !== undefined) map.restore(packed[at] as never);
      for (const [key, value] of lists[at] ?? []) map.set(key, value);
    }
    for (const [at, cell] of this.journal.cells.entries()) cell.set(cells[at]);
    this.revision = revision;
    this.#snapshotRevision = revision;
    this.#holds(packed);
  }

  #holds(packed: readonly (PackedEntries | undefined)[]): void {
    this.#packed = packed;
    this.#packedBytes = packed.reduce((sum, entries) => sum + (entries?.bytes ?? 0), 0);
  }

  #foldStored(event: StoredEvent): void {
    const meta = decodeMeta(event);
    const { type, revision } = event;
    this.evolve(decodeData(event, meta), { type, revision, effectiveOn: meta.effectiveOn, actor: meta.actor }, event.data.length);
  }

  async #foldPage(page: readonly StoredEvent[]): Promise<void> {
    let began = performance.now();
    for (const event of page) {
      this.#foldStored(event);
      if (performance.now() - began < LONGEST_SLICE_MS) continue;
      await letOthersGo();
      began = performance.now();
    }
  }
}

/** The state after the event of a revision, folded from the first event on: what an auditor sees step by step. */
export async function stateAfter(store: EventStore, fold: Fold<unknown>, id: string, revision: number): Promise<StreamState> {
  const state = new StreamState(fold, id);
  await state.catchUp(store, undefined, revision);
  return state;
}
