import type { Test } from "tap";
import type { EventStore, StoredEvent } from "../../../src/event-store/port.ts";
import type { Engine } from "./engine.ts";
import { appendOk, chain } from "./requests.ts";

export function subscriptionTests(t: Test, engine: Engine): void {
  t.test("a subscription delivers what is there and then what comes, in order, none twice", async (t) => {
    const store = await engine.open(t);
    await Promise.all(chain("account-1", 300).map((each) => store.append(each)));
    const heard = listen(store, 0);
    await Promise.all(chain("account-2", 100).map((each) => store.append(each)));
    await heard.until(400);
    await appendOk(store, { stream: "account-3", count: 5 });
    await heard.until(405);
    await heard.close();
    t.strictSame(
      heard.ordinals(),
      Array.from({ length: 405 }, (_, i) => i + 1),
    );
    t.strictSame(heard.events, await store.readAll(0, 1_000));
  });

  t.test("a subscription starts after any ordinal", async (t) => {
    const store = await engine.open(t);
    for (let i = 0; i < 4; i += 1) await appendOk(store, { stream: `account-${i}`, count: 3 });
    for (const after of [0, 3, 4, 11]) {
      const heard = listen(store, after);
      await heard.until(12);
      await heard.close();
      t.strictSame(
        heard.ordinals(),
        Array.from({ length: 12 - after }, (_, i) => after + i + 1),
        `after ${after}`,
      );
    }
    const ahead = listen(store, 12);
    await appendOk(store, { stream: "account-9" });
    await ahead.until(13);
    await ahead.close();
    t.strictSame(ahead.ordinals(), [13]);
  });

  t.test("a batch never cuts an append", async (t) => {
    const store = await engine.open(t);
    await Promise.all(Array.from({ length: 500 }, (_, i) => appendOk(store, { stream: `account-${i}`, count: 7 })));
    await appendOk(store, { stream: "import-1", count: 1_400 });
    const heard = listen(store, 0);
    await heard.until(4_900);
    await heard.close();
    t.ok(heard.batches.length >= 4, `in ${heard.batches.length} batches`);
    for (const batch of heard.batches) {
      const last = batch.at(-1);
      t.equal(await store.endOfAppend(last?.ordinal ?? 0), last?.ordinal);
    }
  });

  t.test("a batch that was not taken is delivered again, and nothing behind it before", async (t) => {
    const store = await engine.open(t);
    await Promise.all(chain("account-1", 20).map((each) => store.append(each)));
    let refusals = 3;
    const heard = listen(store, 0, () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error("not now");
    });
    await heard.until(20);
    await heard.close();
    t.strictSame(
      heard.ordinals(),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    t.ok(refusals < 0);
  });

  t.test("one batch at a time, and a closed subscription delivers nothing more", async (t) => {
    const store = await engine.open(t);
    let inHand = 0;
    let most = 0;
    const seen: number[] = [];
    const subscription = store.subscribe(0, async (events) => {
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(...events.map((event) => event.ordinal));
      inHand -= 1;
    });
    for (const each of chain("account-1", 20)) await store.append(each);
    await subscription.close();
    const count = seen.length;
    t.equal(inHand, 0, "the batch in hand was finished");
    await appendOk(store, { stream: "account-2" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    t.equal(seen.length, count);
    t.equal(most, 1);
  });
}

interface Listener {
  readonly events: StoredEvent[];
  readonly batches: (readonly StoredEvent[])[];
  ordinals(): number[];
  until(ordinal: number): Promise<void>;
  close(): Promise<void>;
}

function listen(store: EventStore, after: number, before: () => void = () => undefined): Listener {
  const events: StoredEvent[] = [];
  const batches: (readonly StoredEvent[])[] = [];
  const waiting: { ordinal: number; resolve: () => void }[] = [];
  const wake = () => {
    for (const each of waiting) if ((events.at(-1)?.ordinal ?? after) >= each.ordinal) each.resolve();
  };
  const subscription = store.subscribe(after, async (batch) => {
    before();
    batches.push(batch);
    events.push(...batch);
    wake();
  });
  return {
    events,
    batches,
    ordinals: () => events.map((event) => event.ordinal),
    until: (ordinal) =>
      new Promise((resolve) => {
        waiting.push({ ordinal, resolve });
        wake();
      }),
    close: () => subscription.close(),
  };
}
