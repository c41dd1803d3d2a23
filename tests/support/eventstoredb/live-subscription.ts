import { randomUUID } from "node:crypto";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import { broken, type ReadCall, responseOf } from "./messages.ts";
import type { Recorded } from "./stored-log.ts";

export interface Search {
  /** Commit and prepare position that it starts behind; undefined for the start. */
  readonly after: readonly [bigint, bigint] | undefined;
  readonly fromEnd: boolean;
  readonly filtered: boolean;
  /** How many considered events lie between two checkpoints. */
  readonly window: number;
  wants(event: Recorded): boolean;
}

/** A subscription to everything. It sends what is there, then what comes, and a checkpoint for every window of considered events. */
export class LiveSubscription {
  readonly search: Search;
  readonly #call: ReadCall;
  #considered = 0;
  #next = 0;
  #silent = false;
  #twice = false;
  checkpoints = 0;

  constructor(call: ReadCall, search: Search) {
    this.#call = call;
    this.search = search;
  }

  get isOpen(): boolean {
    return !this.#call.cancelled && this.#call.writable;
  }

  /** Catches up; the checkpoints on the way lie at the start of the next page, with prepare 0. */
  start(all: readonly Recorded[]): void {
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(randomUUID());
    const response = new streams.ReadResp();
    response.setConfirmation(confirmation);
    this.#call.write(response);
    const { after, fromEnd } = this.search;
    this.#next = fromEnd ? all.length : all.findIndex((event) => after === undefined || isBehind(event, after));
    if (this.#next < 0) this.#next = all.length;
    for (; this.#next < all.length; this.#next += 1) this.#consider(all, (next) => (next === undefined ? undefined : [next.position, 0n]));
    const last = all.at(-1);
    if (last !== undefined) this.#checkpoint([last.position, last.position]);
  }

  /** What was stored since, in order. */
  goOn(all: readonly Recorded[]): void {
    if (this.#silent || !this.isOpen) return;
    for (; this.#next < all.length; this.#next += 1) this.#consider(all, (_next, event) => [event.position, event.position]);
  }

  silence(): void {
    this.#silent = true;
  }

  end(): void {
    this.#call.end();
  }

  fail(): void {
    this.#call.emit("error", broken("failure"));
  }

  /** From now on every event is sent twice. */
  repeat(): void {
    this.#twice = true;
  }

  #consider(
    all: readonly Recorded[],
    checkpointAt: (next: Recorded | undefined, event: Recorded) => readonly [bigint, bigint] | undefined,
  ): void {
    const event = all[this.#next];
    if (event === undefined) return;
    if (this.search.wants(event)) {
      this.#call.write(responseOf(event));
      if (this.#twice) this.#call.write(responseOf(event));
    }
    this.#considered += 1;
    const position = this.#considered % this.search.window === 0 ? checkpointAt(all[this.#next + 1], event) : undefined;
    if (position !== undefined) this.#checkpoint(position);
  }

  #checkpoint([commit, prepare]: readonly [bigint, bigint]): void {
    if (!this.search.filtered) return;
    this.checkpoints += 1;
    const checkpoint = new streams.ReadResp.Checkpoint();
    checkpoint.setCommitPosition(String(commit));
    checkpoint.setPreparePosition(String(prepare));
    const response = new streams.ReadResp();
    response.setCheckpoint(checkpoint);
    this.#call.write(response);
  }
}

function isBehind(event: Recorded, [commit, prepare]: readonly [bigint, bigint]): boolean {
  return event.position > commit || (event.position === commit && event.position > prepare);
}
