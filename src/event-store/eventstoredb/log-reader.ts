import { randomUUID } from "node:crypto";
import { instantMs } from "../instant.ts";
import { type AppendedRange, type Head, OutcomeUnknown, type StoredEvent, StoreUnavailable } from "../port.ts";
import { isUuid } from "../request-checks.ts";
import { readError } from "./failure.ts";
import type { LogFollower } from "./log-follower.ts";
import type { LogIndex } from "./log-index.ts";
import type { LogNames } from "./names.ts";
import { type NodeCalls, PAGE_EVENTS } from "./node-calls.ts";
import { fromNode, isAt, privateEvent } from "./stored-form.ts";

export interface LogReaderParts {
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly index: LogIndex;
  readonly follower: LogFollower;
  readonly clockMs: () => number;
  readonly unknownAfterMs: number;
}

/** All questions to the log. What the index knows is answered from it, after one reading to the end that everybody shares. */
export class LogReader {
  readonly #parts: LogReaderParts;

  constructor(parts: LogReaderParts) {
    this.#parts = parts;
  }

  async readStream(stream: string, { from = 0, limit = 1_000 }: { readonly from?: number; readonly limit?: number } = {}) {
    const { index, follower, calls, names } = this.#parts;
    await follower.fresh();
    const count = Math.min(limit, index.revision(stream) + 1 - from);
    if (count <= 0) return [];
    const ordinals = Array.from({ length: count }, (_, at) => index.ordinalOf(stream, from + at) ?? 0);
    const known = ordinals.flatMap((ordinal) => index.recent(ordinal) ?? []);
    if (known.length === count) return known;
    try {
      const found = await calls.readStream(names.onNode(stream), from, count);
      if (found.length !== count) throw new Error(`The node gave ${found.length} of ${count} events of ${stream}`);
      return found.map((recorded, at) => {
        const event = fromNode(recorded, names);
        const ordinal = ordinals[at] ?? 0;
        if (event === undefined) throw new Error(`Event ${from + at} of ${stream} is not the ledger's`);
        return stored(event, ordinal, index.recordedAt(ordinal));
      });
    } catch (error) {
      throw readError(error);
    }
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    await this.#parts.follower.fresh();
    return this.readKnown(after, limit);
  }

  /** As far as the index knows now, without asking the node whether there is more. */
  async readKnown(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const { index } = this.#parts;
    const until = Math.min(after + limit, index.head.ordinal);
    const events: StoredEvent[] = [];
    for (let ordinal = after + 1; ordinal <= until; ordinal += 1) {
      const known = index.recent(ordinal);
      if (known === undefined) break;
      events.push(known);
    }
    // Only the end of the log is kept: when the first is not there, all before the kept ones is read.
    return after + events.length >= until ? events : this.#readOld(after, until);
  }

  async #readOld(after: number, until: number): Promise<readonly StoredEvent[]> {
    const { index, calls, names } = this.#parts;
    const events: StoredEvent[] = [];
    let from = index.positionOf(after + 1);
    try {
      for (;;) {
        const page = await calls.readAll(from, PAGE_EVENTS);
        for (const recorded of page) {
          const ordinal = after + events.length + 1;
          // Between events of the ledger lie claims, the node's own events and those of others.
          const event = isAt(recorded.position, index.positionOf(ordinal)) ? fromNode(recorded, names) : undefined;
          if (event !== undefined) events.push(stored(event, ordinal, index.recordedAt(ordinal)));
          if (events.length === until - after) return events;
        }
        if (page.length < PAGE_EVENTS) throw new Error(`The node's log ends before ordinal ${until}`);
        from = page.at(-1)?.position;
      }
    } catch (error) {
      throw readError(error);
    }
  }

  async revisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await this.#parts.follower.fresh();
    return new Map(streams.map((stream) => [stream, this.#parts.index.revision(stream)]));
  }

  async findCommands(commandIds: readonly string[]): Promise<ReadonlyMap<string, AppendedRange>> {
    const { index, follower } = this.#parts;
    await follower.fresh();
    return new Map(
      commandIds.filter(isUuid).flatMap((id) => ((range) => (range === undefined ? [] : [[id, range] as const]))(index.command(id))),
    );
  }

  async head({ settled = false }: { readonly settled?: boolean } = {}): Promise<Head> {
    const { index, follower, clockMs } = this.#parts;
    await follower.fresh();
    const latestMs = Math.max(clockMs(), index.recordedMs);
    return settled && index.floorMs <= latestMs ? this.#settle(latestMs + 1) : index.head;
  }

  /**
   * Writes a floor of time into the log: everything behind it is recorded at this time or later, whoever appends it and however wrong his clock
   * is. The head is the one at that place of the log.
   */
  async #settle(floorMs: number): Promise<Head> {
    const { index, follower, calls, names, unknownAfterMs } = this.#parts;
    const id = randomUUID();
    let head: Head | undefined;
    index.awaitFloor(id, (passing) => {
      head = passing;
    });
    try {
      await calls.append(names.floor, undefined, [privateEvent(id, "TimeFloor", { at: floorMs })], performance.now() + unknownAfterMs);
      await follower.fresh();
    } catch (error) {
      if (head === undefined) throw error instanceof OutcomeUnknown ? new StoreUnavailable(error.message) : error;
    } finally {
      index.forget(id);
    }
    if (head === undefined) throw new StoreUnavailable("The end of the log could not be settled");
    return head;
  }

  async ordinalAt(instant: string): Promise<number> {
    const untilMs = instantMs(instant);
    await this.#parts.follower.fresh();
    return this.#parts.index.ordinalAt(untilMs);
  }

  async endOfAppend(ordinal: number): Promise<number> {
    await this.#parts.follower.fresh();
    return this.#parts.index.endOfAppend(ordinal);
  }
}

function stored(
  { eventId, type, data, meta, stream, revision }: Omit<StoredEvent, "ordinal" | "recordedAt">,
  ordinal: number,
  recordedAt: string,
): StoredEvent {
  return { eventId, type, data, meta, stream, revision, ordinal, recordedAt };
}
