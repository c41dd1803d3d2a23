import type { RecordedEvent } from "@eventstore/db-client";
import { isBehind, type PlacedAppend } from "../place-book.ts";
import type { StoredEvent } from "../port.ts";
import { readError } from "./failure.ts";
import type { LogTail, TailAppend } from "./log-tail.ts";
import type { LogNames } from "./names.ts";
import { type NodeCalls, PAGE_EVENTS } from "./node-calls.ts";
import type { Places } from "./places.ts";
import { fromNode, placeName } from "./stored-form.ts";

/** Between the ledger's events lie claims, the node's own events and those of others: so many are read along. */
const OTHERS = 50;

export interface EventSource {
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly tail: LogTail;
  readonly places: Places;
}

/** Events as they are read back: from memory where it holds them, else the text from the node and the numbers from the place book. */
export class StoredEvents {
  readonly #source: EventSource;

  constructor(source: EventSource) {
    this.#source = source;
  }

  /** Events of a stream from a revision on, at most `limit`. */
  async ofStream(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]> {
    const appends = await this.#source.places.ofStream(stream, from, limit);
    const last = appends.at(-1);
    const count = last === undefined ? 0 : Math.min(limit, last.revision + last.count - from);
    if (count <= 0) return [];
    const wanted = { from, to: from + count - 1 };
    if (appends.every(isInMemory)) return appends.flatMap(({ events }) => events).filter(({ revision }) => isIn(wanted, revision));
    try {
      return await this.#ofStreamOnNode(stream, wanted, appends);
    } catch (error) {
      throw readError(error);
    }
  }

  async #ofStreamOnNode(stream: string, wanted: Range, appends: readonly PlacedAppend[]): Promise<readonly StoredEvent[]> {
    const { calls, names } = this.#source;
    const count = wanted.to - wanted.from + 1;
    const found = await calls.readStream(names.onNode(stream), wanted.from, count);
    if (found.length !== count) throw new Error(`The node gave ${found.length} of ${count} events of ${stream}`);
    const slots = appends.flatMap(slotsOf).filter(({ revision }) => isIn(wanted, revision));
    return slots.map((slot, at) => {
      const event = this.#take(slot, found[at]);
      if (event === undefined) throw new Error(`Event ${slot.revision} of ${stream} is not the ledger's`);
      return event;
    });
  }

  /** Events of the whole ledger after an ordinal, up to one that the place book holds, with the names of their places. */
  async between(after: number, until: number): Promise<readonly StoredEvent[]> {
    const wanted = { from: after + 1, to: until };
    if (until <= after) return [];
    const appends = this.#source.tail.between(wanted.from, until);
    if (appends === undefined) return this.#old(wanted);
    return appends
      .flatMap(({ events, positions }) =>
        events.map((event, at) => ({ ...event, ...(positions[at] !== undefined && { place: placeName(positions[at]) }) })),
      )
      .filter(({ ordinal }) => isIn(wanted, ordinal));
  }

  async #old(wanted: Range): Promise<readonly StoredEvent[]> {
    const { calls, places } = this.#source;
    const appends = await places.between(wanted.from, wanted.to);
    const slots = appends.flatMap(slotsOf).filter(({ ordinal }) => ordinal <= wanted.to);
    const events: StoredEvent[] = [];
    let next = 0;
    let reached = appends[0]?.position;
    let isFirst = true;
    try {
      while (next < slots.length) {
        const asked = Math.min(PAGE_EVENTS, slots.length - next + OTHERS);
        const page = await calls.readAll(reached, asked);
        for (const recorded of page) {
          const slot = slots[next];
          if (slot === undefined) break;
          // A page begins with the event that the last one ended with.
          if (!isFirst && !isBehind(recorded.position, reached)) continue;
          const event = this.#take(slot, recorded);
          if (event === undefined) continue;
          next += 1;
          if (slot.ordinal >= wanted.from) events.push({ ...event, place: placeName(recorded.position) });
        }
        if (page.length < asked && next < slots.length) throw new Error(`The node's log ends before ordinal ${wanted.to}`);
        reached = page.at(-1)?.position;
        isFirst = false;
      }
    } catch (error) {
      throw readError(error);
    }
    return events;
  }

  /** An event of the ledger with what the place book says of it; undefined for what is not the ledger's. */
  #take({ ordinal, stream, revision, recordedAt }: Slot, recorded: RecordedEvent | undefined): StoredEvent | undefined {
    const found = recorded && fromNode(recorded, this.#source.names);
    if (found === undefined) return undefined;
    if (found.stream !== stream || found.revision !== revision) {
      throw new Error(`Event ${found.revision} of ${found.stream} stands where the place book has event ${revision} of ${stream}`);
    }
    const { eventId, type, data, meta } = found;
    return { eventId, type, data, meta, stream, revision, ordinal, recordedAt };
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What the place book says of one event. */
type Slot = Pick<StoredEvent, "ordinal" | "stream" | "revision" | "recordedAt">;

function slotsOf({ ordinal, count, stream, revision, recordedMs }: PlacedAppend): readonly Slot[] {
  const recordedAt = new Date(recordedMs).toISOString();
  return Array.from({ length: count }, (_, at) => ({ ordinal: ordinal + at, stream, revision: revision + at, recordedAt }));
}

function isIn({ from, to }: Range, number: number): boolean {
  return number >= from && number <= to;
}

function isInMemory(append: PlacedAppend | TailAppend): append is TailAppend {
  return "events" in append;
}
