import { setTimeout as wait } from "node:timers/promises";
import type { Test } from "tap";
import type { AppendOutcome, AppendRequest, EventStore } from "../../../src/event-store/port.ts";
import { StoredLog } from "../../support/eventstoredb/stored-log.ts";
import { TestNode } from "../../support/eventstoredb/test-node.ts";
import { BRIEF, openOn, openWithNode, until } from "./eventstoredb-stores.ts";
import { appendOk, appendTo, request } from "./requests.ts";

const CLAIMS = ["document:FE-1", "bank:REF-9"];

/** Two claims, then the events. */
const WRITES = 3;

/** Claims without a lock: a crash at every step leaves one owner, and everybody gets on. */
export function claimProtocolTests(t: Test): void {
  for (let write = 0; write < WRITES; write += 1) {
    for (const stored of [false, true]) {
      const where = `${write} writes, the next one ${stored ? "stored but not answered" : "lost"}`;
      const landed = write === WRITES - 1 && stored;

      t.test(`a crash after ${where}: the next who claims gets it${landed ? " refused" : ""}`, async (t) => {
        const first = request({ stream: "account-1", claims: CLAIMS });
        const node = await crashDuring(t, new StoredLog(), first, write, stored);
        const store = await openOn(t, node, BRIEF);
        const second = request({ stream: "account-2", claims: [...CLAIMS].reverse() });
        const answer = await untilDefinite(store, second);
        const duplicate = { outcome: "duplicate", claim: CLAIMS[1], ordinal: 1, count: 1 };
        t.match(answer, landed ? duplicate : { outcome: "ok", ordinal: 1 });
        t.match(await untilDefinite(store, first), landed ? { outcome: "replay", ordinal: 1 } : { outcome: "duplicate", ordinal: 1 });
        t.equal((await store.head()).ordinal, 1, "one owner");
      });

      t.test(`a crash after ${where}: the same command again gets on at once`, async (t) => {
        const first = request({ stream: "account-1", claims: CLAIMS });
        const node = await crashDuring(t, new StoredLog(), first, write, stored);
        const store = await openOn(t, node, { ...BRIEF, takeOverAfterMs: 60_000 });
        t.match(await store.append(first), { outcome: landed ? "replay" : "ok", ordinal: 1 });
        t.match(await appendTo(store, { stream: "account-2", claims: CLAIMS }), { outcome: "duplicate", ordinal: 1 });
      });

      t.test(`a crash after ${where}, by one who takes over: the third finds at most one owner`, async (t) => {
        const log = new StoredLog();
        await crashDuring(t, log, request({ stream: "account-1", claims: CLAIMS }), 2, false);
        const second = request({ stream: "account-2", claims: CLAIMS });
        const node = await crashDuring(t, log, second, write, stored);
        const store = await openOn(t, node, BRIEF);
        const third = await untilDefinite(store, request({ stream: "account-3", claims: CLAIMS }));
        t.match(third, landed ? { outcome: "duplicate", ordinal: 1 } : { outcome: "ok", ordinal: 1 });
        t.equal((await store.head()).ordinal, 1, "one owner");
      });
    }
  }

  t.test("a claim whose holder's stream moved on without it is free at once", async (t) => {
    const log = new StoredLog();
    const node = await crashDuring(t, log, request({ stream: "account-1", claims: CLAIMS }), 2, false);
    const store = await openOn(t, node, { ...BRIEF, takeOverAfterMs: 60_000 });
    await appendOk(store, { stream: "account-1" });
    t.match(await appendTo(store, { stream: "account-2", claims: CLAIMS }), { outcome: "ok", ordinal: 2 });
  });

  t.test("a claim that may still be used makes others wait and then try again later, and says when", async (t) => {
    const node = await crashDuring(t, new StoredLog(), request({ stream: "account-1", claims: CLAIMS }), 2, false);
    const store = await openOn(t, node, { ...BRIEF, takeOverAfterMs: 30_000 });
    const refused = appendTo(store, { stream: "account-2", claims: CLAIMS });
    await t.rejects(refused, { name: "StoreUnavailable", retryAfterSeconds: 30 });
    t.equal((await store.head()).ordinal, 0);
  });

  t.test("an owner held up after it wrote its claim looks again, and finds that it was taken over", async (t) => {
    const { node, store } = await openWithNode(t, { ...BRIEF, answerWithinMs: 5_000, unknownAfterMs: 15_000, takeOverAfterMs: 60_000 });
    const hasty = await openOn(t, node, { ...BRIEF, unknownAfterMs: 100, takeOverAfterMs: 200 });
    node.faults.lateMs = 3_000;
    node.faults.plan("append", "late answer", { stream: (name) => name.startsWith("carteraClaim-") });
    const slow = appendTo(store, { stream: "account-1", claims: ["document:FE-1"] });
    await wait(50);
    t.match(await untilDefinite(hasty, request({ stream: "account-2", claims: ["document:FE-1"] })), { outcome: "ok" });
    t.match(await slow, { outcome: "duplicate", claim: "document:FE-1", ordinal: 1 });
    t.equal((await store.head()).ordinal, 1);
  });

  t.test(
    "who takes a claim over looks whether its owner was only slow, and nobody later takes the owner for one who gave up",
    async (t) => {
      const { node, store } = await openWithNode(t, { ...BRIEF, answerWithinMs: 1_500, unknownAfterMs: 15_000, takeOverAfterMs: 60_000 });
      const hasty = await openOn(t, node, { ...BRIEF, unknownAfterMs: 100, takeOverAfterMs: 200 });
      node.faults.lateMs = 1_400;
      node.faults.plan("append", "silence", { stream: (name) => name === "account-1" });
      const slow = appendTo(store, { stream: "account-1", claims: ["document:FE-1"] });
      await until(() => node.faults.used === 1);
      node.faults.plan("append", "late answer", { stream: (name) => name.startsWith("carteraClaim-") });
      const duplicate = { outcome: "duplicate", claim: "document:FE-1", ordinal: 1, count: 1 };
      t.match(await untilDefinite(hasty, request({ stream: "account-2", claims: ["document:FE-1"] })), duplicate);
      t.match(await slow, { outcome: "ok", ordinal: 1 });
      t.equal(node.faults.used, 2);
      t.match(await untilDefinite(store, request({ stream: "account-3", claims: ["document:FE-1"] })), duplicate);
    },
  );

  for (const fault of ["silence after storing", "wrong version after storing", "failure"] as const) {
    t.test(`"${fault}" on a claim: it is ours all the same`, async (t) => {
      const { node, store } = await openWithNode(t);
      node.faults.plan("append", fault, { stream: (name) => name.startsWith("carteraClaim-") });
      t.match(await appendTo(store, { stream: "account-1", claims: CLAIMS }), { outcome: "ok" });
      t.equal(node.log.all.length, 3, "one record for each claim, and the event");
    });
  }

  t.test("what an append wants unchanged is looked at again after its claims were written", async (t) => {
    const { node, store } = await openWithNode(t);
    const other = await openOn(t, node);
    node.faults.lateMs = 1_000;
    node.faults.plan("append", "late answer", { stream: (name) => name.startsWith("carteraClaim-") });
    const unchanged = [{ stream: "period-2026-03", revision: -1 }];
    const slow = appendTo(store, { stream: "account-1", claims: ["document:FE-1"], unchanged });
    await wait(100);
    await appendOk(other, { stream: "period-2026-03" });
    t.strictSame(await slow, { outcome: "moved" });
    t.match(await appendTo(other, { stream: "account-2", claims: ["document:FE-1"] }), { outcome: "ok" }, "the claim was given back");
  });

  t.test("claims are private: no reader of the ledger sees them", async (t) => {
    const { node, store } = await openWithNode(t);
    await appendOk(store, { stream: "account-1", claims: CLAIMS });
    t.equal(node.log.all.length, 3);
    t.strictSame(
      (await store.readAll(0, 10)).map(({ stream }) => stream),
      ["account-1"],
    );
  });
}

/** The node dies in the middle of an append and is started again on what it had stored; nothing is left of the process that appended. */
async function crashDuring(t: Test, log: StoredLog, handedIn: AppendRequest, write: number, stored: boolean): Promise<TestNode> {
  const node = new TestNode(log);
  await node.start();
  const store = await openOn(t, node, BRIEF);
  const isTakeOver = log.all.length > 0;
  // Who takes over waits first; the node must not die of what others write meanwhile, and nobody else writes.
  node.dieAfter(write, stored);
  await t.rejects(isTakeOver ? untilDefinite(store, handedIn) : store.append(handedIn), /./);
  await store.close();
  node.stop();
  const restarted = new TestNode(log);
  await restarted.start();
  t.teardown(() => restarted.stop());
  return restarted;
}

/** Tries again as long as the answer is "later". */
async function untilDefinite(store: EventStore, handedIn: AppendRequest): Promise<AppendOutcome> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await store.append(handedIn);
    } catch (error) {
      if (tries === 20 || !/under the same claim|moving too fast/.test(String(error))) throw error;
    }
  }
}
