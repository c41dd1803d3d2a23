import { setImmediate as nextTurn } from "node:timers/promises";
import type { Test } from "tap";
import type { Engine } from "./engine.ts";
import { appendOk, appendTo, chain, outcomeNames, tally } from "./requests.ts";

export function chainTests(t: Test, engine: Engine): void {
  t.test("50 chained requests on one stream, handed in without waiting, are stored in order", async (t) => {
    const store = await engine.open(t);
    const requests = chain("account-1", 50);
    const answers = await Promise.all(requests.map((each) => store.append(each)));
    t.strictSame(tally(answers), { ok: 50 });
    t.strictSame(
      (await store.readStream("account-1")).map((event) => event.eventId),
      requests.map((each) => each.events[0]?.eventId),
    );
  });

  t.test("chains longer than a batch and many chains at once are stored in order", async (t) => {
    const store = await engine.open(t);
    const chains = [chain("account-0", 700), ...Array.from({ length: 20 }, (_, i) => chain(`account-${i + 1}`, 20))];
    const answers = await Promise.all(chains.flat().map((each) => store.append(each)));
    t.strictSame(tally(answers), { ok: 1_100 });
    for (const requests of chains) {
      const stored = await store.readStream(requests[0]?.stream ?? "");
      t.strictSame(
        stored.map((event) => event.eventId),
        requests.map((each) => each.events[0]?.eventId),
      );
    }
  });

  t.test("a failure in the middle of a chain is a conflict for all behind it", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-9", claims: ["document:FE-1"] });
    const requests = chain("account-1", 600).map((each, i) => (i === 300 ? { ...each, claims: ["document:FE-1"] } : each));
    const answers = await Promise.all(requests.map((each) => store.append(each)));
    t.strictSame(tally(answers.slice(0, 300)), { ok: 300 });
    t.strictSame(answers[300]?.outcome, "duplicate");
    t.strictSame(tally(answers.slice(301)), { conflict: 299 });
    t.equal((await store.readStream("account-1")).length, 300);
  });

  t.test("those behind a failure hear of it in the same tick, however long the queue", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-9", claims: ["document:FE-1"] });
    let answered = 0;
    const count = () => {
      answered += 1;
    };
    const [first, ...behind] = chain("account-1", 600);
    if (first === undefined) throw new Error("A chain has a first request");
    const broken = store.append({ ...first, claims: ["document:FE-1"] });
    const others = behind.map((each) => store.append(each).then(count));
    t.match(await broken, { outcome: "duplicate" });
    await new Promise((resolve) => process.nextTick(resolve));
    t.equal(answered, 599);
    await Promise.all(others);
  });

  t.test("nothing that was decided on a failed request is stored, and what is decided again is", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-9", claims: ["document:FE-1"] });
    const broken = appendTo(store, { stream: "account-1", claims: ["document:FE-1"] });
    // Were the failure forgotten, the second of these would fit the stream as soon as the first had been decided again and stored.
    const behind = chain("account-1", 30, -1)
      .slice(1)
      .map((each) => store.append(each));
    const again = broken.then(() => appendTo(store, { stream: "account-1" }));
    const late: Promise<unknown>[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await nextTurn();
      late.push(...chain(`other-${turn}`, 10).map((each) => store.append(each)));
    }
    t.match(await broken, { outcome: "duplicate" });
    t.strictSame(tally(await Promise.all(behind)), { conflict: 29 });
    t.match(await again, { outcome: "ok", revision: 0 });
    t.equal((await Promise.all(late)).length, 50);
    t.equal((await store.readStream("account-1")).length, 1);
  });

  t.test("ordinals are dense and in commit order, whoever appends", async (t) => {
    const store = await engine.open(t);
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const own = [];
        for (let revision = -1; revision < 8; revision += 3)
          own.push(await appendOk(store, { stream: `account-${i}`, expected: revision, count: 3 }));
        return own;
      }),
    );
    const all = await store.readAll(0, 1_000);
    t.strictSame(
      all.map((event) => event.ordinal),
      Array.from({ length: 270 }, (_, i) => i + 1),
    );
    t.ok(answers.every((own) => own.every((answer, i) => i === 0 || answer.ordinal > (own[i - 1]?.ordinal ?? 0))));
    for (const answer of answers.flat()) {
      const events = all.slice(answer.ordinal - 1, answer.ordinal + 2);
      t.equal(new Set(events.map((event) => event.stream)).size, 1, "an append is not interleaved with another");
    }
    t.strictSame(outcomeNames(answers.flat()).length, 90);
  });
}
