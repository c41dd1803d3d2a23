import type { Test } from "tap";
import { openThroughProxy } from "./postgres-stores.ts";
import { appendOk, appendTo, chain, outcomeNames, request, tally } from "./requests.ts";

/** What callers see while connections break. */
export function lostConnectionTests(t: Test): void {
  t.test("an answer lost with its connection is asked for again and comes home as what it was", async (t) => {
    const { store, proxy } = await openThroughProxy(t);
    await appendOk(store, { stream: "account-1" });
    let revision = 0;
    for (let round = 0; round < 5; round += 1) {
      proxy.set("cut before the answer", 1);
      const requests = [...chain("account-1", 5, revision), ...chain(`other-${round}`, 3)];
      const answers = await Promise.all(requests.map((each) => store.append(each)));
      t.strictSame(tally(answers), { ok: 8 });
      revision += 5;
      const last = answers[4];
      t.match(last, { outcome: "ok", revision });
      const stored = (await store.readStream("account-1", { from: revision }))[0];
      if (last?.outcome === "ok") t.match(stored, { ordinal: last.ordinal, recordedAt: last.recordedAt });
    }
    t.equal(proxy.cuts(), 5);
    t.equal((await store.head()).ordinal, 41, "nothing was stored twice");
  });

  t.test("failures are told apart from own tries after a lost answer", async (t) => {
    const { store, proxy } = await openThroughProxy(t);
    const old = request({ stream: "account-0", claims: ["document:FE-1"] });
    await store.append(old);
    proxy.set("cut before the answer", 1);
    const answers = await Promise.all([
      ...chain("account-1", 2).map((each) => store.append(each)),
      appendTo(store, { stream: "account-1", expected: 1, claims: ["document:FE-1"] }),
      appendTo(store, { stream: "account-1", expected: 2 }),
      appendTo(store, { stream: "account-2", claims: ["document:FE-2"] }),
      appendTo(store, { stream: "account-3", claims: ["document:FE-2"] }),
      appendTo(store, { stream: "account-4", expected: 3 }),
      appendTo(store, { stream: "account-5", commandId: old.commandId }),
    ]);
    t.strictSame(outcomeNames(answers), ["ok", "ok", "duplicate", "conflict", "ok", "duplicate", "conflict", "replay"]);
    t.equal(proxy.cuts(), 1);
  });

  t.test("a server that stays silent after a request was sent makes the outcome unknown", async (t) => {
    const { store, proxy } = await openThroughProxy(t, { unknownAfterMs: 600 });
    await appendOk(store, { stream: "account-1" });
    proxy.set("swallow answers");
    const again = request({ stream: "account-1", expected: 0 });
    await t.rejects(store.append(again), { name: "OutcomeUnknown" });
    proxy.set("refuse");
    proxy.set("none");
    t.strictSame(await store.append(again), { outcome: "replay", ordinal: 2, count: 1 }, "asking again tells");
  });

  t.test("a server that cannot be reached is unavailable, and is used again when it is back", async (t) => {
    const { store, proxy } = await openThroughProxy(t, { unknownAfterMs: 400 });
    await appendOk(store, { stream: "account-1" });
    proxy.set("refuse");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const results = await Promise.allSettled(chain("account-1", 3, 0).map((each) => store.append(each)));
    for (const result of results) t.match(result, { status: "rejected", reason: { name: "StoreUnavailable" } });
    await t.rejects(store.head(), { name: "StoreUnavailable" });
    const waiting = appendTo(store, { stream: "account-1", expected: 0 });
    proxy.set("none");
    t.match(await waiting, { outcome: "ok", revision: 1 });
  });

  t.test("a subscription survives lost connections", async (t) => {
    const { store, proxy } = await openThroughProxy(t);
    const heard: number[] = [];
    const subscription = store.subscribe(0, async (events) => void heard.push(...events.map((event) => event.ordinal)));
    for (let round = 0; round < 3; round += 1) {
      await appendOk(store, { stream: `account-${round}`, count: 4 });
      proxy.set("refuse");
      await new Promise((resolve) => setTimeout(resolve, 30));
      proxy.set("none");
    }
    await appendOk(store, { stream: "account-9" });
    while (heard.length < 13) await new Promise((resolve) => setTimeout(resolve, 10));
    await subscription.close();
    t.strictSame(
      heard,
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  });
}
