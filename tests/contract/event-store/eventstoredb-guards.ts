import type { Test } from "tap";
import { LogNames } from "../../../src/event-store/eventstoredb/names.ts";
import { releaseNodeClient, shareNodeClient } from "../../../src/event-store/eventstoredb/node-client.ts";
import { followAll } from "../../../src/event-store/eventstoredb/node-subscription.ts";
import { MAX_APPEND_BYTES, type NewEvent } from "../../../src/event-store/port.ts";
import { startTestNode } from "../../support/eventstoredb/test-node.ts";
import { openOn, openWithNode, storeElsewhere, storeForeign, until } from "./eventstoredb-stores.ts";
import { appendOk, appendTo, request, tally } from "./requests.ts";

/** The known traps of engine and client, numbered as in the architecture's list; each of these fails without its guard. */
export function guardTests(t: Test): void {
  t.test("1: what cannot be encoded is refused at once, and the process goes on", async (t) => {
    const { store } = await openWithNode(t);
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    for (const data of [1n, cycle, undefined]) {
      const sketch = request({ stream: "account-1" });
      const events = sketch.events.map((event) => ({ ...event, data: data as string }));
      await t.rejects(store.append({ ...sketch, events }));
    }
    t.match(await appendTo(store, { stream: "account-1" }), { outcome: "ok" });
  });

  t.test("2: appends that fail throw, whatever the connection string says", async (t) => {
    const node = await startTestNode(t);
    const client = await shareNodeClient(`${node.connectionString}&throwOnAppendFailure=false`, 1_000);
    const event = { id: crypto.randomUUID(), contentType: "application/octet-stream", type: "A", data: new Uint8Array() } as const;
    const append = client.call("append", (each) => each.appendToStream("a", [{ ...event, metadata: undefined }], { expectedRevision: 7n }));
    t.equal(
      await append.then(
        () => "stored",
        ({ type }) => type,
      ),
      "wrong-expected-version",
    );
    await releaseNodeClient(client);
  });

  t.test("3: a process has one client, shared by its stores; another node needs another process", async (t) => {
    const { node, store } = await openWithNode(t);
    const second = await openOn(t, node);
    await Promise.all([appendOk(store, { stream: "a" }), appendOk(second, { stream: "b" })]);
    t.equal(node.batchStreams, 1);
    const other = await startTestNode(t);
    await t.rejects(openOn(t, other), /speaks to another EventStoreDB already/);
    await Promise.all([store.close(), second.close()]);
    t.equal((await (await openOn(t, other)).head()).ordinal, 0, "after the last store was closed it may");
  });

  t.test("4: a node whose clock is ahead does not take our appends for late", async (t) => {
    const { node, store } = await openWithNode(t);
    node.clockAheadMs = 120_000;
    t.match(await appendTo(store, { stream: "account-1" }), { outcome: "ok" });
  });

  t.test("6: what listeners of a subscription throw ends the subscription and not the process", async (t) => {
    const node = await startTestNode(t);
    storeForeign(node, 10);
    const client = await shareNodeClient(node.connectionString, 1_000);
    const ends = { checkpoint: 0, event: 0 };
    for (const which of ["checkpoint", "event"] as const) {
      await client.call("read", async (each) =>
        followAll(each, new LogNames(undefined), undefined, {
          event: () => {
            if (which === "event") throw new Error("not now");
          },
          checkpoint: () => {
            if (which === "checkpoint") throw new Error("not now");
          },
          ended: () => {
            ends[which] += 1;
          },
        }),
      );
    }
    await until(() => ends.checkpoint > 0 && ends.event > 0);
    await releaseNodeClient(client);
    t.pass("nothing was left unhandled");
  });

  for (const how of ["ends without a word", "breaks", "falls silent"] as const) {
    t.test(`7: a subscription that ${how} is opened again behind what is known, and nothing is missed or heard twice`, async (t) => {
      // Only silence needs the watchdog; what ends is noticed at once.
      const { node, store } = await openWithNode(t, { watchEveryMs: how === "falls silent" ? 150 : 60_000 });
      const heard: number[] = [];
      const subscription = store.subscribe(0, async (events) => void heard.push(...events.map(({ ordinal }) => ordinal)));
      await until(() => node.subscriptions.length === 1);
      for (let round = 1; round <= 3; round += 1) {
        storeElsewhere(node, request({ stream: `account-${round}` }));
        await until(() => heard.length === 2 * round - 1);
        const live = node.subscriptions.at(-1);
        if (how === "breaks") live?.fail();
        else if (how === "falls silent") live?.silence();
        else live?.end();
        storeElsewhere(node, request({ stream: `other-${round}` }));
        await until(() => heard.length === 2 * round && node.subscriptions.length > round);
        storeForeign(node, 3);
      }
      await subscription.close();
      t.strictSame(heard, [1, 2, 3, 4, 5, 6]);
      t.ok((node.subscriptions.at(-1)?.search.after?.[0] ?? 0n) > 0n, "not from the start");
    });
  }

  t.test("7: events that are delivered twice are heard once", async (t) => {
    const { node, store } = await openWithNode(t);
    await until(() => node.subscriptions.length === 1);
    node.subscriptions[0]?.repeat();
    for (let i = 0; i < 5; i += 1) storeElsewhere(node, request({ stream: `account-${i}`, count: 3 }));
    await appendOk(store, { stream: "account-9" });
    t.strictSame(
      (await store.readAll(0, 100)).map(({ ordinal }) => ordinal),
      Array.from({ length: 16 }, (_, i) => i + 1),
    );
  });

  t.test("8: foreign events cost few checkpoints, and a checkpoint is a place to go on from", async (t) => {
    const { node, store } = await openWithNode(t, { namespace: "north", watchEveryMs: 60_000 });
    await until(() => node.subscriptions.length === 1);
    storeForeign(node, 4_000);
    await until(() => (node.subscriptions[0]?.checkpoints ?? 0) >= 2);
    t.ok((node.subscriptions[0]?.checkpoints ?? 99) <= 4, `${node.subscriptions[0]?.checkpoints} checkpoints`);
    const lastForeign = node.log.all.at(-1)?.position ?? 0n;
    await new Promise((resolve) => setTimeout(resolve, 100));
    node.subscriptions[0]?.end();
    await until(() => node.subscriptions.length === 2);
    t.equal(node.subscriptions[1]?.search.after?.[0], lastForeign);
    t.match(await appendTo(store, { stream: "account-1" }), { outcome: "ok", ordinal: 1 });
  });

  t.test("10: the client is warm before the first appends come, many at once", async (t) => {
    const { node, store } = await openWithNode(t);
    t.equal(node.batchStreams, 1);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => appendTo(store, { stream: `account-${i}` })));
    t.strictSame(tally(answers), { ok: 100 });
    t.equal(node.log.stream("carteraFloor-warmUp"), undefined, "warming up leaves nothing behind");
  });

  t.test("10: the largest append that the port allows fits into what the node allows", async (t) => {
    const { store } = await openWithNode(t);
    const count = 1_500;
    const alsoCommands = Array.from({ length: 900 }, () => crypto.randomUUID());
    const sketch = request({ stream: "import-1", count, alsoCommands });
    const frame = sketch.events.reduce((sum, { meta, type, eventId }) => sum + meta.length + type.length + eventId.length, 0);
    const size = Math.floor((MAX_APPEND_BYTES - frame - 100) / count);
    const events = sketch.events.map((event): NewEvent => ({ ...event, data: JSON.stringify("x".repeat(size - 2)) }));
    t.match(await store.append({ ...sketch, events }), { outcome: "ok", revision: count - 1 });
  });

  t.test("11: a connection that answers only INTERNAL is given up, and the client made anew", async (t) => {
    const { node, store } = await openWithNode(t);
    await appendOk(store, { stream: "account-1" });
    node.breakConnections();
    const answers = await Promise.allSettled([appendTo(store, { stream: "account-1", expected: 0 }), appendTo(store, { stream: "a" })]);
    t.ok(answers.length === 2);
    let outcome = "";
    for (let tries = 0; outcome !== "ok" && tries < 20; tries += 1) {
      outcome = await appendTo(store, { stream: "account-2" }).then((answer) => answer.outcome, String);
    }
    t.equal(outcome, "ok");
    storeElsewhere(node, request({ stream: "account-3" }));
    t.equal((await store.revisions(["account-3"])).get("account-3"), 0);
  });

  t.test("names that the engine keeps for itself are no streams of the ledger", async (t) => {
    const { store } = await openWithNode(t);
    for (const stream of ["$settings", "carteraClaim-1", "carteraFloor-time"]) {
      await t.rejects(appendTo(store, { stream }), { name: "UnstorableRequest" });
    }
  });

  t.test("two ledgers on one node, and what else lies there, know nothing of each other", async (t) => {
    const { node, store } = await openWithNode(t, { namespace: "north" });
    const south = await openOn(t, node, { namespace: "south" });
    const plain = await openOn(t, node);
    storeForeign(node, 5);
    const sketch = request({ stream: "account-1", claims: ["document:FE-1"], count: 2 });
    for (const ledger of [store, south, plain]) {
      t.match(await ledger.append(sketch), { outcome: "ok", revision: 1, ordinal: 1 });
      await ledger.head({ settled: true });
    }
    for (const ledger of [store, south, plain]) t.equal((await ledger.readAll(0, 10)).length, 2);
  });
}
