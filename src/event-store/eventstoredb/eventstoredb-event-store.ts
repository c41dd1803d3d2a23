import type { PlaceBook } from "../place-book.ts";
import { type Capabilities, type EventStore, MAX_APPEND_BYTES, MAX_EVENT_BYTES } from "../port.ts";
import { pause, Subscriptions } from "../subscription-loop.ts";
import { Appender } from "./appender.ts";
import { Booking } from "./booking.ts";
import { Claims } from "./claims.ts";
import { LogFollower } from "./log-follower.ts";
import { LogReader } from "./log-reader.ts";
import { LogTail } from "./log-tail.ts";
import { MemoryPlaceBook } from "./memory-place-book.ts";
import { LogNames } from "./names.ts";
import { NodeCalls } from "./node-calls.ts";
import { type NodeClient, releaseNodeClient, shareNodeClient } from "./node-client.ts";
import { Places } from "./places.ts";
import { refuseAnotherLog } from "./same-log.ts";
import { StoredEvents } from "./stored-events.ts";

export interface EventStoreDbOptions {
  /** As the client takes it: `esdb://user:password@host:2113?tls=true&tlsCAFile=/path`. */
  readonly connectionString: string;
  /** Keeps several ledgers on one node apart: letters and digits. Left out, streams have their own names. */
  readonly namespace?: string;
  /**
   * Where it is kept how the ledger counts what lies on the node, of this ledger alone. It stays the caller's to close. Left out, all of it is in
   * memory, and opening reads the node's whole log.
   */
  readonly book?: PlaceBook;
  /** How many bytes of the log's end are held in memory, about. */
  readonly keptBytes?: number;
  /** Milliseconds since 1970 that appends are recorded at; this machine's clock when left out or undefined. Never goes back in the log. */
  readonly clock?: () => number | undefined;
  /** How many requests may wait before `StoreUnavailable`. */
  readonly maxQueue?: number;
  /** How long one call waits for an answer. */
  readonly answerWithinMs?: number;
  /** How long an append is tried before `StoreUnavailable` or `OutcomeUnknown`. */
  readonly unknownAfterMs?: number;
  /** After how long a claim that nothing was appended under passes to who wants it next. */
  readonly takeOverAfterMs?: number;
  /** After how long its owner looks at a claim again. */
  readonly revalidateAfterMs?: number;
  /** How often the subscription is compared with the log. */
  readonly watchEveryMs?: number;
  readonly log?: { warn(details: object, message: string): void };
}

const POLL_MS = 500;
const LATEST_CLOCK_MS = Date.UTC(9999, 11, 31);
const CAPABILITIES: Capabilities = {
  engine: "eventstoredb",
  durable: true,
  checksAtomically: false,
  keepsOrderOfRequests: false,
  maxEventBytes: MAX_EVENT_BYTES,
  maxAppendBytes: MAX_APPEND_BYTES,
};
const BY_DEFAULT = {
  maxQueue: 10_000,
  answerWithinMs: 5_000,
  // With the time to write claims and one last answer, well below what a claim may stay untouched.
  unknownAfterMs: 10_000,
  takeOverAfterMs: 30_000,
  revalidateAfterMs: 10_000,
  watchEveryMs: 2_000,
  log: { warn: () => undefined } as NonNullable<EventStoreDbOptions["log"]>,
};

/**
 * The log on EventStoreDB. Reads the node's log from where the place book ends before it resolves. Throws `AnotherLog` when the book was written
 * from another log, `StoreUnavailable` when node or book do not answer, and when this process speaks to another node already.
 */
export async function openEventStoreDbEventStore(given: EventStoreDbOptions): Promise<EventStore> {
  const options = { ...BY_DEFAULT, ...given };
  if (options.takeOverAfterMs < 2 * options.unknownAfterMs) throw new RangeError("A claim must outlive the tries of its owner");
  const node = await shareNodeClient(options.connectionString, options.answerWithinMs);
  try {
    return await openOn(node, options);
  } catch (error) {
    await releaseNodeClient(node);
    throw error;
  }
}

async function openOn(node: NodeClient, options: EventStoreDbOptions & typeof BY_DEFAULT): Promise<EventStore> {
  const { clock, log, book = new MemoryPlaceBook() } = options;
  const names = new LogNames(options.namespace);
  const calls = new NodeCalls(node, options.answerWithinMs);
  const from = await book.head();
  await refuseAnotherLog(calls, names, book, from);
  const tail = new LogTail(names, from, options.keptBytes);
  const booking = new Booking(book, tail, log);
  const follower = new LogFollower({ node, calls, names, tail, booking, watchEveryMs: options.watchEveryMs, log });
  try {
    await follower.fresh();
    await booking.until(tail.head.ordinal);
  } catch (error) {
    await booking.close();
    throw error;
  }
  follower.follow();
  const clockMs = () => clockReading(clock?.());
  const places = new Places(book, tail);
  const claims = new Claims(calls, names, options.takeOverAfterMs);
  const appender = new Appender({ ...options, calls, names, tail, places, follower, claims, clockMs }, options.maxQueue);
  const events = new StoredEvents({ calls, names, tail, places });
  const reader = new LogReader({ calls, names, tail, places, booking, events, follower, clockMs, unknownAfterMs: options.unknownAfterMs });
  return storeOf({ node, tail, booking, follower, appender, reader, log });
}

interface Parts {
  readonly node: NodeClient;
  readonly tail: LogTail;
  readonly booking: Booking;
  readonly follower: LogFollower;
  readonly appender: Appender;
  readonly reader: LogReader;
  readonly log: NonNullable<EventStoreDbOptions["log"]>;
}

function storeOf({ node, tail, booking, follower, appender, reader, log }: Parts): EventStore {
  const subscriptions = new Subscriptions({
    readAll: (from, limit) => reader.readBooked(from, limit),
    news: (known, signal) => (tail.booked.ordinal > known ? Promise.resolve() : pause(POLL_MS, AbortSignal.any([signal, booking.news]))),
    failed: (error, doing) => log.warn({ err: error }, `Failed ${doing}; trying again`),
  });
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.all([appender.close(), subscriptions.close()]);
    await follower.close();
    await booking.close();
    await releaseNodeClient(node);
  };
  return {
    capabilities: CAPABILITIES,
    append: (request) => appender.append(request),
    readStream: (stream, range) => reader.readStream(stream, range),
    readAll: (after, limit) => reader.readAll(after, limit),
    readMatching: (after, limit, filter) => reader.readMatching(after, limit, filter),
    revisions: (streams) => reader.revisions(streams),
    findCommands: (commandIds) => reader.findCommands(commandIds),
    head: (which) => reader.head(which),
    ordinalAt: (instant) => reader.ordinalAt(instant),
    endOfAppend: (ordinal) => reader.endOfAppend(ordinal),
    subscribe: (after, deliver) => subscriptions.open(after, deliver),
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}

function clockReading(given: number | undefined): number {
  const ms = given ?? Date.now();
  if (!(ms >= 0 && ms <= LATEST_CLOCK_MS)) throw new RangeError(`The clock reads ${ms}, which is not a time between 1970 and 9999`);
  return Math.trunc(ms);
}
