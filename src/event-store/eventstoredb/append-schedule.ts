import { type AppendOutcome, type AppendRequest, MAX_APPEND_BYTES, StoreUnavailable } from "../port.ts";

/** A request handed in and not yet answered. */
export interface PendingAppend {
  readonly request: AppendRequest;
  readonly bytes: number;
  readonly answer: (outcome: AppendOutcome) => void;
  readonly fail: (error: Error) => void;
}

const MAX_CHAIN_REQUESTS = 256;
const MAX_UNDER_WAY = 256;
/** How far it looks past requests that have to wait. */
const MAX_SCANNED = 1_024;

/** What requests before another one touch. */
interface Touched {
  readonly streams: Set<string>;
  /** Claims and command ids. */
  readonly keys: Set<string>;
  /** Streams that a request wants unchanged. */
  readonly fenced: Set<string>;
}

/**
 * Which requests may be on their way at once. One chain per stream: requests of a stream that expect what the ones before them leave go as one
 * append. A request waits while one handed in before it carries the same claim or command id, appends to a stream it wants unchanged, or wants
 * its own stream unchanged: its outcome depends on theirs.
 */
export class AppendSchedule {
  readonly #maxQueue: number;
  #waiting: PendingAppend[] = [];
  readonly #underWay = new Set<readonly PendingAppend[]>();
  #held = 0;

  constructor(maxQueue: number) {
    this.#maxQueue = maxQueue;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#underWay.size === 0;
  }

  push(request: AppendRequest, bytes: number): Promise<AppendOutcome> {
    if (this.#held >= this.#maxQueue) throw new StoreUnavailable(`${this.#held} appends are waiting already`);
    this.#held += 1;
    return new Promise((resolve, reject) => {
      const answer = (outcome: AppendOutcome) => {
        this.#held -= 1;
        resolve(outcome);
      };
      const fail = (error: Error) => {
        this.#held -= 1;
        reject(error);
      };
      this.#waiting.push({ request, bytes, answer, fail });
    });
  }

  /** Takes the chains that may go now; each is under way until it is finished. */
  take(): readonly (readonly PendingAppend[])[] {
    const before: Touched = { streams: new Set(), keys: new Set(), fenced: new Set() };
    for (const chain of this.#underWay) for (const pending of chain) touch(before, pending);
    const taken: PendingAppend[][] = [];
    const growing = new Map<string, PendingAppend[]>();
    const left: PendingAppend[] = [];
    let scanned = 0;
    for (const pending of this.#waiting) {
      if (scanned === MAX_SCANNED || this.#underWay.size + taken.length === MAX_UNDER_WAY) break;
      scanned += 1;
      const { stream } = pending.request;
      const chain = growing.get(stream);
      const goes = isFree(pending, before) && (chain === undefined ? !before.streams.has(stream) : continues(chain, pending));
      touch(before, pending);
      if (!goes) {
        left.push(pending);
        // What comes behind it on its stream must not overtake it.
        growing.delete(stream);
      } else if (chain === undefined) {
        const begun = [pending];
        growing.set(stream, begun);
        taken.push(begun);
      } else chain.push(pending);
    }
    this.#waiting = [...left, ...this.#waiting.slice(scanned)];
    for (const chain of taken) this.#underWay.add(chain);
    return taken;
  }

  finish(chain: readonly PendingAppend[]): void {
    this.#underWay.delete(chain);
  }

  /** Takes out what waits on a stream, in order. */
  takeOut(stream: string): PendingAppend[] {
    const out = this.#waiting.filter(({ request }) => request.stream === stream);
    if (out.length > 0) this.#waiting = this.#waiting.filter(({ request }) => request.stream !== stream);
    return out;
  }
}

function isFree({ request }: PendingAppend, before: Touched): boolean {
  return (
    !before.fenced.has(request.stream) &&
    !keysOf(request).some((key) => before.keys.has(key)) &&
    !request.unchanged.some((fence) => before.streams.has(fence.stream))
  );
}

function touch(touched: Touched, { request }: PendingAppend): void {
  touched.streams.add(request.stream);
  for (const key of keysOf(request)) touched.keys.add(key);
  for (const fence of request.unchanged) touched.fenced.add(fence.stream);
}

/** Whether a request expects what the chain leaves, and still fits into one append with it. */
function continues(chain: readonly PendingAppend[], { request, bytes }: PendingAppend): boolean {
  const last = chain.at(-1)?.request;
  if (last === undefined || chain.length === MAX_CHAIN_REQUESTS) return false;
  const together = chain.reduce((sum, pending) => sum + pending.bytes, bytes);
  return request.expected === last.expected + last.events.length && together <= MAX_APPEND_BYTES;
}

function keysOf({ commandId, alsoCommands = [], claims }: AppendRequest): readonly string[] {
  return [commandId, ...alsoCommands, ...claims];
}
