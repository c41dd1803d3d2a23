import type { Test } from "tap";
import type { EventStore } from "../../../src/event-store/port.ts";
import { chain, request, tally } from "./requests.ts";

type OpenTwo = (t: Test) => Promise<readonly EventStore[]>;

/** Several server processes on one log; two stores share nothing in memory either. `openTwo` opens them, on a log of their own. */
export function sharingTests(t: Test, openTwo: OpenTwo): void {
  t.test("two processes append to the same streams: nothing is lost, doubled or reordered", async (t) => {
    const stores = await openTwo(t);
    const heard: number[] = [];
    const subscription = stores[1]?.subscribe(0, async (events) => void heard.push(...events.map((event) => event.ordinal)));
    const wins: Record<string, number> = {};
    const work = async (store: EventStore, worker: number) => {
      for (let i = 0; i < 25; i += 1) {
        const stream = `account-${(worker + i) % 5}`;
        for (;;) {
          const at = (await store.revisions([stream])).get(stream) ?? -1;
          const answers = await Promise.all(chain(stream, 2, at).map((each) => store.append(each)));
          if (answers[0]?.outcome !== "ok") continue;
          wins[stream] = (wins[stream] ?? 0) + answers.filter((answer) => answer.outcome === "ok").length;
          break;
        }
      }
    };
    await Promise.all(stores.flatMap((store) => Array.from({ length: 8 }, (_, worker) => work(store, worker))));
    const all = (await stores[0]?.readAll(0, 10_000)) ?? [];
    t.strictSame(
      all.map((event) => event.ordinal),
      Array.from({ length: all.length }, (_, i) => i + 1),
    );
    for (const [stream, count] of Object.entries(wins)) {
      const revisions = all.filter((event) => event.stream === stream).map((event) => event.revision);
      t.strictSame(
        revisions,
        Array.from({ length: count }, (_, i) => i),
        `${stream} holds what was answered "ok", in order`,
      );
    }
    while (heard.length < all.length) await new Promise((resolve) => setTimeout(resolve, 10));
    await subscription?.close();
    t.strictSame(
      heard,
      all.map((event) => event.ordinal),
    );
  });

  raceTests(t, openTwo);
}

export function raceTests(t: Test, openTwo: OpenTwo): void {
  t.test("two processes race for claims and commands, and each has one owner", async (t) => {
    const stores = await openTwo(t);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const sketch = request({ stream: `account-${i}`, claims: [`document:FE-${i % 20}`] });
        return Promise.all(stores.map((store) => store.append(i < 20 ? sketch : { ...sketch, stream: `other-${i}` })));
      }),
    );
    t.strictSame(tally(answers.flat()).ok, 20);
    t.equal((await stores[0]?.head())?.ordinal, 20);
  });
}
