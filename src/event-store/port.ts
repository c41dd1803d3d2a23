/**
 * The one door to the log. Every engine (memory, PostgreSQL, EventStoreDB) keeps what is promised here, and one contract suite holds
 * them to it. Nothing above this port knows which engine carries the ledger; where engines cannot promise the same, `capabilities` says so.
 *
 * Positions are ordinals on every engine: the dense count of ledger events in log order, from 1. To clients a position is opaque; two of the
 * same ledger can be compared, and the same events have the same positions whatever engine they are on. Where an event lies in the engine's
 * own files is nobody's business outside its adapter.
 */

/** The revision of a stream that does not exist yet; as `expected` it means "the stream must not exist". */
export const NO_STREAM = -1;

/** An event as handed to the log: text, already validated, sealed and encoded. The log stores the bytes it is given. */
export interface NewEvent {
  readonly eventId: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text; holds at least `index` (from 0) and `count` of the event within its append. */
  readonly meta: string;
}

/** A stream and the revision it is at. */
export interface StreamRevision {
  readonly stream: string;
  readonly revision: number;
}

/** One append: all of its events or none. "Any" as expected revision does not exist. */
export interface AppendRequest {
  readonly stream: string;
  /** The exact revision the stream must be at; `NO_STREAM` when it must not exist. */
  readonly expected: number;
  /** At least one. Each at most `MAX_EVENT_BYTES`, all together at most `MAX_APPEND_BYTES`. */
  readonly events: readonly NewEvent[];
  /** UUID; unique for ever: the second append under it is a replay. */
  readonly commandId: string;
  /** Further commands whose events this append holds as well: each is found, and kept from happening twice, like the first. */
  readonly alsoCommands?: readonly string[];
  /** Keys unique across the ledger, taken for ever by the append that stores them. */
  readonly claims: readonly string[];
  /** Streams that must still be where they were when the decision was made. */
  readonly unchanged: readonly StreamRevision[];
}

/** The events `ordinal .. ordinal + count - 1` are one append. */
export interface AppendedRange {
  readonly ordinal: number;
  readonly count: number;
}

/** What became of a request, checked in this order: replay, moved, duplicate, conflict, ok. */
export type AppendOutcome =
  /** Stored, durably. `revision` is that of the last event, `ordinal` that of the first. */
  | { readonly outcome: "ok"; readonly revision: number; readonly ordinal: number; readonly recordedAt: string }
  /** This command is in the log already. */
  | ({ readonly outcome: "replay" } & AppendedRange)
  /** A stream named in `unchanged` is not where it was. */
  | { readonly outcome: "moved" }
  /** A claim, or one of the further commands, is taken; the append that owns it is named. */
  | ({ readonly outcome: "duplicate"; readonly claim: string } & AppendedRange)
  /** The stream is not at the expected revision, or a request queued before this one on the same stream failed. */
  | { readonly outcome: "conflict" };

/** An event as read back: the stored text and what the log gave it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  /** Dense count of ledger events in log order, from 1. */
  readonly ordinal: number;
  /** RFC 3339 UTC with milliseconds; never earlier than that of any event before it. */
  readonly recordedAt: string;
  /**
   * Where the event lies in the engine's own files, for operators: kept beside checkpoints, never read back. Only of events read by ordinal, and
   * only on an engine that has such places.
   */
  readonly place?: string;
}

/** Where reading a stream begins and ends. */
export interface StreamRange {
  /** The first revision that is read; left out, revision 0, or the last one when reading backwards. */
  readonly from?: number;
  /** At most so many events; 1,000 when left out. */
  readonly limit?: number;
  /** In falling revision order. */
  readonly backwards?: boolean;
}

/** Which events are wanted: of any of these categories and of any of these types. What is left out does not narrow; an empty list matches nothing. */
export interface EventFilter {
  /** The category of a stream is the word before its first dash. */
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
}

/** Events that matched, in ordinal order. Everything up to ordinal `next` has been looked at: reading goes on after it. */
export interface MatchedEvents {
  readonly events: readonly StoredEvent[];
  readonly next: number;
}

/** What an engine can promise and another cannot. The contract suite holds each engine to what it declares. */
export interface Capabilities {
  readonly engine: "memory" | "postgresql" | "eventstoredb";
  /** What was answered "ok" is there after the process and the machine were stopped without notice. */
  readonly durable: boolean;
  /**
   * Claims, further commands, `unchanged` and the expected revision are checked in the same step that stores the events, whoever appends.
   * Without it they are checked just before: a stream named in `unchanged` may move in between, and a claim whose owner stopped half-way
   * stays taken for a while.
   */
  readonly checksAtomically: boolean;
  /**
   * Good requests handed in one after the other, without waiting for answers, stand in the log in that order whatever their streams, as long
   * as none of them waits for another (the same claim or command, a stream that one appends to and the other wants unchanged). Without it,
   * only requests of one stream do.
   */
  readonly keepsOrderOfRequests: boolean;
  /** An event's `data` and `meta` in UTF-8. */
  readonly maxEventBytes: number;
  /** All events of an append. */
  readonly maxAppendBytes: number;
}

/** The end of the log. An empty log is at ordinal 0. */
export interface Head {
  readonly ordinal: number;
  readonly recordedAt: string;
}

export interface Subscription {
  /** Stops after the batch in hand, and resolves when nothing more will be delivered. */
  close(): Promise<void>;
}

export interface EventStore {
  readonly capabilities: Capabilities;
  /**
   * Appends all events of the request, or none. Resolves when the outcome is definite and, for "ok", durable. Requests of one stream
   * take effect in the order in which they were handed in; when one of them fails, those of the same stream queued behind it come back
   * as "conflict" before anything handed in later is looked at. Throws `StoreUnavailable` when the queue is full or the store is
   * closed, `OutcomeUnknown` when the log stopped answering for too long after the request was sent.
   */
  append(request: AppendRequest): Promise<AppendOutcome>;
  /** Events of one stream in revision order, or backwards; none where there is no such stream or no such revision. */
  readStream(stream: string, range?: StreamRange): Promise<readonly StoredEvent[]>;
  /** Events of the whole ledger in ordinal order, after ordinal `after`, at most `limit`. */
  readAll(after: number, limit: number): Promise<readonly StoredEvent[]>;
  /**
   * Events after ordinal `after` that match, at most `limit`. Looks at a bounded stretch of the log (10,000 ordinals), so that a filter that
   * matches little costs no more than one that matches much: fewer than `limit` events, or none, do not mean that there are no more. `next`
   * is the end of what was looked at; when it is the end of the log, that was all. It is never below `after`.
   */
  readMatching(after: number, limit: number, filter: EventFilter): Promise<MatchedEvents>;
  /** Where streams are now; `NO_STREAM` for those that do not exist. */
  revisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Where commands were stored; absent when they were not. */
  findCommands(commandIds: readonly string[]): Promise<ReadonlyMap<string, AppendedRange>>;
  /** The end of the log. With `settled`, nothing still in flight may get an earlier or equal `recordedAt` afterwards. */
  head(options?: { readonly settled?: boolean }): Promise<Head>;
  /** The last ordinal recorded at or before an instant (RFC 3339), always the end of an append; 0 when there is none. */
  ordinalAt(instant: string): Promise<number>;
  /** The last ordinal at or before `ordinal` that ends an append. */
  endOfAppend(ordinal: number): Promise<number>;
  /**
   * Delivers every event after ordinal `after`, in order, none twice, none left out, one batch at a time: the next batch waits for the
   * promise of the last. A batch never cuts an append in two. When `deliver` throws, the same batch is delivered again after a pause.
   */
  subscribe(after: number, deliver: (events: readonly StoredEvent[]) => Promise<void>): Subscription;
  /** Finishes what was handed in, then releases connections. */
  close(): Promise<void>;
}

export const MAX_EVENT_BYTES = 64 * 1024;
export const MAX_APPEND_BYTES = 900 * 1024;

/** The log cannot be reached or takes no more: nothing was stored, try again later. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds = 1) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The request was sent and no answer came: it may have been stored. Asking again under the same command id tells. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}

/** The request itself can never be stored: an event too large, text that is not well-formed. A bug or bad input, never a race. */
export class UnstorableRequest extends Error {
  override readonly name = "UnstorableRequest";
}
