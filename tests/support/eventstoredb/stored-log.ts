import { randomUUID } from "node:crypto";

/** What a test server keeps: the log itself, in memory. A server that is stopped and started on the same log has lost nothing. */

const FIRST_POSITION = 100n;
const RECORD_FRAME = 80;
/** EventStoreDB 24.2 takes no larger append. */
const MAX_APPEND_BYTES = 1024 * 1024;

export const ANY = "any";
export const NO_STREAM = -1n;

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position are one number for an event. */
  readonly position: bigint;
  readonly createdMs: number;
}

export type Expected = bigint | typeof ANY;

export type AppendAnswer =
  | { readonly kind: "success"; readonly revision: bigint; readonly position: bigint; readonly stored: boolean }
  | { readonly kind: "wrong version"; readonly expected: Expected; readonly current: bigint }
  | { readonly kind: "too large"; readonly limit: number };

export class StoredLog {
  readonly all: Recorded[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  /** The first revision that a soft delete left to be read. */
  readonly #firstLeft = new Map<string, number>();
  #next = FIRST_POSITION;

  stream(name: string): readonly Recorded[] | undefined {
    return this.#streams.get(name);
  }

  /** The first revision of a stream that can be read; its next one when all of it was deleted. */
  firstLeft(name: string): number {
    return this.#firstLeft.get(name) ?? 0;
  }

  /** Hides what a stream holds now. Its numbering goes on, and the log keeps the events, beside one that tells of the deletion. */
  softDelete(name: string, expected: Expected, nowMs: number): AppendAnswer {
    const length = this.#streams.get(name)?.length ?? 0;
    const current = BigInt(length) - 1n;
    if (length === this.firstLeft(name) || (expected !== ANY && expected !== current)) return { kind: "wrong version", expected, current };
    this.#firstLeft.set(name, length);
    const data = Buffer.from(JSON.stringify({ $tb: Number.MAX_SAFE_INTEGER }));
    const told = { id: randomUUID(), type: "$metadata", contentType: "application/json", data, metadata: new Uint8Array() };
    return this.append(`$$${name}`, ANY, [told], nowMs);
  }

  /** One append, with the idempotency of a real node: ids are looked for from the expected revision on, and nothing else is compared. */
  append(name: string, expected: Expected, events: readonly Proposed[], nowMs: number): AppendAnswer {
    const bytes = events.reduce((sum, event) => sum + event.data.length + event.metadata.length, 0);
    if (bytes > MAX_APPEND_BYTES) return { kind: "too large", limit: MAX_APPEND_BYTES };
    const stream = this.#streams.get(name) ?? [];
    const last = BigInt(stream.length) - 1n;
    // A deleted stream takes appends as one that never was.
    if (expected === NO_STREAM && stream.length > 0 && stream.length === this.firstLeft(name))
      return this.#store(name, stream, events, nowMs);
    const from = expected === ANY ? stream.findIndex(({ id }) => id === events[0]?.id) : Number(expected) + 1;
    if (from >= 0 && from < stream.length) {
      const old = events.map((event, place) => (stream[from + place]?.id === event.id ? stream[from + place] : undefined));
      const ended = old.at(-1);
      if (ended !== undefined && old.every((event) => event !== undefined)) {
        return { kind: "success", revision: ended.revision, position: ended.position, stored: false };
      }
      if (expected !== ANY) return { kind: "wrong version", expected, current: last };
    }
    if (expected !== ANY && expected !== last) return { kind: "wrong version", expected, current: last };
    return this.#store(name, stream, events, nowMs);
  }

  #store(name: string, stream: Recorded[], events: readonly Proposed[], createdMs: number): AppendAnswer {
    for (const event of events) {
      const recorded = { ...event, stream: name, revision: BigInt(stream.length), position: this.#next, createdMs };
      stream.push(recorded);
      this.all.push(recorded);
      this.#next += BigInt(RECORD_FRAME + event.data.length + event.metadata.length);
    }
    // An append of no events succeeds and takes a place in the log; a stream does not come to be by it.
    if (events.length === 0) this.#next += BigInt(RECORD_FRAME);
    else this.#streams.set(name, stream);
    const last = this.all.at(-1);
    return { kind: "success", revision: BigInt(stream.length) - 1n, position: last?.position ?? FIRST_POSITION, stored: true };
  }
}
