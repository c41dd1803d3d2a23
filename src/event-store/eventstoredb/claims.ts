import { randomUUID } from "node:crypto";
import type { RecordedEvent } from "@eventstore/db-client";
import type { Asked, Known } from "../place-book.ts";
import { type AppendedRange, type AppendRequest, NO_STREAM } from "../port.ts";
import type { LogNames } from "./names.ts";
import type { NodeCalls } from "./node-calls.ts";
import { privateEvent } from "./stored-form.ts";

const PAGE_EVENTS = 1_000;
const MAX_PARALLEL = 64;
const MAX_SEEN = 10_000;

/** What a claim's private stream says about a holder: it was about to append under this command at this place. */
interface ClaimRecord {
  readonly key: string;
  readonly command: string;
  readonly stream: string;
  readonly expected: number;
  /** The holder has given up before it appended anything. */
  readonly released?: true;
}

/** Where a key stands, as read from its stream. */
export interface ClaimHistory {
  readonly key: string;
  readonly records: readonly ClaimRecord[];
}

/** A claim written by us, at a revision of its stream. */
export interface HeldClaim {
  readonly record: ClaimRecord;
  readonly revision: number;
  readonly sinceMs: number;
}

export type ClaimStanding =
  | { readonly is: "free" }
  | { readonly is: "taken"; readonly by: AppendedRange }
  /** Somebody is about to append under it, or crashed before it could. */
  | { readonly is: "pending" };

/**
 * Claims as private streams. A claim is written before the events it belongs to; who wants it next looks whether the holder's events are in the
 * log. Once they are, it is taken for ever. Once the holder's stream moved on without them, they can never be stored, and the claim is free; so
 * it is when nothing happened for `takeOverAfterMs`.
 */
export class Claims {
  readonly #calls: NodeCalls;
  readonly #names: LogNames;
  readonly #takeOverAfterMs: number;
  /** When a holder that nothing came of was first met, by our own clock: those of other machines may differ. */
  readonly #seenMs = new Map<string, number>();

  constructor(calls: NodeCalls, names: LogNames, takeOverAfterMs: number) {
    this.#calls = calls;
    this.#names = names;
    this.#takeOverAfterMs = takeOverAfterMs;
  }

  /** Reads where keys stand. */
  async read(keys: Iterable<string>): Promise<ReadonlyMap<string, ClaimHistory>> {
    const histories = await inParallel([...new Set(keys)], (key) => this.#readOne(key));
    return new Map(histories.map((history) => [history.key, history]));
  }

  standing({ key, records }: ClaimHistory, commandId: string, known: Known): ClaimStanding {
    for (const { command } of records) {
      const by = known.commands.get(command);
      if (by !== undefined) return { is: "taken", by };
    }
    const last = records.at(-1);
    if (last === undefined || last.released || last.command === commandId) return { is: "free" };
    if ((known.revisions.get(last.stream) ?? NO_STREAM) > last.expected) return { is: "free" };
    const place = `${key}@${records.length}`;
    const seenMs = this.#seenMs.get(place) ?? performance.now();
    if (this.#seenMs.size < MAX_SEEN) this.#seenMs.set(place, seenMs);
    if (performance.now() - seenMs < this.#takeOverAfterMs) return { is: "pending" };
    this.#seenMs.delete(place);
    return { is: "free" };
  }

  /**
   * Writes the claims of requests that go as one append at `expected`, each behind what was read of it. Undefined when somebody else wrote one
   * meanwhile; none is held then.
   */
  async take(
    requests: readonly AppendRequest[],
    expected: number,
    histories: ReadonlyMap<string, ClaimHistory>,
    giveUpAtMs: number,
  ): Promise<readonly HeldClaim[] | undefined> {
    const wanted = requests.flatMap(({ stream, commandId, claims }) =>
      [...new Set(claims)].map((key): ClaimRecord => ({ key, command: commandId, stream, expected })),
    );
    const written = await inParallel(wanted, async (record) => {
      const behind = (histories.get(record.key)?.records.length ?? 0) + NO_STREAM;
      const held = { record, revision: behind + 1, sinceMs: performance.now() };
      return (await this.#write(record, behind, giveUpAtMs)) ? held : undefined;
    });
    const held = written.filter((each) => each !== undefined);
    if (held.length === wanted.length) return held;
    await this.release(held, giveUpAtMs);
    return undefined;
  }

  /** Gives claims back that nothing was appended under. What cannot be given back becomes free by itself. */
  async release(held: readonly HeldClaim[], giveUpAtMs: number): Promise<void> {
    await inParallel(held, ({ record, revision }) =>
      this.#write({ ...record, released: true }, revision, giveUpAtMs).catch(() => undefined),
    );
  }

  /** Whether nobody took these over since they were written. */
  async stillHeld(held: readonly HeldClaim[]): Promise<boolean> {
    const histories = await this.read(held.map(({ record }) => record.key));
    return held.every(({ record, revision }) => histories.get(record.key)?.records.length === revision + 1);
  }

  #write(record: ClaimRecord, behind: number, giveUpAtMs: number): Promise<boolean> {
    const event = privateEvent(randomUUID(), record.released ? "ClaimReleased" : "ClaimTaken", record);
    return this.#calls.append(this.#names.claim(record.key), behind, [event], giveUpAtMs);
  }

  async #readOne(key: string): Promise<ClaimHistory> {
    const records: ClaimRecord[] = [];
    for (;;) {
      const page = await this.#calls.readStream(this.#names.claim(key), records.length, PAGE_EVENTS);
      records.push(...page.map(recordOf));
      if (page.length < PAGE_EVENTS) return { key, records };
    }
  }
}

/** What has to be known to tell where claims stand: whether their holders have stored anything. */
export function holdersOf(histories: Iterable<ClaimHistory>): Asked {
  const all = [...histories];
  return {
    streams: all.flatMap(({ records }) => records.slice(-1).map(({ stream }) => stream)),
    commands: all.flatMap(({ records }) => records.map(({ command }) => command)),
  };
}

function recordOf({ data }: RecordedEvent): ClaimRecord {
  return JSON.parse(Buffer.from(data as Uint8Array).toString("utf8")) as ClaimRecord;
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += MAX_PARALLEL) {
    results.push(...(await Promise.all(items.slice(from, from + MAX_PARALLEL).map(work))));
  }
  return results;
}
