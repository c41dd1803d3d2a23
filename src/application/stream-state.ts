import { type EventStore, NO_STREAM, type StoredEvent } from "../event-store/port.ts";
import type { Envelope, Fold } from "../kernel/fold.ts";
import { Journal } from "../kernel/journal.ts";
import { decodeData, decodeMeta } from "./event-codec.ts";

const PAGE = 1_000;
/** A state in memory takes about this many times the text of its events. */
const BYTES_PER_BYTE_OF_TEXT = 3;
/** What an account takes before its first event; a new day opens them all, most of them small. Other streams take less. */
const EMPTY_BYTES = 10_000;

/** The folded state of one stream, as far as it was read, with the means to take undecided changes back. */
export class StreamState {
  readonly stream: string;
  readonly fold: Fold<unknown>;
  readonly journal = new Journal();
  readonly state: unknown;
  /** Of the last event folded. */
  revision = NO_STREAM;
  /** Estimate of what the state takes in memory. */
  bytes = EMPTY_BYTES;

  constructor(fold: Fold<unknown>, id: string) {
    this.fold = fold;
    this.stream = `${fold.category}-${id}`;
    this.state = fold.initial(id, this.journal);
  }

  /** Folds what the log holds after what was folded before, a page at a time, so that a long history does not hold up others. */
  async catchUp(store: EventStore): Promise<void> {
    for (;;) {
      const page = await store.readStream(this.stream, { from: this.revision + 1, limit: PAGE });
      for (const event of page) this.#foldStored(event);
      if (page.length < PAGE) break;
      await new Promise((resume) => setImmediate(resume));
    }
    this.journal.startRecording();
    this.journal.release(this.journal.savepoint());
  }

  /** Folds one event as decided or as read. */
  evolve(data: unknown, envelope: Envelope, textLength: number): void {
    this.fold.evolve(this.state, data, envelope);
    this.revision = envelope.revision;
    this.bytes += textLength * BYTES_PER_BYTE_OF_TEXT;
  }

  /** Takes back everything folded since the savepoint. */
  rollback(savepoint: number, revision: number): void {
    this.journal.rollback(savepoint);
    this.revision = revision;
  }

  #foldStored(event: StoredEvent): void {
    const meta = decodeMeta(event);
    const { type, revision } = event;
    this.evolve(decodeData(event, meta), { type, revision, effectiveOn: meta.effectiveOn, actor: meta.actor }, event.data.length);
  }
}

/** The state after the event of a revision, folded from the first event on: what an auditor sees step by step. */
export async function stateAfter(store: EventStore, fold: Fold<unknown>, id: string, revision: number): Promise<StreamState> {
  const state = new StreamState(fold, id);
  while (state.revision < revision) {
    const page = await store.readStream(state.stream, { from: state.revision + 1, limit: Math.min(PAGE, revision - state.revision) });
    if (page.length === 0) break;
    for (const event of page) {
      const meta = decodeMeta(event);
      state.evolve(
        decodeData(event, meta),
        { type: event.type, revision: event.revision, effectiveOn: meta.effectiveOn, actor: meta.actor },
        event.data.length,
      );
    }
  }
  return state;
}
