import { BACKWARDS, END, type EventStoreDBClient } from "@eventstore/db-client";
import { mendAppendStreams } from "./append-streams.ts";
import { clientFor } from "./connection-string.ts";
import { failureOf, isSickness } from "./failure.ts";
import { collect, within } from "./timed.ts";
import { whyUnusable } from "./unusable-node.ts";

type Client = EventStoreDBClient;

const SICK_CALLS = 3;
const DISPOSE_MS = 2_000;
const WARM_UP_STREAM = "carteraFloor-warmUp";
/** To connect takes longer than to answer. */
const FIRST_CONTACT_MS = 5_000;
/** No stream gets there: an append that expects it is refused and stores nothing. */
const UNREACHED = 2n ** 53n;

/**
 * The client of this process. Appends under way are kept in a variable of the client's module, where the failure of one client rejects the
 * appends of all, so there is one for all stores of a process, and never a second one for health checks or tests.
 */
export class NodeClient {
  readonly #connectionString: string;
  readonly #answerWithinMs: number;
  #client: Client;
  #users = 1;
  /** How many calls of a kind were sick, one after the other: reads may be well while appends are not. */
  readonly #sickCalls = { append: 0, read: 0 };
  #renewing: Promise<void> | undefined;
  #renewals = 0;

  constructor(connectionString: string, answerWithinMs: number) {
    this.#connectionString = connectionString;
    this.#answerWithinMs = answerWithinMs;
    this.#client = create(connectionString);
  }

  get connectionString(): string {
    return this.#connectionString;
  }
  /** How often the client was made anew: subscriptions of an older one are dead and do not say so. */
  get renewals(): number {
    return this.#renewals;
  }

  join(): void {
    this.#users += 1;
  }

  /** True when that was the last user. */
  leave(): boolean {
    this.#users -= 1;
    return this.#users === 0;
  }

  async close(): Promise<void> {
    await this.#renewing;
    await discard(this.#client);
  }

  /** One call. Rejects with the client's errors or `NoAnswer`; after three sick answers in a row the client is made anew. */
  async call<T>(kind: "append" | "read", work: (client: Client) => Promise<T>, withinMs = this.#answerWithinMs): Promise<T> {
    await this.#renewing;
    const client = this.#client;
    try {
      const answer = await within(withinMs, work(client));
      if (client === this.#client) this.#sickCalls[kind] = 0;
      return answer;
    } catch (error) {
      if (client === this.#client) this.#count(kind, error);
      throw error;
    }
  }

  /**
   * Opens connection and append stream with one call each: first appends in parallel on a cold client have been seen to hang. The read comes
   * after it and tells whether this user may read everything.
   */
  async warmUp(withinMs = this.#answerWithinMs): Promise<void> {
    const refused = { expectedRevision: UNREACHED, deadline: DEADLINE_MS };
    const event = { id: crypto.randomUUID(), contentType: "application/octet-stream", type: "WarmUp", data: new Uint8Array() } as const;
    await within(withinMs, this.#client.appendToStream(WARM_UP_STREAM, { ...event, metadata: undefined }, refused)).catch(
      (error: unknown) => {
        if (failureOf(error) !== "wrong version") throw error;
      },
    );
    await collect(this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }) as never, withinMs);
  }

  #count(kind: "append" | "read", error: unknown): void {
    this.#sickCalls[kind] = isSickness(error) ? this.#sickCalls[kind] + 1 : 0;
    if (this.#sickCalls[kind] < SICK_CALLS) return;
    this.#sickCalls[kind] = 0;
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
  }

  /** The old one is gone before the new one sends anything: its end rejects whatever is under way in the process. */
  async #renew(): Promise<void> {
    await discard(this.#client);
    this.#client = create(this.#connectionString);
    this.#renewals += 1;
    await this.warmUp().catch(() => undefined);
  }
}

/** Generous: nodes compare it with their own clock, which may be ahead of ours. What bounds a call is our timer. */
export const DEADLINE_MS = 3_600_000;

function create(connectionString: string): Client {
  return mendAppendStreams(clientFor(connectionString));
}

/** Connections of one process to one address are shared by channels until all of these are closed, so a sick one would be met again. */
async function discard(client: Client): Promise<void> {
  const { getChannel } = client as unknown as { getChannel(): Promise<{ close(): void }> };
  await within(DISPOSE_MS, client.dispose()).catch(() => undefined);
  await within(DISPOSE_MS, getChannel())
    .then((channel) => channel.close())
    .catch(() => undefined);
}

let shared: { readonly node: NodeClient; readonly ready: Promise<void> } | undefined;
let closing: Promise<void> = Promise.resolve();

/**
 * The client of this process, made by whoever asks first. Throws when the process speaks to another node already, and when the node cannot be
 * used: see `whyUnusable`. Connection strings are taken
 * as they are (`esdb://user:password@host:2113?tls=true&tlsCAFile=...`), but for `throwOnAppendFailure`: switched off, the client reports made-up
 * revisions for appends that failed.
 */
export async function shareNodeClient(connectionString: string, answerWithinMs: number): Promise<NodeClient> {
  const honest = connectionString.replace(/([?&])throwOnAppendFailure=[^&]*&?/i, "$1").replace(/[?&]$/, "");
  await closing;
  if (shared !== undefined && shared.node.connectionString !== honest) {
    throw new Error("This process speaks to another EventStoreDB already: appends of two clients would end up in each other's answers");
  }
  if (shared === undefined) {
    const node = new NodeClient(honest, answerWithinMs);
    shared = { node, ready: node.warmUp(Math.max(answerWithinMs, FIRST_CONTACT_MS)) };
  } else shared.node.join();
  const { node, ready } = shared;
  try {
    await ready;
  } catch (error) {
    await releaseNodeClient(node);
    throw whyUnusable(error, honest);
  }
  return node;
}

/** The last user closes the client; the next one is made when it is gone. */
export async function releaseNodeClient(node: NodeClient): Promise<void> {
  if (!node.leave()) return;
  shared = undefined;
  closing = node.close();
  await closing;
}
