import type { AllStreamRecordedEvent } from "@eventstore/db-client";
import { isBehind, type LogPosition } from "../place-book.ts";
import { StoreUnavailable } from "../port.ts";
import { pause } from "../subscription-loop.ts";
import type { Booking } from "./booking.ts";
import { readError } from "./failure.ts";
import type { LogTail } from "./log-tail.ts";
import type { LogNames } from "./names.ts";
import { type NodeCalls, PAGE_EVENTS } from "./node-calls.ts";
import type { NodeClient } from "./node-client.ts";
import { followAll } from "./node-subscription.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const MAX_UNBOOKED_BYTES = 16 * 1024 * 1024;

export interface FollowerOptions {
  readonly node: NodeClient;
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly tail: LogTail;
  readonly booking: Booking;
  /** How often the subscription is compared with the log. */
  readonly watchEveryMs: number;
  readonly log: { warn(details: object, message: string): void };
}

/**
 * Keeps the tail at the end of the log, and wakes who brings it into the place book. A subscription brings news within milliseconds and is trusted with nothing else: who must know reads
 * (`fresh`), and a watchdog compares the two.
 */
export class LogFollower {
  readonly #options: FollowerOptions;
  readonly #stop = new AbortController();
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #following: Promise<void> | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Resolves when the tail has come to everything that was stored before the call. Calls that come while one reads share the next reading. */
  fresh(): Promise<void> {
    if (this.#reading === undefined) return this.#read();
    this.#next ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#read();
      });
    return this.#next;
  }

  follow(): void {
    this.#following ??= this.#follow();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
    await this.#next?.catch(() => undefined);
    await this.#reading?.catch(() => undefined);
  }

  #read(): Promise<void> {
    this.#reading = this.#readToEnd().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readToEnd(): Promise<void> {
    const { calls, tail, booking, log } = this.#options;
    try {
      for (;;) {
        const page = await calls.readAll(tail.position);
        for (const event of page) tail.feed(event);
        booking.wake();
        // Memory is bounded: who has much to read waits for the book.
        if (tail.unbookedBytes > MAX_UNBOOKED_BYTES) {
          log.warn({ ordinal: tail.head.ordinal }, "The place book is far behind the log and is being written");
          await booking.until(tail.head.ordinal);
        }
        if (page.length < PAGE_EVENTS) return;
      }
    } catch (error) {
      throw readError(error);
    }
  }

  async #follow(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#stop.signal.aborted) {
      const heard = await this.#subscribeOnce();
      if (this.#stop.signal.aborted) return;
      pauseMs = heard ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      this.#options.log.warn({}, `The subscription to the log was dropped; a new one follows in ${pauseMs} ms`);
      await pause(pauseMs, this.#stop.signal);
    }
  }

  /** Until it is dropped, ends without a word or falls silent. True when something came. */
  async #subscribeOnce(): Promise<boolean> {
    const { node, names, tail, booking } = this.#options;
    const ended = new AbortController();
    let heard: LogPosition | undefined = tail.position;
    let came = false;
    const hear = (position: LogPosition) => {
      heard = position;
      came = true;
    };
    const subscription = await node
      .call("read", async (client) =>
        followAll(client, names, tail.position, {
          event: (event: AllStreamRecordedEvent) => {
            // Nobody waits here: the next reading does.
            if (tail.unbookedBytes > 2 * MAX_UNBOOKED_BYTES) throw new StoreUnavailable("The place book is far behind the log");
            tail.feed(event);
            booking.wake();
            hear(event.position);
          },
          checkpoint: (position) => {
            tail.reached(position);
            hear(position);
          },
          ended: () => ended.abort(),
        }),
      )
      .catch(() => undefined);
    if (subscription === undefined) return false;
    await this.#watch(() => heard, ended.signal);
    subscription.close();
    return came;
  }

  async #watch(heard: () => LogPosition | undefined, ended: AbortSignal): Promise<void> {
    const { node, tail, booking, watchEveryMs, log } = this.#options;
    const until = AbortSignal.any([ended, this.#stop.signal]);
    const renewals = node.renewals;
    let missed: LogPosition | undefined;
    while (!until.aborted) {
      await pause(watchEveryMs, until);
      if (until.aborted) return;
      // It was behind at the last look and has not caught up since; or its client is gone, which it does not notice.
      if (node.renewals !== renewals || (missed !== undefined && isBehind(missed, heard()))) return;
      await this.fresh().catch((error: unknown) => log.warn({ err: error }, "The log could not be read"));
      await booking.note();
      const { newest } = tail;
      missed = newest !== undefined && isBehind(newest, heard()) ? newest : undefined;
    }
  }
}
