import { eventsLeftInAppend } from "./append-place.ts";
import type { StoredEvent, Subscription } from "./port.ts";

const PAGE_EVENTS = 1_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** What a subscription needs of an engine. */
export interface SubscribedLog {
  readAll(after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Resolves when there may be events after an ordinal: soon after they are stored, at the latest after the engine's polling pause. */
  news(after: number, signal: AbortSignal): Promise<void>;
  failed(error: unknown, doing: string): void;
}

/** The subscriptions of a store, which end when it is closed. The same for every engine. */
export class Subscriptions {
  readonly #log: SubscribedLog;
  readonly #open = new Set<Subscription>();

  constructor(log: SubscribedLog) {
    this.#log = log;
  }

  /** Delivers the log page by page, in order; the next page waits for the promise of the last. */
  open(after: number, deliver: (events: readonly StoredEvent[]) => Promise<void>): Subscription {
    const stop = new AbortController();
    const finished = run(this.#log, after, deliver, stop.signal);
    const subscription: Subscription = {
      close: () => {
        this.#open.delete(subscription);
        stop.abort();
        return finished;
      },
    };
    this.#open.add(subscription);
    return subscription;
  }

  /** Resolves when nothing more will be delivered to anybody. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((subscription) => subscription.close()));
  }
}

async function run(
  log: SubscribedLog,
  after: number,
  deliver: (events: readonly StoredEvent[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let delivered = after;
  let pauseMs = FIRST_PAUSE_MS;
  let page: readonly StoredEvent[] = [];
  while (!signal.aborted) {
    try {
      // A page that was not taken is delivered again as it is: the same events, cut at the same place.
      if (page.length === 0) page = await readWholeAppends(log, delivered);
      if (signal.aborted) return;
      if (page.length === 0) {
        await log.news(delivered, signal);
        continue;
      }
      await deliver(page);
      delivered = page.at(-1)?.ordinal ?? delivered;
      page = [];
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      log.failed(error, page.length === 0 ? "reading for a subscription" : "delivering to a subscriber");
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** The append that the page would cut is stored whole, so its other events are there to be read. */
async function readWholeAppends(log: SubscribedLog, after: number): Promise<readonly StoredEvent[]> {
  const page = await log.readAll(after, PAGE_EVENTS);
  const last = page.at(-1);
  const left = last === undefined ? 0 : eventsLeftInAppend(last.meta);
  if (last === undefined || left === 0) return page;
  const rest = await log.readAll(last.ordinal, left);
  if (rest.length !== left) throw new Error(`The append that holds event ${last.ordinal} is not complete in the log`);
  return [...page, ...rest];
}

/** Waits, but not longer than until the signal. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
