import fc from "fast-check";
import t from "tap";
import { PackedEntries, packChanges } from "../../src/application/snapshots/packed-entries.ts";
import { DELETED, Journal } from "../../src/kernel/journal.ts";
import { holds } from "./holds.ts";

const RUNS = 150;
const MANY = 400;

/** Few keys in few chunks, and many in many; in order as document numbers come, and spread as random ids are. */
const keyOf = (n: number, isSpread: boolean) => (isSpread ? `${(n * 7_919) % 1_009}-${n}` : `F-${String(n).padStart(5, "0")}`);
const batch = fc.record({
  from: fc.nat(MANY),
  count: fc.constantFrom(0, 1, 2, 7, 60, 150),
  every: fc.constantFrom(1, 2, 5),
  deletes: fc.constantFrom(false, false, true),
});
const batches = fc.array(batch, { minLength: 1, maxLength: 8 });

function packed(kept: PackedEntries | undefined, changes: Map<string, unknown>, size: number): PackedEntries {
  const work = packChanges(kept, [...changes], size);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

t.test("packed entries hold what a map holds, whatever is put in, replaced and deleted, batch after batch", async (t) => {
  let [deepest, longest] = [0, 0];
  holds(
    t,
    fc.property(batches, fc.boolean(), (given, isSpread) => {
      const expected = new Map<string, unknown>();
      let kept: PackedEntries | undefined;
      for (const [n, { from, count, every, deletes }] of given.entries()) {
        const changes = new Map<string, unknown>();
        for (let at = 0; at < count; at += 1) {
          const key = keyOf(from + at * every, isSpread);
          changes.set(
            key,
            deletes ? DELETED : { n, at, amount: BigInt(at) * 10n ** 12n, left: undefined, tags: new Set(["a", String(n)]) },
          );
          if (deletes) expected.delete(key);
          else expected.set(key, changes.get(key));
        }
        kept = packed(kept, changes, expected.size);
        deepest = Math.max(deepest, kept.runs.length);
        longest = Math.max(longest, ...kept.runs.map((run) => run.length));
      }
      // As it comes back from where it was stored.
      const woken = new PackedEntries(structuredClone(kept?.runs ?? []), kept?.size ?? 0);
      const keys = Array.from({ length: 2 * MANY }, (_, n) => keyOf(n, isSpread));
      const same = (value: unknown, key: string) => text(value) === text(expected.get(key));
      return (
        woken.size === expected.size &&
        keys.every((key) => same(woken.get(key), key)) &&
        [...woken].length === expected.size &&
        [...woken].every(([key, value]) => expected.has(String(key)) && same(value, String(key)))
      );
    }),
    RUNS,
  );
  t.ok(deepest >= 3 && longest >= 3, `up to ${deepest} runs, of up to ${longest} chunks`);
});

t.test("an entry is packed anew a few times in its life, however many there are and however their keys are spread", async (t) => {
  const batchSize = 500;
  for (const isSpread of [false, true]) {
    let kept: PackedEntries | undefined;
    let work = 0;
    const batchesInAll = 64;
    for (let n = 0; n < batchesInAll; n += 1) {
      const changes = new Map(Array.from({ length: batchSize }, (_, at) => [keyOf(n * batchSize + at, isSpread), n] as const));
      const before = new Set(kept?.runs.flat());
      kept = packed(kept, changes, (n + 1) * batchSize);
      work += kept.runs.flat().reduce((sum, chunk) => sum + (before.has(chunk) ? 0 : chunk.entries), 0);
    }
    const times = work / (batchSize * batchesInAll);
    t.ok(times < 8, `${isSpread ? "spread" : "in order"}: each was packed ${times.toFixed(1)} times, ${kept?.runs.length} runs at the end`);
  }
});

t.test("a map that lets go of what was packed goes on as if nothing had happened, while it is packed and after", async (t) => {
  const operation = fc.record({ what: fc.constantFrom("set", "set", "delete", "rollback", "settle"), key: fc.nat(8), value: fc.nat(3) });
  let finished = 0;
  holds(
    t,
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const journal = new Journal();
      journal.startRecording();
      const [map, plain] = [journal.map<string, number>(), journal.list<string, number>()];
      let savepoints: number[] = [];
      let kept: PackedEntries | undefined;
      let packing:
        | { readonly work: Generator<undefined, PackedEntries>; readonly changes: readonly (readonly [string, unknown])[] }
        | undefined;
      for (const { what, key, value } of operations) {
        const name = String(key);
        if (what === "set" || what === "delete") savepoints.push(journal.savepoint());
        if (what === "set") for (const each of [map, plain]) each.set(name, value);
        if (what === "delete") for (const each of [map, plain]) each.delete(name);
        if (what === "rollback" && savepoints.length > 0) journal.rollback(savepoints.splice(-1 - value)[0] ?? journal.savepoint());
        if (what === "settle") {
          journal.release(journal.savepoint());
          savepoints = [];
        }
        if (packing !== undefined) {
          const { done, value: entries } = packing.work.next();
          if (done) {
            map.keep(entries as never, packing.changes as never);
            kept = entries;
            packing = undefined;
            finished += 1;
          }
        } else if (journal.isAtRest) {
          const changes = map.changes();
          packing = { work: packChanges(kept, changes, map.size), changes };
        }
        if (textOf(map) !== textOf(plain) || map.size !== plain.size) return false;
      }
      return true;
    }),
  );
  t.ok(finished > 100, `packed ${finished} times`);
});

function textOf(map: Iterable<[string, number]>): string {
  return JSON.stringify([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}n` : each instanceof Set ? [...each] : each)) ?? "";
}
