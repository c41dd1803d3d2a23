import type { AppendedRange } from "./port.ts";

/**
 * Where everything stands in a log that counts no ordinals and knows no commands by itself, kept beside it. All of it follows from that log:
 * every process writes the same, in any order and as often as it likes, and a book that is thrown away is written anew by reading the log.
 */
export interface PlaceBook {
  /** How far the book goes. */
  head(): Promise<BookHead>;
  /**
   * Writes appends, all or none, and moves the head to `to`. The appends are all those up to it, from some ordinal at or before the book's end on;
   * what is in the book already is left as it is, so that it does not matter who writes first. Throws `AnotherLog` when they contradict the book.
   */
  write(appends: readonly BookedAppend[], to: BookHead): Promise<void>;
  /** The last revisions of streams and the places of commands, at one moment; what the book does not hold is absent. */
  look(asked: Asked): Promise<Known>;
  /** The appends that hold revisions of a stream from `from` on, in order, at most `limit`. */
  ofStream(stream: string, from: number, limit: number): Promise<readonly PlacedAppend[]>;
  /** The appends that hold ordinals `from .. to`, in order. */
  between(from: number, to: number): Promise<readonly PlacedAppend[]>;
  /** The last ordinal recorded at or before a time in milliseconds since 1970; 0 when there is none. */
  ordinalAt(ms: number): Promise<number>;
}

/** A place in the log's own files. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** An append, whose events have ordinals and revisions without a gap. */
export interface PlacedAppend extends AppendedRange {
  readonly stream: string;
  /** Of its first event. */
  readonly revision: number;
  readonly recordedMs: number;
  /** Of its first event. */
  readonly position: LogPosition;
}

export interface BookedAppend extends PlacedAppend {
  readonly commands: readonly string[];
}

/** Everything in the log up to `position` is in the book. */
export interface BookHead {
  /** The last event's; 0 when there is none. */
  readonly ordinal: number;
  readonly recordedMs: number;
  /** Nothing behind this place is recorded earlier. */
  readonly floorMs: number;
  /** Of an event, the ledger's or another one. Undefined before the first. */
  readonly position: LogPosition | undefined;
}

export interface Asked {
  readonly streams: readonly string[];
  readonly commands: readonly string[];
}

export interface Known {
  readonly revisions: ReadonlyMap<string, number>;
  readonly commands: ReadonlyMap<string, AppendedRange>;
}

export const EMPTY_BOOK: BookHead = { ordinal: 0, recordedMs: 0, floorMs: 0, position: undefined };

/** The book was written from another log than the one at hand. */
export class AnotherLog extends Error {
  override readonly name = "AnotherLog";
}

/** Whether a place lies behind another one, or behind nothing. In some places commit and prepare differ, so both count. */
export function isBehind(position: LogPosition, other: LogPosition | undefined): boolean {
  if (other === undefined) return true;
  return position.commit === other.commit ? position.prepare > other.prepare : position.commit > other.commit;
}
