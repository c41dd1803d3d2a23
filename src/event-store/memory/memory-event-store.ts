import { lastEndOfAppend } from "../append-place.ts";
import { readMatchingByPages } from "../event-filter.ts";
import { instantMs } from "../instant.ts";
import {
  type AppendOutcome,
  type AppendRequest,
  type Capabilities,
  type EventStore,
  MAX_APPEND_BYTES,
  MAX_EVENT_BYTES,
  StoreUnavailable,
} from "../port.ts";
import { checkRequest, isUuid } from "../request-checks.ts";
import { pause, Subscriptions } from "../subscription-loop.ts";
import { MemoryLog } from "./memory-log.ts";

export interface MemoryEventStoreOptions {
  /** Milliseconds since 1970; the system's clock when left out or undefined. */
  readonly clock?: () => number | undefined;
  readonly maxQueue?: number;
  /** Hears of errors thrown by subscribers; they are delivered to again either way. */
  readonly onSubscriberError?: (error: unknown) => void;
}

interface Waiting {
  readonly request: AppendRequest;
  readonly answer: (outcome: AppendOutcome) => void;
}

const MAX_QUEUE = 10_000;
const POLL_MS = 500;
const CAPABILITIES: Capabilities = {
  engine: "memory",
  durable: false,
  checksAtomically: true,
  keepsOrderOfRequests: true,
  maxEventBytes: MAX_EVENT_BYTES,
  maxAppendBytes: MAX_APPEND_BYTES,
};

/** An event store for tests: the contract of the port, and nothing survives. */
export async function openMemoryEventStore(options: MemoryEventStoreOptions = {}): Promise<EventStore> {
  const { clock, maxQueue = MAX_QUEUE, onSubscriberError } = options;
  const log = new MemoryLog();
  const now = () => Math.trunc(clock?.() ?? Date.now());
  const closing = new AbortController();
  let waiting: Waiting[] = [];
  let news = new AbortController();

  /** Outcomes come in a later turn of the event loop, all requests gathered until then together, as from a real log. */
  function flush(): void {
    const batch = waiting;
    waiting = [];
    const failed = new Set<string>();
    for (const { request, answer } of batch) {
      const outcome: AppendOutcome = failed.has(request.stream) ? { outcome: "conflict" } : log.append(request, now());
      if (outcome.outcome !== "ok") failed.add(request.stream);
      answer(outcome);
    }
    const heard = news;
    news = new AbortController();
    heard.abort();
  }

  const reads = readsOf(log, now);
  const subscriptions = new Subscriptions({
    readAll: reads.readAll,
    failed: (error) => onSubscriberError?.(error),
    news: (known, signal) => (log.events.length > known ? Promise.resolve() : pause(POLL_MS, AbortSignal.any([signal, news.signal]))),
  });

  return {
    capabilities: CAPABILITIES,
    async append(request) {
      checkRequest(request);
      if (closing.signal.aborted) throw new StoreUnavailable("The event store is closed");
      if (waiting.length >= maxQueue) throw new StoreUnavailable(`${maxQueue} appends are waiting already`);
      if (waiting.length === 0) setImmediate(flush);
      return new Promise((answer) => waiting.push({ request, answer }));
    },
    ...reads,
    subscribe: (after, deliver) => subscriptions.open(after, deliver),
    async close() {
      closing.abort();
      while (waiting.length > 0) await turn();
      await subscriptions.close();
    },
  };
}

/** Reads take a turn too, so that callers cannot rely on an answer in the same tick. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

type Reads = Pick<
  EventStore,
  "readStream" | "readAll" | "readMatching" | "revisions" | "findCommands" | "head" | "ordinalAt" | "endOfAppend"
>;

function readsOf(log: MemoryLog, now: () => number): Reads {
  const readAll: Reads["readAll"] = async (after, limit) => {
    await turn();
    return log.events.slice(after, after + limit);
  };
  return {
    async readStream(stream, { from, limit = 1_000, backwards = false } = {}) {
      await turn();
      const events = log.streams.get(stream) ?? [];
      if (!backwards) return events.slice(from ?? 0, (from ?? 0) + limit);
      const end = Math.min(from ?? Number.POSITIVE_INFINITY, events.length - 1) + 1;
      return events.slice(Math.max(0, end - limit), end).reverse();
    },
    readAll,
    readMatching: (after, limit, filter) => readMatchingByPages(readAll, after, limit, filter),
    async revisions(streams) {
      await turn();
      return new Map(streams.map((stream) => [stream, log.revision(stream)]));
    },
    async findCommands(commandIds) {
      await turn();
      return new Map(commandIds.flatMap((id) => ((found) => (isUuid(id) && found ? [[id, found] as const] : []))(log.findClaim(id))));
    },
    async head({ settled = false } = {}) {
      await turn();
      if (settled) log.settle(now());
      return { ordinal: log.events.length, recordedAt: log.recordedAt() };
    },
    async ordinalAt(instant) {
      const untilMs = instantMs(instant);
      await turn();
      return log.events.findLast((event) => Date.parse(event.recordedAt) <= untilMs)?.ordinal ?? 0;
    },
    async endOfAppend(ordinal) {
      await turn();
      const event = log.events[Math.min(ordinal, log.events.length) - 1];
      return event === undefined ? 0 : lastEndOfAppend(event.ordinal, event.meta);
    },
  };
}
