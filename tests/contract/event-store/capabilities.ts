import type { Test } from "tap";
import type { Engine } from "./engine.ts";
import { appendOk, chain, request, tally } from "./requests.ts";

/** Each engine is held to what it says of itself. */
export function capabilityTests(t: Test, engine: Engine): void {
  t.test("requests stand in the log in the order in which they were handed in: all of them, or those of each stream", async (t) => {
    const store = await engine.open(t);
    const chains = Array.from({ length: 30 }, (_, i) => chain(`account-${i}`, 10));
    // More than a batch takes, and no stream's requests side by side.
    const handedIn = Array.from({ length: 10 }, (_, round) => chains.flatMap((each) => each[round] ?? [])).flat();
    t.strictSame(tally(await Promise.all(handedIn.map((each) => store.append(each)))), { ok: 300 });
    const stored = (await store.readAll(0, 1_000)).map(({ stream, revision }) => `${stream} ${revision}`);
    const wanted = handedIn.map(({ stream, expected }) => `${stream} ${expected + 1}`);
    if (store.capabilities.keepsOrderOfRequests) return t.strictSame(stored, wanted);
    const ofStream = (lines: readonly string[], i: number) => lines.filter((line) => line.startsWith(`account-${i} `));
    for (const i of chains.keys()) t.strictSame(ofStream(stored, i), ofStream(wanted, i));
  });

  t.test("the largest event and the largest append that are declared are stored, one byte more is refused", async (t) => {
    const store = await engine.open(t);
    const { maxEventBytes, maxAppendBytes } = store.capabilities;
    const filled = (stream: string, bytes: number, count = 1) => {
      const empty = request({ stream, count, data: '""' });
      return {
        ...empty,
        events: empty.events.map((event) => ({ ...event, data: `"${"x".repeat(bytes - 2 - event.meta.length)}"` })),
      };
    };
    t.match(await store.append(filled("letter-1", maxEventBytes)), { outcome: "ok" });
    await t.rejects(store.append(filled("letter-2", maxEventBytes + 1)), { name: "UnstorableRequest" });
    const eventFrame = "PaymentReceived".length + 36;
    const each = Math.floor((maxAppendBytes - "import-1".length - 36) / 15) - eventFrame;
    t.match(await store.append(filled("import-1", each, 15)), { outcome: "ok" });
    await t.rejects(store.append(filled("import-2", each + 1, 15)), { name: "UnstorableRequest" });
  });

  t.test("what was wanted unchanged is unchanged where the append stands in the log", async (t) => {
    const store = await engine.open(t);
    if (!store.capabilities.checksAtomically) return t.pass("this engine does not say so");
    const period = "period-2026-03";
    let seen = -1;
    const wanted = new Map<string, number>();
    const work = async (worker: number) => {
      for (let i = 0; i < 20; i += 1) {
        const stream = `account-${worker}.${i}`;
        if (worker === 0) seen = (await appendOk(store, { stream: period, expected: seen })).revision;
        else {
          wanted.set(stream, seen);
          await store.append(request({ stream, unchanged: [{ stream: period, revision: seen }] }));
        }
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, worker) => work(worker)));
    let at = -1;
    for (const { stream, revision } of await store.readAll(0, 1_000)) {
      if (stream === period) at = revision;
      else t.equal(wanted.get(stream), at, stream);
    }
    t.equal(at, 19);
  });

  t.test("what a durable engine answered is there when it is opened again", async (t) => {
    if (engine.reopen === undefined) return t.pass("this engine forgets");
    const store = await engine.open(t);
    t.ok(store.capabilities.durable);
    const handedIn = request({ stream: "account-1", count: 3, claims: ["document:FE-1"] });
    await store.append(handedIn);
    const before = await store.readAll(0, 10);
    const again = await engine.reopen(t, store);
    t.strictSame(await again.readAll(0, 10), before);
    t.strictSame(await again.append(handedIn), { outcome: "replay", ordinal: 1, count: 3 });
    const claimed = request({ stream: "account-2", claims: ["document:FE-1"] });
    t.match(await again.append(claimed), { outcome: "duplicate", claim: "document:FE-1", ordinal: 1, count: 3 });
  });
}
