import type { AllStreamRecordedEvent } from "@eventstore/db-client";
import { type BookedAppend, type BookHead, isBehind, type LogPosition } from "../place-book.ts";
import type { AppendedRange, Head, StoredEvent } from "../port.ts";
import { countUpTo } from "./halving.ts";
import type { LogNames } from "./names.ts";
import { type FoundEvent, floorOf, fromNode } from "./stored-form.ts";

const KEPT_BYTES = 16 * 1024 * 1024;
/** What an event costs besides its text, about. */
const EVENT_BYTES = 500;
/** Appends at the front are let go of in such numbers, so that moving the others costs little. */
const LET_GO_AT_ONCE = 512;

/** An append whose events are in memory. */
export interface TailAppend extends BookedAppend {
  readonly events: readonly StoredEvent[];
  readonly positions: readonly LogPosition[];
  /** How far the log was looked at when its last event had been. */
  readonly end: BookHead;
  readonly bytes: number;
}

/**
 * The end of the log in memory: everything that is not in the place book yet, and of what is in it the newest, as much as 16 MiB hold. It is fed
 * with what comes, in log order, from any number of readers: what lies at or before `position` is known already. Here the events of the ledger
 * are counted, and get the time they are recorded at; every process that reads the log comes to the same.
 */
export class LogTail {
  readonly #names: LogNames;
  readonly #keptBytes: number;
  readonly #appends: TailAppend[] = [];
  readonly #streams = new Map<string, TailAppend[]>();
  readonly #commands = new Map<string, TailAppend>();
  #bytes = 0;
  #unbookedBytes = 0;
  #position: LogPosition | undefined;
  /** Everything up to the last whole append: the book holds no part of one. */
  #end: BookHead;
  #booked: BookHead;
  /** The append that has not been read to its end: nobody sees it before. */
  #partial: FoundEvent[] = [];
  #partialPositions: LogPosition[] = [];
  readonly #awaited = new Map<string, (event: StoredEvent, by: string) => void>();
  readonly #awaitedFloors = new Map<string, (head: Head) => void>();

  /** Begins where the book ends. */
  constructor(names: LogNames, from: BookHead, keptBytes = KEPT_BYTES) {
    this.#names = names;
    this.#keptBytes = keptBytes;
    this.#position = from.position;
    this.#end = from;
    this.#booked = from;
  }

  /** Everything up to here has been looked at. */
  get position(): LogPosition | undefined {
    return this.#position;
  }
  /** The newest event that came since the tail began. */
  get newest(): LogPosition | undefined {
    return this.#appends.at(-1)?.positions.at(-1);
  }
  /** No later event is recorded earlier. */
  get floorMs(): number {
    return this.#end.floorMs;
  }
  get recordedMs(): number {
    return this.#end.recordedMs;
  }
  get head(): Head {
    return { ordinal: this.#end.ordinal, recordedAt: new Date(this.#end.recordedMs).toISOString() };
  }
  /** From this ordinal on everything is in memory. */
  get since(): number {
    return this.#appends[0]?.ordinal ?? this.#end.ordinal + 1;
  }
  get booked(): BookHead {
    return this.#booked;
  }
  /** Characters of events that the book does not hold yet. */
  get unbookedBytes(): number {
    return this.#unbookedBytes;
  }

  /** What the book lacks, at most `limit` appends, and where it ends with them. */
  unbooked(limit: number): { readonly appends: readonly TailAppend[]; readonly to: BookHead } {
    const first = countUpTo(this.#appends, this.#booked.ordinal, ({ ordinal }) => ordinal);
    const appends = this.#appends.slice(first, first + limit);
    const isAll = first + appends.length === this.#appends.length;
    return { appends, to: isAll ? this.#end : (appends.at(-1)?.end ?? this.#booked) };
  }

  /** The book goes as far as this. */
  isBooked(appends: readonly TailAppend[], to: BookHead): void {
    this.#booked = to;
    for (const { bytes } of appends) this.#unbookedBytes -= bytes;
    this.#letGo();
  }

  /** The last revision of a stream; undefined when its end is not in memory. */
  revision(stream: string): number | undefined {
    const last = this.#streams.get(stream)?.at(-1);
    return last === undefined ? undefined : last.revision + last.count - 1;
  }

  command(commandId: string): AppendedRange | undefined {
    const append = this.#commands.get(commandId);
    return append && { ordinal: append.ordinal, count: append.count };
  }

  /** The appends of a stream that are in memory: its last ones. */
  ofStream(stream: string): readonly TailAppend[] {
    return [...(this.#streams.get(stream) ?? [])];
  }

  /** The appends that hold ordinals `from .. to`; undefined when the first is not in memory. */
  between(from: number, to: number): readonly TailAppend[] | undefined {
    const first = countUpTo(this.#appends, from, ({ ordinal }) => ordinal) - 1;
    return first < 0
      ? undefined
      : this.#appends.slice(
          first,
          countUpTo(this.#appends, to, ({ ordinal }) => ordinal),
        );
  }

  /** The last ordinal recorded at or before a time; undefined when it may lie before what is in memory. */
  ordinalAt(ms: number): number | undefined {
    return this.#appends[countUpTo(this.#appends, ms, ({ recordedMs }) => recordedMs) - 1]?.end.ordinal;
  }

  /** Calls back when the event with this id passes, and says by which try it was stored. */
  awaitEvent(eventId: string, passes: (event: StoredEvent, by: string) => void): void {
    this.#awaited.set(eventId, passes);
  }

  /** Calls back when the floor of time with this id passes, with the head at that place of the log. */
  awaitFloor(eventId: string, passes: (head: Head) => void): void {
    this.#awaitedFloors.set(eventId, passes);
  }

  forget(eventId: string): void {
    this.#awaited.delete(eventId);
    this.#awaitedFloors.delete(eventId);
  }

  /** The next event in log order, ours or not. */
  feed(recorded: AllStreamRecordedEvent): void {
    const { position } = recorded;
    if (!isBehind(position, this.#position)) return;
    const isFloor = recorded.streamId === this.#names.floor;
    const found = isFloor ? undefined : fromNode(recorded, this.#names);
    if (found !== undefined) this.#add(found, position);
    if (this.#partial.length === 0) this.#end = { ...this.#end, ...(isFloor && this.#raised(recorded)), position };
    this.#position = position;
    if (isFloor) this.#awaitedFloors.get(recorded.id)?.(this.head);
  }

  /** The reader at hand has looked at everything up to here, and fed it. */
  reached(position: LogPosition): void {
    if (isBehind(position, this.#position)) this.#position = position;
  }

  #raised(recorded: AllStreamRecordedEvent): { readonly floorMs: number } {
    return { floorMs: Math.max(this.floorMs, floorOf(recorded)) };
  }

  #add(found: FoundEvent, position: LogPosition): void {
    const { index, count } = found.place;
    if (index !== this.#partial.length || (index === 0) !== (found.header !== undefined)) {
      throw new Error(`Event ${found.revision} of ${found.stream} is out of place: the log does not hold its append whole`);
    }
    this.#partial.push(found);
    this.#partialPositions.push(position);
    if (index < count - 1) return;
    const events = this.#partial;
    const positions = this.#partialPositions;
    this.#partial = [];
    this.#partialPositions = [];
    this.#addAppend(events, positions);
  }

  #addAppend(found: readonly FoundEvent[], positions: readonly LogPosition[]): void {
    const [first] = found;
    const [position] = positions;
    const last = positions.at(-1);
    if (first?.header === undefined || position === undefined) throw new Error("An append has a first event with a header");
    const { command, also = [], at, by } = first.header;
    const recordedMs = Math.max(at, this.recordedMs, this.floorMs);
    const range = { ordinal: this.#end.ordinal + 1, count: found.length };
    const recordedAt = new Date(recordedMs).toISOString();
    const events = found.map(({ eventId, type, data, meta, stream, revision }, index): StoredEvent => {
      return { eventId, type, data, meta, stream, revision, ordinal: range.ordinal + index, recordedAt };
    });
    const bytes = events.reduce((sum, { data, meta }) => sum + data.length + meta.length + EVENT_BYTES, 0);
    this.#end = { ...this.#end, ordinal: this.#end.ordinal + range.count, recordedMs, position: last };
    const { stream, revision } = first;
    this.#keep({
      ...range,
      stream,
      revision,
      recordedMs,
      position,
      positions,
      commands: [command, ...also],
      events,
      end: this.#end,
      bytes,
    });
    for (const event of events) this.#awaited.get(event.eventId)?.(event, by);
  }

  #keep(append: TailAppend): void {
    const { stream, revision } = append;
    const next = (this.revision(stream) ?? revision - 1) + 1;
    if (revision !== next) throw new Error(`${stream} has no event ${next} in the log, but ${revision}`);
    this.#appends.push(append);
    const ofStream = this.#streams.get(stream);
    if (ofStream === undefined) this.#streams.set(stream, [append]);
    else ofStream.push(append);
    for (const id of append.commands) if (!this.#commands.has(id)) this.#commands.set(id, append);
    this.#bytes += append.bytes;
    this.#unbookedBytes += append.bytes;
  }

  #letGo(): void {
    let count = 0;
    for (const append of this.#appends) {
      if (this.#bytes <= this.#keptBytes || append.end.ordinal > this.#booked.ordinal) break;
      this.#bytes -= append.bytes;
      count += 1;
      if (count === LET_GO_AT_ONCE) break;
    }
    for (const append of this.#appends.splice(0, count)) {
      const ofStream = this.#streams.get(append.stream);
      ofStream?.shift();
      if (ofStream?.length === 0) this.#streams.delete(append.stream);
      for (const id of append.commands) if (this.#commands.get(id) === append) this.#commands.delete(id);
    }
    if (count === LET_GO_AT_ONCE) this.#letGo();
  }
}
