import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type AppendOutcome, type AppendRequest, NO_STREAM, OutcomeUnknown, type StoredEvent, StoreUnavailable } from "../port.ts";
import { type ClaimHistory, type Claims, type HeldClaim, holdersOf } from "./claims.ts";
import { unavailable } from "./failure.ts";
import { type Facts, failureOf, gatherFacts, hasMoved } from "./judgement.ts";
import type { LogFollower } from "./log-follower.ts";
import type { LogTail } from "./log-tail.ts";
import type { LogNames } from "./names.ts";
import type { NodeCalls } from "./node-calls.ts";
import type { Places } from "./places.ts";
import { toNode } from "./stored-form.ts";

const PENDING_PAUSE_MS = 25;
/** How long a request waits for another process that is about to append under its claim; that takes milliseconds, unless it crashed. */
const PENDING_WAIT_MS = 2_000;

export interface ChainParts {
  readonly calls: NodeCalls;
  readonly names: LogNames;
  readonly tail: LogTail;
  readonly places: Places;
  readonly follower: LogFollower;
  readonly claims: Claims;
  readonly clockMs: () => number;
  /** How long a request is tried when the node does not answer. */
  readonly unknownAfterMs: number;
  /** Claims older than this are looked at again before the append. Far less than after what others take them over. */
  readonly revalidateAfterMs: number;
  readonly takeOverAfterMs: number;
}

/** What became of a request: an outcome, or an error to be thrown. */
export type Verdict = AppendOutcome | Error;

/** A chain as far as it fits, and why it goes no further. */
interface Judgement {
  readonly fitting: readonly AppendRequest[];
  readonly failure: Verdict | undefined;
  readonly facts: Facts;
}

/** Brings the requests of one stream, each expecting what the one before leaves, into the log as one append. */
export class ChainAppend {
  readonly #parts: ChainParts;
  readonly #requests: readonly AppendRequest[];
  readonly #giveUpAtMs: number;
  readonly #pendingUntilMs: number;

  constructor(parts: ChainParts, requests: readonly AppendRequest[]) {
    this.#parts = parts;
    this.#requests = requests;
    this.#giveUpAtMs = performance.now() + parts.unknownAfterMs;
    this.#pendingUntilMs = performance.now() + Math.min(PENDING_WAIT_MS, parts.unknownAfterMs / 4);
  }

  /** A verdict on each request, in order. Behind the first that is not "ok" all are "conflict". */
  async carry(): Promise<readonly Verdict[]> {
    for (;;) {
      const { fitting, failure, facts } = await this.#judge();
      if (fitting.length === 0 && failure === undefined) await wait(PENDING_PAUSE_MS);
      else if (fitting.length === 0) return this.#verdicts([], failure);
      else {
        const stored = await this.#storeUnderClaims(fitting, facts);
        if (stored !== undefined) return this.#verdicts(stored, failure);
      }
      if (performance.now() > this.#giveUpAtMs) throw new StoreUnavailable("The log is moving too fast for this append");
    }
  }

  #verdicts(stored: readonly Verdict[], failure: Verdict | undefined): readonly Verdict[] {
    return this.#requests.map((_, at) => stored[at] ?? (at === stored.length ? failure : undefined) ?? { outcome: "conflict" });
  }

  /** Nothing is written before every check that could fail was made: what fails leaves no trace. */
  async #judge(): Promise<Judgement> {
    const facts = await gatherFacts(this.#parts, this.#requests);
    const fitting: AppendRequest[] = [];
    let reached = facts.known.revisions.get(this.#requests[0]?.stream ?? "") ?? NO_STREAM;
    for (const request of this.#requests) {
      const failure = failureOf(request, reached, facts, this.#parts.claims);
      if (failure === "pending" && performance.now() < this.#pendingUntilMs) return { fitting: [], failure: undefined, facts };
      if (failure === "pending") return { fitting, failure: this.#pendingTooLong(), facts };
      if (failure !== undefined) return { fitting, failure, facts };
      fitting.push(request);
      reached += request.events.length;
    }
    return { fitting, failure: undefined, facts };
  }

  #pendingTooLong(): StoreUnavailable {
    const seconds = Math.ceil(this.#parts.takeOverAfterMs / 1_000);
    return new StoreUnavailable("Another process is about to append under the same claim, or crashed doing so", seconds);
  }

  /** Undefined when something moved and all has to be judged again. */
  async #storeUnderClaims(fitting: readonly AppendRequest[], { histories }: Facts): Promise<readonly Verdict[] | undefined> {
    const { claims } = this.#parts;
    const held = await claims.take(fitting, fitting[0]?.expected ?? 0, histories, this.#giveUpAtMs);
    if (held === undefined) return undefined;
    if (!(await this.#isStillTrue(fitting, held, histories))) {
      await claims.release(held, this.#giveUpAtMs);
      return undefined;
    }
    return this.#store(fitting);
  }

  /** Writing claims takes time: what must not have moved, and who owned a claim that was taken over, is looked at again. */
  async #isStillTrue(
    fitting: readonly AppendRequest[],
    held: readonly HeldClaim[],
    histories: ReadonlyMap<string, ClaimHistory>,
  ): Promise<boolean> {
    const { follower, places, claims, revalidateAfterMs } = this.#parts;
    if (held.length === 0) return true;
    const { streams, commands } = holdersOf(histories.values());
    const fenced = fitting.flatMap(({ unchanged }) => unchanged.map(({ stream }) => stream));
    if (fenced.length > 0 || commands.length > 0) {
      const known = await places.look({ streams: [...streams, ...fenced], commands }, follower.fresh());
      if (fitting.some((request) => hasMoved(request, known))) return false;
      const taken = held.some(({ record }) => {
        const history = histories.get(record.key);
        return history !== undefined && claims.standing(history, record.command, known).is === "taken";
      });
      if (taken) return false;
    }
    const oldest = Math.min(...held.map(({ sinceMs }) => sinceMs));
    return performance.now() - oldest < revalidateAfterMs || (await claims.stillHeld(held));
  }

  /** One append for all. Whatever the node answers, the log is read and compared: there the same ids with other data "succeed" as well. */
  async #store(fitting: readonly AppendRequest[]): Promise<readonly Verdict[] | undefined> {
    const { calls, names, tail, follower, clockMs } = this.#parts;
    const stream = fitting[0]?.stream ?? "";
    const tried = { at: clockMs(), by: randomUUID() };
    const events = fitting.flatMap((request) => toNode(request, names, tried));
    const seen = new Map<string, StoredEvent>();
    for (const { id } of events) tail.awaitEvent(id, (event, by) => by === tried.by && seen.set(id, event));
    try {
      const answer = await calls.append(names.onNode(stream), fitting[0]?.expected ?? 0, events, this.#giveUpAtMs).catch(toError);
      await follower.fresh().catch((error: unknown) => {
        throw answer === true || answer instanceof OutcomeUnknown ? unknown(error) : error;
      });
      if (fitting.every((request) => holds(seen, request))) return fitting.map((request) => ok(request, seen));
      if (answer instanceof Error) throw answer;
      // Stored by another process, perhaps with other content, or not at all: the next judgement tells which.
      return undefined;
    } finally {
      for (const { id } of events) tail.forget(id);
    }
  }
}

function ok({ expected, events }: AppendRequest, seen: ReadonlyMap<string, StoredEvent>): AppendOutcome {
  const { ordinal = 0, recordedAt = "" } = seen.get(events[0]?.eventId ?? "") ?? {};
  return { outcome: "ok", revision: expected + events.length, ordinal, recordedAt };
}

function holds(seen: ReadonlyMap<string, StoredEvent>, { stream, expected, events }: AppendRequest): boolean {
  return events.every(({ eventId, type, data, meta }, place) => {
    const stored = seen.get(eventId);
    return (
      stored?.stream === stream &&
      stored.revision === expected + 1 + place &&
      stored.type === type &&
      stored.data === data &&
      stored.meta === meta
    );
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : unavailable("The append failed", error);
}

function unknown(cause: unknown): OutcomeUnknown {
  const error = new OutcomeUnknown("The append was sent and could not be read back");
  error.cause = cause;
  return error;
}
