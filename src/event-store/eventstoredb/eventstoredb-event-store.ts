import type { EventStore, Subscription } from "../port.ts";
import { pause, subscribeTo } from "../subscription-loop.ts";
import { Appender } from "./appender.ts";
import { Claims } from "./claims.ts";
import { LogFollower } from "./log-follower.ts";
import { LogIndex } from "./log-index.ts";
import { LogReader } from "./log-reader.ts";
import { LogNames } from "./names.ts";
import { NodeCalls } from "./node-calls.ts";
import { type NodeClient, releaseNodeClient, shareNodeClient } from "./node-client.ts";

export interface EventStoreDbOptions {
  /** As the client takes it: `esdb://user:password@host:2113?tls=true&tlsCAFile=/path`. */
  readonly connectionString: string;
  /** Keeps several ledgers on one node apart: letters and digits. Left out, streams have their own names. */
  readonly namespace?: string;
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
const BY_DEFAULT = {
  maxQueue: 10_000,
  answerWithinMs: 5_000,
  // With the time to write claims and one last answer, well below what a claim may stay untouched.
  unknownAfterMs: 10_000,
  takeOverAfterMs: 30_000,
  revalidateAfterMs: 10_000,
  watchEveryMs: 2_000,
  log: { warn: () => undefined },
};

/**
 * The log on EventStoreDB. Reads the node's whole log once before it resolves. Throws when the node does not answer, and when this process
 * speaks to another node already.
 */
export async function openEventStoreDbEventStore(given: EventStoreDbOptions): Promise<EventStore> {
  const options = { ...BY_DEFAULT, ...given };
  const { log, clock } = options;
  if (options.takeOverAfterMs < 2 * options.unknownAfterMs) throw new RangeError("A claim must outlive the tries of its owner");
  const names = new LogNames(options.namespace);
  const node = await shareNodeClient(options.connectionString, options.answerWithinMs);
  const calls = new NodeCalls(node, options.answerWithinMs);
  const index = new LogIndex(names);
  const follower = new LogFollower({ node, calls, names, index, watchEveryMs: options.watchEveryMs, log });
  try {
    await follower.fresh();
  } catch (error) {
    await releaseNodeClient(node);
    throw error;
  }
  follower.follow();
  const clockMs = () => clockReading(clock?.());
  const claims = new Claims(calls, names, index, options.takeOverAfterMs);
  const appender = new Appender({ ...options, calls, names, index, follower, claims, clockMs }, options.maxQueue);
  const reader = new LogReader({ calls, names, index, follower, clockMs, unknownAfterMs: options.unknownAfterMs });
  return storeOf({ node, index, follower, appender, reader, log });
}

interface Parts {
  readonly node: NodeClient;
  readonly index: LogIndex;
  readonly follower: LogFollower;
  readonly appender: Appender;
  readonly reader: LogReader;
  readonly log: { warn(details: object, message: string): void };
}

function storeOf({ node, index, follower, appender, reader, log }: Parts): EventStore {
  const subscriptions = new Set<Subscription>();
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.all([appender.close(), ...[...subscriptions].map((subscription) => subscription.close())]);
    await follower.close();
    await releaseNodeClient(node);
  };
  return {
    append: (request) => appender.append(request),
    readStream: (stream, range) => reader.readStream(stream, range),
    readAll: (after, limit) => reader.readAll(after, limit),
    revisions: (streams) => reader.revisions(streams),
    findCommands: (commandIds) => reader.findCommands(commandIds),
    head: (which) => reader.head(which),
    ordinalAt: (instant) => reader.ordinalAt(instant),
    endOfAppend: (ordinal) => reader.endOfAppend(ordinal),
    subscribe(after, deliver) {
      const subscription = subscribeTo(
        {
          readAll: (from, limit) => reader.readKnown(from, limit),
          news: (known, signal) => (index.head.ordinal > known ? Promise.resolve() : pause(POLL_MS, AbortSignal.any([signal, index.news]))),
          failed: (error, doing) => log.warn({ err: error }, `Failed ${doing}; trying again`),
        },
        after,
        deliver,
      );
      subscriptions.add(subscription);
      return {
        async close() {
          subscriptions.delete(subscription);
          await subscription.close();
        },
      };
    },
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
