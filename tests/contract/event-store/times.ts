import type { Test } from "tap";
import type { Engine } from "./engine.ts";
import { appendOk } from "./requests.ts";

const NOON = Date.UTC(2026, 2, 1, 12);

export function timeTests(t: Test, engine: Engine): void {
  t.test("events are recorded at the clock's time, which never goes back", async (t) => {
    let now = NOON + 7;
    const store = await engine.open(t, { clock: () => now });
    t.equal((await appendOk(store, { stream: "a" })).recordedAt, "2026-03-01T12:00:00.007Z");
    now = NOON - 60_000;
    t.equal((await appendOk(store, { stream: "b" })).recordedAt, "2026-03-01T12:00:00.007Z", "the clock went back");
    now = NOON + 10;
    t.equal((await appendOk(store, { stream: "c" })).recordedAt, "2026-03-01T12:00:00.010Z");
    t.strictSame(await store.head(), { ordinal: 3, recordedAt: "2026-03-01T12:00:00.010Z" });
  });

  t.test("without a clock the system's time is recorded", async (t) => {
    const store = await engine.open(t, { clock: () => undefined });
    const before = Date.now();
    const { recordedAt } = await appendOk(store, { stream: "a" });
    t.ok(Math.abs(Date.parse(recordedAt) - before) < 60_000, recordedAt);
  });

  t.test("an instant is resolved to the last ordinal recorded at or before it", async (t) => {
    let now = NOON;
    const store = await engine.open(t, { clock: () => now });
    for (let i = 0; i < 20; i += 1) {
      now = NOON + i * 1_000;
      await appendOk(store, { stream: `account-${i}`, count: 3 });
    }
    t.equal(await store.ordinalAt("2026-03-01T11:59:59.999Z"), 0);
    t.equal(await store.ordinalAt("2026-03-01T12:00:00Z"), 3);
    t.equal(await store.ordinalAt("2026-03-01T12:00:06.999999Z"), 21);
    t.equal(await store.ordinalAt("2026-03-01T07:00:07-05:00"), 24);
    t.equal(await store.ordinalAt("2026-03-01T12:00:18.9999999Z"), 57);
    t.equal(await store.ordinalAt("2026-03-01T12:00:19.000Z"), 60);
    t.equal(await store.ordinalAt("2031-01-01T00:00:00Z"), 60);
    await t.rejects(store.ordinalAt("yesterday"), RangeError);
    await t.rejects(store.ordinalAt("2026-03-01"), RangeError);
  });

  t.test("the end of an append is found from any ordinal", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "a", count: 3 });
    await appendOk(store, { stream: "b" });
    await appendOk(store, { stream: "c", count: 2 });
    const ends = [];
    for (let ordinal = 0; ordinal <= 8; ordinal += 1) ends.push(await store.endOfAppend(ordinal));
    t.strictSame(ends, [0, 0, 0, 3, 4, 4, 6, 6, 6]);
  });

  t.test("after the head was settled nothing gets its time or an earlier one", async (t) => {
    let now = NOON;
    const store = await engine.open(t, { clock: () => now });
    await appendOk(store, { stream: "a" });
    t.strictSame(await store.head({ settled: true }), { ordinal: 1, recordedAt: "2026-03-01T12:00:00.000Z" });
    t.equal((await appendOk(store, { stream: "b" })).recordedAt, "2026-03-01T12:00:00.001Z", "in the same millisecond");
    now = NOON + 5_000;
    t.strictSame(await store.head({ settled: true }), { ordinal: 2, recordedAt: "2026-03-01T12:00:00.001Z" });
    const known = await store.ordinalAt("2026-03-01T12:00:05Z");
    now = NOON + 3_000;
    await appendOk(store, { stream: "c" });
    t.equal(await store.ordinalAt("2026-03-01T12:00:05Z"), known, "the clock went back, and what was known at an instant stays");
  });

  t.test("settling while others append waits for what is in flight", async (t) => {
    const store = await engine.open(t);
    let early = 0;
    const heads: { ordinal: number; recordedAt: string }[] = [];
    const append = async (i: number) => {
      for (let expected = -1; expected < 8; expected += 1) await appendOk(store, { stream: `account-${i}`, expected });
    };
    const settle = async () => {
      for (let i = 0; i < 10; i += 1) heads.push(await store.head({ settled: true }));
    };
    await Promise.all([...Array.from({ length: 10 }, (_, i) => append(i)), settle()]);
    const all = await store.readAll(0, 1_000);
    for (const head of heads) early += all.filter((event) => event.ordinal > head.ordinal && event.recordedAt <= head.recordedAt).length;
    t.equal(early, 0);
    t.ok(all.every((event, i) => i === 0 || event.recordedAt >= (all[i - 1]?.recordedAt ?? "")));
  });
}
