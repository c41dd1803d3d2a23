import { randomUUID } from "node:crypto";
import { readMatchingByPages } from "../event-filter.ts";
import { instantMs } from "../instant.ts";
import {
  type AppendedRange,
  type EventFilter,
  type Head,
  type MatchedEvents,
  OutcomeUnknown,
  type StoredEvent,
  StoreUnavailable,
  type StreamRange,
} from "../port.ts";
import { isUuid } from "../request-checks.ts";
import type { Booking } from "./booking.ts";
import type { LogFollower } from "./log-follower.ts";
import type { LogTail } from "./log-tail.ts";
import type { LogNames } from "./names.ts";
import type { NodeCalls } from "./node-calls.ts";
import type { Places } from "./places.ts";
import type { StoredEvents } from "./stored-events.ts";
import { privateEvent } from "./stored-form.ts";

export interface LogReaderParts {
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly tail: LogTail;
  readonly places: Places;
  readonly booking: Booking;
  readonly events: StoredEvents;
  readonly follower: LogFollower;
  readonly clockMs: () => number;
  readonly unknownAfterMs: number;
}

/** All questions to the log, answered after one reading to its end that everybody who asks at the same time shares. */
export class LogReader {
  readonly #parts: LogReaderParts;

  constructor(parts: LogReaderParts) {
    this.#parts = parts;
  }

  async readStream(stream: string, { from, limit = 1_000, backwards = false }: StreamRange = {}): Promise<readonly StoredEvent[]> {
    const { follower, places, events } = this.#parts;
    await follower.fresh();
    if (!backwards) return events.ofStream(stream, from ?? 0, limit);
    const last = await places.revision(stream);
    const until = Math.min(from ?? last, last);
    const count = Math.min(limit, until + 1);
    return [...(await events.ofStream(stream, until + 1 - count, count))].reverse();
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    await this.#parts.follower.fresh();
    return this.#readFresh(after, limit);
  }

  async readMatching(after: number, limit: number, filter: EventFilter): Promise<MatchedEvents> {
    await this.#parts.follower.fresh();
    return readMatchingByPages((from, count) => this.#readFresh(from, count), after, limit, filter);
  }

  /** Read models are also made of what is read here: like subscribers, they get nothing before the place book holds it. */
  async #readFresh(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const { tail, booking, events } = this.#parts;
    const until = Math.min(after + limit, tail.head.ordinal);
    if (until > after) await booking.until(until);
    return events.between(after, until);
  }

  /** As far as the place book is known to go, without asking the node whether there is more. */
  readBooked(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const { tail, events } = this.#parts;
    return events.between(after, Math.min(after + limit, tail.booked.ordinal));
  }

  async revisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { follower, places } = this.#parts;
    return (await places.look({ streams, commands: [] }, follower.fresh())).revisions;
  }

  async findCommands(commandIds: readonly string[]): Promise<ReadonlyMap<string, AppendedRange>> {
    const { follower, places } = this.#parts;
    return (await places.look({ streams: [], commands: commandIds.filter(isUuid) }, follower.fresh())).commands;
  }

  async head({ settled = false }: { readonly settled?: boolean } = {}): Promise<Head> {
    const { tail, follower, clockMs } = this.#parts;
    await follower.fresh();
    const latestMs = Math.max(clockMs(), tail.recordedMs);
    return settled && tail.floorMs <= latestMs ? this.#settle(latestMs + 1) : tail.head;
  }

  /**
   * Writes a floor of time into the log: everything behind it is recorded at this time or later, whoever appends it and however wrong his clock
   * is. The head is the one at that place of the log.
   */
  async #settle(floorMs: number): Promise<Head> {
    const { tail, follower, calls, names, unknownAfterMs } = this.#parts;
    const id = randomUUID();
    let head: Head | undefined;
    tail.awaitFloor(id, (passing) => {
      head = passing;
    });
    try {
      await calls.append(names.floor, undefined, [privateEvent(id, "TimeFloor", { at: floorMs })], performance.now() + unknownAfterMs);
      await follower.fresh();
    } catch (error) {
      if (head === undefined) throw error instanceof OutcomeUnknown ? new StoreUnavailable(error.message) : error;
    } finally {
      tail.forget(id);
    }
    if (head === undefined) throw new StoreUnavailable("The end of the log could not be settled");
    return head;
  }

  async ordinalAt(instant: string): Promise<number> {
    const untilMs = instantMs(instant);
    await this.#parts.follower.fresh();
    return this.#parts.places.ordinalAt(untilMs);
  }

  async endOfAppend(ordinal: number): Promise<number> {
    await this.#parts.follower.fresh();
    return this.#parts.places.endOfAppend(ordinal);
  }
}
