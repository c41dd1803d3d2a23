import type { AllStreamRecordedEvent, Position } from "@eventstore/db-client";
import { pause } from "../subscription-loop.ts";
import { readError } from "./failure.ts";
import type { LogIndex } from "./log-index.ts";
import type { LogNames } from "./names.ts";
import { type NodeCalls, PAGE_EVENTS } from "./node-calls.ts";
import type { NodeClient } from "./node-client.ts";
import { followAll } from "./node-subscription.ts";
import { isBehind } from "./stored-form.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface FollowerOptions {
  readonly node: NodeClient;
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly index: LogIndex;
  /** How often the subscription is compared with the log. */
  readonly watchEveryMs: number;
  readonly log: { warn(details: object, message: string): void };
}

/**
 * Keeps the index at the end of the log. A subscription brings news within milliseconds and is trusted with nothing else: who must know reads
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

  /** Resolves when the index holds everything that was stored before the call. Calls that come while one reads share the next reading. */
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
    const { calls, index } = this.#options;
    try {
      for (;;) {
        const page = await calls.readAll(index.position);
        for (const event of page) index.feed(event);
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
    const { node, names, index } = this.#options;
    const ended = new AbortController();
    let heard = index.position;
    let came = false;
    const hear = (position: Position) => {
      heard = position;
      came = true;
    };
    const subscription = await node
      .call("read", async (client) =>
        followAll(client, names, index.position, {
          event: (event: AllStreamRecordedEvent) => {
            index.feed(event);
            hear(event.position);
          },
          checkpoint: (position) => {
            index.reached(position);
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

  async #watch(heard: () => Position | undefined, ended: AbortSignal): Promise<void> {
    const { node, index, watchEveryMs, log } = this.#options;
    const until = AbortSignal.any([ended, this.#stop.signal]);
    const renewals = node.renewals;
    let missed: Position | undefined;
    while (!until.aborted) {
      await pause(watchEveryMs, until);
      if (until.aborted) return;
      // It was behind at the last look and has not caught up since; or its client is gone, which it does not notice.
      if (node.renewals !== renewals || (missed !== undefined && isBehind(missed, heard()))) return;
      await this.fresh().catch((error: unknown) => log.warn({ err: error }, "The log could not be read"));
      const newest = index.positionOf(index.head.ordinal);
      missed = newest !== undefined && isBehind(newest, heard()) ? newest : undefined;
    }
  }
}
