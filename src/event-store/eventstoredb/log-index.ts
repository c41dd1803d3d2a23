import type { AllStreamRecordedEvent, Position } from "@eventstore/db-client";
import { type AppendedRange, type Head, NO_STREAM, type StoredEvent } from "../port.ts";
import type { LogNames } from "./names.ts";
import { type FoundEvent, floorOf, fromNode, isBehind } from "./stored-form.ts";

const RECENT_BYTES = 16 * 1024 * 1024;

/**
 * Where everything of the ledger stands, in memory: the node knows revisions and positions, the ledger counts ordinals. It is built by reading
 * the node's log once and fed with what comes, in log order, from any number of readers: what lies at or before `position` is known already.
 *
 * It costs about 200 bytes for an event with a command of its own, up to 70 MB for the end of the log that is kept whole (both measured with
 * 400,000 small events), and at the start one reading of the whole log.
 */
export class LogIndex {
  readonly #names: LogNames;
  readonly #streams = new Map<string, number[]>();
  readonly #commands = new Map<string, AppendedRange>();
  /** By ordinal - 1. */
  readonly #commits: number[] = [];
  readonly #prepares: number[] = [];
  readonly #recorded: number[] = [];
  /** Ordinals that end an append, ascending. */
  readonly #ends: number[] = [];
  readonly #recent = new Map<number, StoredEvent>();
  #recentBytes = 0;
  #position: Position | undefined;
  /** The append that has not been read to its end: nobody sees it before. */
  #partial: FoundEvent[] = [];
  #partialPositions: Position[] = [];
  #floorMs = 0;
  #heard = new AbortController();
  readonly #awaited = new Map<string, (event: StoredEvent, by: string) => void>();
  readonly #awaitedFloors = new Map<string, (head: Head) => void>();

  constructor(names: LogNames) {
    this.#names = names;
  }

  /** Everything up to here has been looked at. */
  get position(): Position | undefined {
    return this.#position;
  }
  /** Aborted with the next event. */
  get news(): AbortSignal {
    return this.#heard.signal;
  }
  /** No later event is recorded earlier. */
  get floorMs(): number {
    return this.#floorMs;
  }
  get head(): Head {
    return { ordinal: this.#recorded.length, recordedAt: this.recordedAt(this.#recorded.length) };
  }
  get recordedMs(): number {
    return this.#recorded.at(-1) ?? 0;
  }

  revision(stream: string): number {
    return (this.#streams.get(stream)?.length ?? 0) + NO_STREAM;
  }

  command(commandId: string): AppendedRange | undefined {
    return this.#commands.get(commandId);
  }

  ordinalOf(stream: string, revision: number): number | undefined {
    return this.#streams.get(stream)?.[revision];
  }

  recordedAt(ordinal: number): string {
    return new Date(this.#recorded[ordinal - 1] ?? 0).toISOString();
  }

  /** Where an event lies in the node's log. */
  positionOf(ordinal: number): Position | undefined {
    const commit = this.#commits[ordinal - 1];
    const prepare = this.#prepares[ordinal - 1];
    return commit === undefined || prepare === undefined ? undefined : { commit: BigInt(commit), prepare: BigInt(prepare) };
  }

  recent(ordinal: number): StoredEvent | undefined {
    return this.#recent.get(ordinal);
  }

  endOfAppend(ordinal: number): number {
    return this.#ends[countUpTo(this.#ends, ordinal) - 1] ?? 0;
  }

  /** The events of an append carry one time, so this is the end of one. */
  ordinalAt(ms: number): number {
    return countUpTo(this.#recorded, ms);
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
    const found = recorded.streamId === this.#names.floor ? undefined : fromNode(recorded, this.#names);
    if (recorded.streamId === this.#names.floor) this.#raiseFloor(recorded);
    else if (found !== undefined) this.#add(found, position);
    this.#position = position;
  }

  /** The reader at hand has looked at everything up to here, and fed it. */
  reached(position: Position): void {
    if (isBehind(position, this.#position)) this.#position = position;
  }

  #raiseFloor(recorded: AllStreamRecordedEvent): void {
    this.#floorMs = Math.max(this.#floorMs, floorOf(recorded));
    this.#awaitedFloors.get(recorded.id)?.(this.head);
  }

  #add(found: FoundEvent, position: Position): void {
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
    const heard = this.#heard;
    this.#heard = new AbortController();
    heard.abort();
  }

  #addAppend(events: readonly FoundEvent[], positions: readonly Position[]): void {
    const { command, also = [], at, by } = events[0]?.header ?? { command: "", at: 0, by: "" };
    const recordedMs = Math.max(at, this.recordedMs, this.#floorMs);
    const range = { ordinal: this.#recorded.length + 1, count: events.length };
    const recordedAt = new Date(recordedMs).toISOString();
    const stored = events.map(({ eventId, type, data, meta, stream, revision }, index) => {
      const ordinal = range.ordinal + index;
      const revisions = this.#streams.get(stream) ?? [];
      if (revisions.length !== revision) throw new Error(`${stream} has no event ${revisions.length} in the log, but ${revision}`);
      revisions.push(ordinal);
      this.#streams.set(stream, revisions);
      this.#commits.push(Number(positions[index]?.commit));
      this.#prepares.push(Number(positions[index]?.prepare));
      this.#recorded.push(recordedMs);
      return { eventId, type, data, meta, stream, revision, ordinal, recordedAt };
    });
    this.#ends.push(this.#recorded.length);
    for (const id of [command, ...also]) if (!this.#commands.has(id)) this.#commands.set(id, range);
    for (const event of stored) {
      this.#remember(event);
      this.#awaited.get(event.eventId)?.(event, by);
    }
  }

  /** The end of the log is what is asked for most. */
  #remember(event: StoredEvent): void {
    this.#recent.set(event.ordinal, event);
    this.#recentBytes += event.data.length + event.meta.length;
    for (const [ordinal, oldest] of this.#recent) {
      if (this.#recentBytes <= RECENT_BYTES) return;
      this.#recent.delete(ordinal);
      this.#recentBytes -= oldest.data.length + oldest.meta.length;
    }
  }
}

/** How many of these ascending numbers are at or below a limit. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
