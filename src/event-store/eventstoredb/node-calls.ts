import { setTimeout as wait } from "node:timers/promises";
import {
  type AllStreamRecordedEvent,
  ANY,
  type BinaryEventData,
  type EventStoreDBClient,
  NO_STREAM as NO_STREAM_ON_NODE,
  type Position,
  type RecordedEvent,
  START,
} from "@eventstore/db-client";
import { NO_STREAM, OutcomeUnknown, StoreUnavailable, UnstorableRequest } from "../port.ts";
import { failureOf, unavailable } from "./failure.ts";
import { DEADLINE_MS, type NodeClient } from "./node-client.ts";
import { collect } from "./timed.ts";

/** How many events of the whole log are asked for at once. */
export const PAGE_EVENTS = 1_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Calls to the node with the retries that each of them bears. */
export class NodeCalls {
  readonly #node: NodeClient;
  readonly #answerWithinMs: number;

  constructor(node: NodeClient, answerWithinMs: number) {
    this.#node = node;
    this.#answerWithinMs = answerWithinMs;
  }

  /** The node's log from a position on, with the event at it. */
  readAll(from: Position | undefined, maxCount = PAGE_EVENTS): Promise<readonly AllStreamRecordedEvent[]> {
    return this.#read(async (client) => {
      const stream = client.readAll({ fromPosition: from ?? START, maxCount });
      const found = await collect<{ event?: AllStreamRecordedEvent }>(stream as never, this.#answerWithinMs);
      return found.flatMap(({ event }) => (event === undefined ? [] : [event]));
    });
  }

  /** A stream from a revision on; nothing when there is none. */
  readStream(stream: string, from: number, maxCount: number): Promise<readonly RecordedEvent[]> {
    return this.#read(async (client) => {
      const reading = client.readStream(stream, { fromRevision: BigInt(from), maxCount });
      const found = await collect<{ event?: RecordedEvent }>(reading as never, this.#answerWithinMs).catch((error: unknown) => {
        if (failureOf(error) === "no such stream") return [];
        throw error;
      });
      return found.flatMap(({ event }) => (event === undefined ? [] : [event]));
    });
  }

  /**
   * Appends, and asks again with the same ids at the same revision until the answer is definite: true when stored, false when the stream was not
   * at the expected revision (undefined for any). Throws `StoreUnavailable` when certainly nothing was stored, else `OutcomeUnknown`.
   */
  async append(stream: string, expected: number | undefined, events: readonly BinaryEventData[], giveUpAtMs: number): Promise<boolean> {
    let doubtful = false;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#node.call("append", (client) =>
          client.appendToStream(stream, [...events], { ...options(expected), deadline: DEADLINE_MS }),
        );
        return true;
      } catch (error) {
        const failure = failureOf(error);
        // Not necessarily a stranger's doing: a try of ours that got no answer may have moved the stream.
        if (failure === "wrong version" && expected !== undefined) return this.#holds(stream, expected, events, doubtful);
        if (failure === "too large") throw new UnstorableRequest(`The node refused the append: ${(error as Error).message}`);
        if (failure === "no access") throw unavailable("The node gives no access", error);
        doubtful ||= failure !== "not sent";
        if (performance.now() + pauseMs >= giveUpAtMs) throw gaveUp(error, doubtful);
        await wait(pauseMs);
      }
    }
  }

  async #holds(stream: string, expected: number, events: readonly BinaryEventData[], doubtful: boolean): Promise<boolean> {
    try {
      const found = await this.readStream(stream, expected + 1, events.length);
      return found.length === events.length && found.every((event, place) => event.id === events[place]?.id);
    } catch (error) {
      throw gaveUp(error, doubtful);
    }
  }

  /** Reading takes nothing away, so what failed is asked once more. */
  async #read<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    // A long page may take longer than one answer: its own timer watches that it does not stand still.
    const once = () => this.#node.call("read", work, this.#answerWithinMs * 12);
    try {
      return await once();
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      await wait(FIRST_PAUSE_MS);
      return once();
    }
  }
}

function options(expected: number | undefined) {
  if (expected === undefined) return { expectedRevision: ANY } as const;
  return expected === NO_STREAM ? ({ expectedRevision: NO_STREAM_ON_NODE } as const) : { expectedRevision: BigInt(expected) };
}

function gaveUp(cause: unknown, doubtful: boolean): Error {
  if (!doubtful) return unavailable("EventStoreDB takes no appends", cause);
  const error = new OutcomeUnknown(`The append was sent and no answer came: ${cause instanceof Error ? cause.message : String(cause)}`);
  error.cause = cause;
  return error;
}
