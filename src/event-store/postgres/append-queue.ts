import { type AppendOutcome, type AppendRequest, StoreUnavailable } from "../port.ts";
import { claimKey } from "./claim-key.ts";

/** A request handed in and not yet answered. */
export interface PendingAppend {
  readonly request: AppendRequest;
  /** Its claims and further commands, each once, and what each is stored under. */
  readonly claims: readonly string[];
  readonly keys: readonly string[];
  readonly bytes: number;
  readonly queuedAtMs: number;
  readonly answer: (outcome: AppendOutcome) => void;
  readonly fail: (error: Error) => void;
}

export interface QueueLimits {
  readonly maxQueue: number;
  readonly maxQueueBytes: number;
}

const MAX_BATCH_REQUESTS = 256;
const MAX_BATCH_BYTES = 1024 * 1024;
/** How far a batch looks past requests that have to wait for the next one. */
const MAX_SCANNED = 1_024;

/** What was handed in, in order, until it goes into a batch. Bounded by number and bytes; what a batch holds counts until it is answered. */
export class AppendQueue {
  readonly #limits: QueueLimits;
  #waiting: PendingAppend[] = [];
  #held = 0;
  #heldBytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length;
  }

  push(request: AppendRequest, bytes: number): Promise<AppendOutcome> {
    const { maxQueue, maxQueueBytes } = this.#limits;
    if (this.#held >= maxQueue || this.#heldBytes + bytes > maxQueueBytes) {
      throw new StoreUnavailable(`The append queue is full (${this.#held} requests, ${this.#heldBytes} bytes)`);
    }
    this.#held += 1;
    this.#heldBytes += bytes;
    return new Promise((resolve, reject) => {
      let answered = false;
      const release = () => {
        if (answered) return;
        answered = true;
        this.#held -= 1;
        this.#heldBytes -= bytes;
      };
      this.#waiting.push({
        request,
        ...keysOf(request),
        bytes,
        queuedAtMs: performance.now(),
        answer: (outcome) => {
          release();
          resolve(outcome);
        },
        fail: (error) => {
          release();
          reject(error);
        },
      });
    });
  }

  /**
   * Takes the next batch. A request waits for the one after when an earlier request of this batch carries the same claim or command id, or
   * appends to a stream this one wants unchanged: its outcome depends on theirs. Everything behind it on its stream waits with it.
   */
  takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const left: PendingAppend[] = [];
    const keys = new Set<string>();
    const touched = new Set<string>();
    const heldBack = new Set<string>();
    let bytes = 0;
    let scanned = 0;
    for (const pending of this.#waiting) {
      if (batch.length === MAX_BATCH_REQUESTS || scanned === MAX_SCANNED) break;
      if (batch.length > 0 && bytes + pending.bytes > MAX_BATCH_BYTES) break;
      scanned += 1;
      const { stream, commandId, unchanged } = pending.request;
      const waits =
        heldBack.has(stream) ||
        keys.has(commandId) ||
        pending.keys.some((key) => keys.has(key)) ||
        unchanged.some((fence) => touched.has(fence.stream));
      if (waits) {
        heldBack.add(stream);
        left.push(pending);
        continue;
      }
      batch.push(pending);
      bytes += pending.bytes;
      touched.add(stream);
      keys.add(commandId);
      for (const key of pending.keys) keys.add(key);
    }
    this.#waiting = [...left, ...this.#waiting.slice(scanned)];
    return batch;
  }

  /** Takes out the waiting requests that a test names, in order. */
  takeOut(test: (pending: PendingAppend) => boolean): PendingAppend[] {
    const out: PendingAppend[] = [];
    const stay: PendingAppend[] = [];
    for (const pending of this.#waiting) (test(pending) ? out : stay).push(pending);
    if (out.length > 0) this.#waiting = stay;
    return out;
  }
}

/** Further commands of an append are keys like its claims, as they are. */
function keysOf({ claims, alsoCommands = [] }: AppendRequest): Pick<PendingAppend, "claims" | "keys"> {
  const also = [...new Set(alsoCommands)];
  const own = [...new Set(claims)];
  return { claims: [...also, ...own], keys: [...also, ...own.map(claimKey)] };
}
