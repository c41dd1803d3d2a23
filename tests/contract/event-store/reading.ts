import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import type { EventFilter } from "../../../src/event-store/port.ts";
import type { Engine } from "./engine.ts";
import { appendOk, chain, request } from "./requests.ts";

export function readingTests(t: Test, engine: Engine): void {
  t.test("an empty log has nothing, at ordinal 0", async (t) => {
    const store = await engine.open(t);
    t.strictSame(await store.head(), { ordinal: 0, recordedAt: "1970-01-01T00:00:00.000Z" });
    t.strictSame(await store.readAll(0, 10), []);
    t.strictSame(await store.readStream("account-1"), []);
    t.strictSame(await store.revisions(["account-1"]), new Map([["account-1", -1]]));
    t.strictSame(await store.findCommands([randomUUID()]), new Map());
    t.equal(await store.ordinalAt("2030-01-01T00:00:00Z"), 0);
    t.equal(await store.endOfAppend(5), 0);
  });

  t.test("streams and the whole log are read in pages", async (t) => {
    const store = await engine.open(t);
    await Promise.all([...chain("account-1", 25), ...chain("account-2", 25)].map((each) => store.append(each)));
    const revisions = async (from: number, limit: number) =>
      (await store.readStream("account-1", { from, limit })).map((event) => event.revision);
    t.strictSame(await revisions(0, 3), [0, 1, 2]);
    t.strictSame(await revisions(3, 3), [3, 4, 5]);
    t.strictSame(await revisions(23, 10), [23, 24]);
    t.strictSame(await revisions(25, 10), []);
    t.equal((await store.readStream("account-1")).length, 25);
    const ordinals = async (after: number, limit: number) => (await store.readAll(after, limit)).map((event) => event.ordinal);
    t.strictSame(await ordinals(0, 4), [1, 2, 3, 4]);
    t.strictSame(await ordinals(4, 2), [5, 6]);
    t.strictSame(await ordinals(48, 10), [49, 50]);
    t.strictSame(await ordinals(50, 10), []);
  });

  t.test("a stream is read backwards, from its end or from a revision", async (t) => {
    const store = await engine.open(t);
    await Promise.all(chain("account-1", 12).map((each) => store.append(each)));
    const backwards = async (range: { from?: number; limit?: number }) =>
      (await store.readStream("account-1", { ...range, backwards: true })).map((event) => event.revision);
    t.strictSame(await backwards({ limit: 3 }), [11, 10, 9]);
    t.strictSame(await backwards({ from: 8, limit: 3 }), [8, 7, 6]);
    t.strictSame(await backwards({ from: 1, limit: 5 }), [1, 0]);
    t.strictSame(await backwards({ from: 99, limit: 1 }), [11]);
    t.strictSame(await backwards({}), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    t.strictSame(await store.readStream("account-2", { backwards: true }), []);
    t.strictSame(
      await store.readStream("account-1", { from: 5, limit: 1, backwards: true }),
      await store.readStream("account-1", { from: 5, limit: 1 }),
    );
  });

  t.test("events of some categories and types are read, page after page, to the end of the log", async (t) => {
    const store = await engine.open(t);
    const streams = ["account-1", "accountant-1", "customer-1", "account-2", "plain"];
    const types = ["PaymentReceived", "InvoiceRecorded", "PaymentReceived"];
    for (const [round, type] of types.entries()) {
      for (const stream of streams) {
        const handedIn = request({ stream, expected: round - 1 });
        await store.append({ ...handedIn, events: handedIn.events.map((event) => ({ ...event, type })) });
      }
    }
    const all = await store.readAll(0, 100);
    const oracle = (test: (category: string, type: string) => boolean) =>
      all.filter(({ stream, type }) => test(stream.split("-")[0] ?? "", type)).map(({ ordinal }) => ordinal);
    const asked: [EventFilter, number[]][] = [
      [{}, oracle(() => true)],
      [{ categories: ["account"] }, oracle((category) => category === "account")],
      [{ categories: ["account", "plain"] }, oracle((category) => category === "account" || category === "plain")],
      [{ types: ["InvoiceRecorded"] }, oracle((_, type) => type === "InvoiceRecorded")],
      [{ categories: ["customer"], types: ["PaymentReceived"] }, oracle((category, type) => category === "customer" && type === types[0])],
      [{ categories: [] }, []],
      [{ types: ["Unheard", "InvoiceRecorded"], categories: ["nobody"] }, []],
    ];
    for (const [filter, wanted] of asked) {
      const found: number[] = [];
      let next = 0;
      for (let before = -1; next > before; ) {
        before = next;
        const page = await store.readMatching(next, 4, filter);
        t.ok(page.events.length <= 4);
        found.push(...page.events.map(({ ordinal }) => ordinal));
        t.ok(page.events.every(({ ordinal }) => ordinal > before && ordinal <= page.next));
        next = page.next;
      }
      t.strictSame(found, wanted, JSON.stringify(filter));
      t.equal(next, 15);
    }
    t.strictSame((await store.readMatching(3, 1, {})).events, all.slice(3, 4), "events are whole");
    t.strictSame(await store.readMatching(20, 4, {}), { events: [], next: 20 }, "beyond the end");
  });

  t.test("a filter that matches nothing looks at no more than 10,000 ordinals at a time", async (t) => {
    const store = await engine.open(t);
    for (const [i] of Array.from({ length: 7 }).entries()) await appendOk(store, { stream: `import-${i}`, count: 1_500 });
    t.strictSame(await store.readMatching(0, 10, { types: ["Unheard"] }), { events: [], next: 10_000 });
    t.strictSame(await store.readMatching(10_000, 10, { types: ["Unheard"] }), { events: [], next: 10_500 });
  });

  t.test("revisions and commands are found, one at a time and thousands at once", async (t) => {
    const store = await engine.open(t);
    const ids = Array.from({ length: 300 }, () => randomUUID());
    const stored = await Promise.all(ids.map((commandId, i) => appendOk(store, { stream: `account-${i}`, commandId, count: 1 + (i % 3) })));
    const found = await Promise.all(ids.map(async (id) => (await store.findCommands([id])).get(id)));
    t.strictSame(
      found,
      stored.map((answer, i) => ({ ordinal: answer.ordinal, count: 1 + (i % 3) })),
    );
    const asked = Array.from({ length: 3_000 }, (_, i) => `account-${i}`);
    const each = await Promise.all(asked.map(async (stream) => (await store.revisions([stream])).get(stream)));
    const wanted = asked.map((_, i) => (i < 300 ? i % 3 : -1));
    t.strictSame(each, wanted);
    t.strictSame([...(await store.revisions(asked)).values()], wanted);
    t.strictSame(await store.findCommands([randomUUID(), ids[0] ?? ""]), new Map([[ids[0] ?? "", { ordinal: 1, count: 1 }]]));
  });

  t.test("a revision asked for after an append was answered is never older than it", async (t) => {
    const store = await engine.open(t);
    let stale = 0;
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        for (let expected = -1; expected < 10; expected += 1) {
          const { revision } = await appendOk(store, { stream: `account-${i}`, expected });
          if ((await store.revisions([`account-${i}`])).get(`account-${i}`) !== revision) stale += 1;
        }
      }),
    );
    t.equal(stale, 0);
  });

  t.test("claims are not commands", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-1", claims: ["document:FE-1"] });
    t.strictSame(await store.findCommands(["document:FE-1"]), new Map());
  });
}
