import { randomUUID } from "node:crypto";
import type { AppendToStreamOptions, BinaryEventData, EventStoreDBClient, Filter, Position } from "@eventstore/db-client";
import type { Test } from "tap";
import { collect } from "../../../src/event-store/eventstoredb/timed.ts";

/** A node under test, and credentials that appends carry when they are to come in calls of their own. */
export interface NodeUnderTest {
  readonly client: EventStoreDBClient;
  readonly credentials?: { readonly username: string; readonly password: string };
}

type Expected = NonNullable<AppendToStreamOptions["expectedRevision"]>;

const WAIT_MS = 10_000;
/** How a node of version 24.2 was seen to page through events that a filter leaves out. */
const WINDOW = 32;

/** A stream of a test's own, and what can be done with it. */
class Stream {
  readonly name = `node-${randomUUID()}`;
  readonly #node: NodeUnderTest;

  constructor(node: NodeUnderTest) {
    this.#node = node;
  }

  /** What the append came to: the revision and position it is told, or how the node refuses. */
  async append(expectedRevision: Expected, ...events: readonly BinaryEventData[]) {
    try {
      const { nextExpectedRevision, position } = await this.appendOrThrow(expectedRevision, events);
      return [Number(nextExpectedRevision), Number(position?.commit)];
    } catch (error) {
      const { type, actualVersion } = error as { type?: string; actualVersion?: bigint | string };
      return typeof actualVersion === "bigint" ? `${type}, at ${actualVersion}` : type;
    }
  }

  appendOrThrow(expectedRevision: Expected, events: readonly BinaryEventData[]) {
    const { client, credentials } = this.#node;
    return client.appendToStream(this.name, [...events], { expectedRevision, ...(credentials !== undefined && { credentials }) });
  }

  /** Revision and data of what can be read; undefined when there is no such stream. */
  async read(): Promise<readonly (readonly [number, string])[] | undefined> {
    const reading = this.#node.client.readStream(this.name);
    const found = await collect<{ event: { revision: bigint; data: Uint8Array } }>(reading as never, WAIT_MS).catch((error) => {
      if (error.type === "stream-not-found") return undefined;
      throw error;
    });
    return found?.map(({ event }) => [Number(event.revision), Buffer.from(event.data).toString()]);
  }

  async softDelete(): Promise<void> {
    await this.#node.client.deleteStream(this.name);
  }
}

function event(text = "", id: string = randomUUID()): BinaryEventData {
  return { id, type: "Noted", contentType: "application/octet-stream", data: Buffer.from(text), metadata: undefined };
}

/** What the log relies on in a node: appends, however they come to it. */
export function appendBehaviour(t: Test, node: NodeUnderTest): void {
  t.test("the same ids at the same place get the first answer again, whatever was stored since and whatever the data", async (t) => {
    const stream = new Stream(node);
    const [a, b, c] = [event("a"), event("b"), event("c")];
    const first = await stream.append("no_stream", a, b, c);
    const later = await stream.append(2n, event("d"));
    t.strictSame([first?.[0], later?.[0]], [2, 3]);
    for (const expected of ["no_stream", "any"] as const) t.strictSame(await stream.append(expected, a, b, c), first, expected);
    t.strictSame(await stream.append("no_stream", event("other data", a.id), b, c), first);
    t.equal((await stream.append("no_stream", a, b))?.[0], 1, "the beginning of an append");
    t.equal((await stream.append(0n, b, c))?.[0], 2, "a part of it, at its revision");
    t.equal(await stream.append(1n, c, event("new")), "wrong-expected-version, at 3", "half old, half new");
    t.strictSame(
      (await stream.read())?.map(([, data]) => data),
      ["a", "b", "c", "d"],
    );
  });

  t.test(
    "an id is looked for from the expected revision on: at the end of the stream, or twice in one append, it is stored again",
    async (t) => {
      const stream = new Stream(node);
      const a = event("a");
      await stream.append("no_stream", a);
      t.equal((await stream.append(0n, a))?.[0], 1);
      t.equal((await stream.append(1n, event("b", a.id), event("c", a.id)))?.[0], 3);
      t.equal((await stream.read())?.length, 4);
    },
  );

  t.test("an append of nothing succeeds and makes no stream", async (t) => {
    const stream = new Stream(node);
    t.ok(Array.isArray(await stream.append("no_stream")));
    t.equal(await stream.read(), undefined);
    t.equal((await stream.append("no_stream", event()))?.[0], 0);
  });

  t.test("a soft-deleted stream is begun again, and its numbering goes on", async (t) => {
    const stream = new Stream(node);
    await stream.append("no_stream", ...Array.from({ length: 5 }, () => event("old")));
    await stream.softDelete();
    t.equal(await stream.read(), undefined);
    t.equal((await stream.append("no_stream", event("new")))?.[0], 5);
    t.strictSame(await stream.read(), [[5, "new"]]);
    t.equal(await stream.append("no_stream", event()), "wrong-expected-version, at 5");
  });

  t.test("of 20 who race for one revision one wins, and the others are told where the stream is", async (t) => {
    const stream = new Stream(node);
    await stream.append("no_stream", event());
    const answers = await Promise.all(Array.from({ length: 20 }, () => stream.append(0n, event())));
    t.equal(answers.filter((answer) => Array.isArray(answer)).length, 1);
    t.equal(answers.filter((answer) => answer === "wrong-expected-version, at 1").length, 19);
  });

  t.test("an append is at most 1 MB, and one that is larger stores nothing", async (t) => {
    const stream = new Stream(node);
    const half = "x".repeat(520_000);
    const refused = await stream.appendOrThrow("no_stream", [event(half), event(half), event(half)]).catch((error) => error);
    t.match(refused, { type: "maximum-append-size-exceeded", maxAppendSize: 1024 * 1024 });
    t.equal(await stream.read(), undefined);
    t.equal((await stream.append("no_stream", event(half)))?.[0], 0);
  });
}

/** What the log relies on in subscriptions to everything with a filter. */
export function subscriptionBehaviour(t: Test, node: NodeUnderTest): void {
  t.test("checkpoints come for every 32 events that are looked at, and from each of them nothing is lost or repeated", async (t) => {
    const [ours, foreign] = [new Stream(node), new Stream(node)];
    const from = await lastPosition(node.client);
    for (let round = 0; round < 10; round += 1) {
      await foreign.append("any", ...Array.from({ length: 40 }, () => event()));
      await ours.append("any", event(String(round)));
    }
    const all = await hear(node.client, ours.name, from, 10);
    t.strictSame(all.heard, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    t.ok(all.checkpoints.length >= Math.floor(410 / WINDOW), `${all.checkpoints.length} checkpoints`);
    const [behindStart] = all.checkpoints.filter(({ position }) => position.prepare === 0n);
    t.ok(behindStart, "on the way to the end they are not positions of an event");
    for (const { position, before } of all.checkpoints) {
      const { heard } = await hear(node.client, ours.name, position, 10 - before);
      t.strictSame(heard, all.heard.slice(before), `from the checkpoint after ${before}`);
    }
  });
}

interface Checkpoint {
  readonly position: Position;
  /** How many of our events came before it. */
  readonly before: number;
}

/** Listens to one stream through a filter of everything until it has heard so much and a checkpoint more. */
async function hear(client: EventStoreDBClient, stream: string, fromPosition: Position | "start", expected: number) {
  const heard: number[] = [];
  const checkpoints: Checkpoint[] = [];
  await new Promise<void>((resolve, reject) => {
    const checkpointReached = async (_: unknown, position: Position) => {
      // Events before it may still be in the stream's buffer.
      while (subscription.readableLength > 0) await new Promise((next) => setImmediate(next));
      checkpoints.push({ position, before: heard.length });
      if (heard.length >= expected) subscription.unsubscribe().then(resolve, reject);
    };
    const filter: Filter = { filterOn: "streamName", prefixes: [stream], checkpointInterval: 1, checkpointReached };
    const subscription = client.subscribeToAll({ fromPosition, filter });
    subscription.on("data", ({ event }) => void heard.push(Number(Buffer.from(event?.data as Uint8Array))));
    subscription.on("error", reject);
  });
  return { heard, checkpoints };
}

async function lastPosition(client: EventStoreDBClient): Promise<Position | "start"> {
  const reading = client.readAll({ direction: "backwards", fromPosition: "end", maxCount: 1 });
  const [last] = await collect<{ event?: { position: Position } }>(reading as never, WAIT_MS);
  return last?.event?.position ?? "start";
}
