import { setTimeout as wait } from "node:timers/promises";
import type { Test } from "tap";
import type { Fault } from "../../support/eventstoredb/faults.ts";
import { TestNode } from "../../support/eventstoredb/test-node.ts";
import { openOn, openWithNode, storeElsewhere, until } from "./eventstoredb-stores.ts";
import { appendOk, appendTo, chain, outcomeNames, request, tally } from "./requests.ts";

const FAULTS: readonly Fault[] = [
  "silence",
  "silence after storing",
  "clean end",
  "clean end after storing",
  "failure",
  "failure after storing",
  "wrong version after storing",
  "two answers",
  "late answer",
  "internal error",
];

const PATIENT = { answerWithinMs: 60_000, unknownAfterMs: 120_000, takeOverAfterMs: 240_000 };

/** What callers see while answers go wrong. */
export function lostAnswerTests(t: Test): void {
  for (const fault of FAULTS) {
    t.test(`"${fault}" on an append: it is stored once, answered "ok", and those behind it follow`, async (t) => {
      // A clean end is noticed as such: nobody waits for the timer.
      const { node, store } = await openWithNode(t, fault.startsWith("clean end") ? PATIENT : {});
      node.faults.lateMs = 600;
      await appendOk(store, { stream: "account-1" });
      node.faults.plan("append", fault, { stream: (name) => name === "account-1" });
      const requests = [...chain("account-1", 5, 0), ...chain("account-2", 3)];
      const answers = await Promise.all(requests.map((each) => store.append(each)));
      t.strictSame(tally(answers), { ok: 8 });
      t.equal(node.faults.used, 1);
      t.equal(node.log.stream("account-1")?.length, 6, "nothing was stored twice");
      const last = (await store.readStream("account-1", { from: 5 }))[0];
      t.match(answers[4], { revision: 5, ordinal: last?.ordinal, recordedAt: last?.recordedAt });
      t.match(await appendTo(store, { stream: "account-1", expected: 5 }), { outcome: "ok" }, "and goes on");
    });
  }

  t.test("failures are told apart from own tries after a lost answer", async (t) => {
    const { node, store } = await openWithNode(t);
    const old = request({ stream: "account-0", claims: ["document:FE-1"] });
    await store.append(old);
    node.faults.plan("append", "silence after storing", { stream: (name) => name === "account-1" });
    const answers = await Promise.all([
      ...chain("account-1", 2).map((each) => store.append(each)),
      appendTo(store, { stream: "account-1", expected: 1, claims: ["document:FE-1"] }),
      appendTo(store, { stream: "account-1", expected: 2 }),
      appendTo(store, { stream: "account-4", expected: 3 }),
      appendTo(store, { stream: "account-5", commandId: old.commandId }),
    ]);
    t.strictSame(outcomeNames(answers), ["ok", "ok", "duplicate", "conflict", "conflict", "replay"]);
  });

  t.test("a stranger at our place, met only by the second try, is a conflict", async (t) => {
    const { node, store } = await openWithNode(t);
    node.faults.plan("append", "silence");
    const ours = appendTo(store, { stream: "account-1" });
    await wait(100);
    storeElsewhere(node, request({ stream: "account-1" }));
    t.strictSame(await ours, { outcome: "conflict" });
    t.equal(node.log.stream("account-1")?.length, 1);
  });

  t.test("the node takes the same ids with other data for the same append, and the log tells the truth: a replay", async (t) => {
    const { node, store } = await openWithNode(t);
    const ours = request({ stream: "account-1", data: '{"amount":"100.00"}' });
    node.faults.plan("append", "silence");
    const answer = store.append(ours);
    await wait(100);
    storeElsewhere(node, request({ stream: "account-1", commandId: ours.commandId, data: '{"amount":"999.00"}' }));
    t.strictSame(await answer, { outcome: "replay", ordinal: 1, count: 1 });
    t.equal((await store.readStream("account-1"))[0]?.data, '{"amount":"999.00"}');
  });

  t.test("a frozen node is unavailable within our own time; after the thaw there is one copy", async (t) => {
    const { node, store } = await openWithNode(t, { answerWithinMs: 200, unknownAfterMs: 600 });
    await appendOk(store, { stream: "account-1" });
    const again = request({ stream: "account-1", expected: 0 });
    node.freeze();
    const began = performance.now();
    await t.rejects(store.append(again), { name: "StoreUnavailable" }, "it did not even get to ask what is stored");
    t.ok(performance.now() - began < 8_000, "the client's own deadlines were not waited for");
    node.thaw();
    const answer = await store.append(again);
    t.ok(answer.outcome === "ok" || answer.outcome === "replay", answer.outcome);
    t.equal(node.log.stream("account-1")?.length, 2);
  });

  t.test("an append whose tries all fail after they were sent is unknown, and a replay afterwards", async (t) => {
    const { node, store } = await openWithNode(t, { answerWithinMs: 150, unknownAfterMs: 500 });
    await appendOk(store, { stream: "account-1" });
    node.faults.plan("append", "silence", { times: 100 });
    const lost = request({ stream: "account-1", expected: 0 });
    await t.rejects(store.append(lost), { name: "OutcomeUnknown" });
    node.faults.clear();
    t.match(await store.append(lost), { outcome: "ok" }, "it had not been stored, and is now");
    t.strictSame(await store.append(lost), { outcome: "replay", ordinal: 2, count: 1 });
  });

  t.test("a node that is gone is unavailable, and is used again when it is back on the same port", async (t) => {
    const { node, store } = await openWithNode(t, { answerWithinMs: 300, unknownAfterMs: 400, watchEveryMs: 100 });
    await appendOk(store, { stream: "account-1" });
    const heard: number[] = [];
    const subscription = store.subscribe(0, async (events) => void heard.push(...events.map((event) => event.ordinal)));
    const port = Number(new URL(node.connectionString).port);
    node.stop();
    await wait(100);
    await t.rejects(appendTo(store, { stream: "account-1", expected: 0 }), { name: "StoreUnavailable" });
    await t.rejects(store.head(), { name: "StoreUnavailable" });
    await node.start(port);
    let answer = "";
    while (answer !== "ok") answer = await appendTo(store, { stream: "account-1", expected: 0 }).then(({ outcome }) => outcome, String);
    t.equal((await store.head()).ordinal, 2);
    while (heard.length < 2) await wait(10);
    await subscription.close();
    t.strictSame(heard, [1, 2]);
  });

  t.test("a node that dies under many large appends takes nothing else with it", async (t) => {
    const { node, store } = await openWithNode(t, { answerWithinMs: 1_000, unknownAfterMs: 1_500 });
    const data = JSON.stringify("x".repeat(60_000));
    const handedIn = Array.from({ length: 60 }, (_, i) => appendTo(store, { stream: `account-${i}`, count: 14, data }));
    const settled = Promise.allSettled(handedIn);
    // On a busy machine they may all have given up before.
    let over = false;
    void settled.then(() => {
      over = true;
    });
    await until(() => over || node.log.all.length > 0);
    node.stop();
    const failed = (await settled).filter(({ status }) => status === "rejected");
    t.ok(failed.length > 0, `${failed.length} of ${handedIn.length} failed`);
    for (const each of failed) t.match(each, { reason: { name: /^(OutcomeUnknown|StoreUnavailable)$/ } });
  });

  t.test("what was stored is there after a restart of node and process, on another port", async (t) => {
    const { node, store } = await openWithNode(t);
    const requests = [...chain("account-1", 20), ...chain("account-2", 5)];
    await Promise.all(requests.map((each) => store.append({ ...each, claims: [`document:${each.commandId}`] })));
    await store.head({ settled: true });
    const before = await store.readAll(0, 100);
    await store.close();
    node.stop();
    const restarted = new TestNode(node.log);
    await restarted.start();
    t.teardown(() => restarted.stop());
    const again = await openOn(t, restarted);
    t.strictSame(await again.readAll(0, 100), before);
    t.strictSame(
      await again.readStream("account-1"),
      before.filter(({ stream }) => stream === "account-1").map(({ place, ...event }) => event),
    );
    const first = requests[0];
    if (first !== undefined) t.match(await again.append(first), { outcome: "replay", count: 1 });
  });
}
