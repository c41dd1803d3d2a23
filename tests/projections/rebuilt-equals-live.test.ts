import t from "tap";
import { projections } from "../../projections/registry.ts";
import { rebuildProjections } from "../../src/read-store/rebuild.ts";
import { compareWithRebuild, tableHashes } from "../../src/read-store/table-hashes.ts";
import { openLedger } from "./ledger.ts";
import { openReadSide } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

t.test("every read model built anew equals the live one, and none stays empty", async (t) => {
  const { ledger, readStore, upToDate } = await openReadSide(t);
  await recordSampleLedger(ledger);
  await upToDate();
  const comparisons = await compareWithRebuild({ readStore, eventStore: ledger.store });
  const tables = projections.flatMap(({ name, tables }) => Object.keys(tables).map((table) => `${name}.${table}`));
  t.strictSame(
    comparisons.map(({ projection, table }) => `${projection}.${table}`),
    tables,
  );
  for (const { table, rows, equal } of comparisons) {
    t.ok(equal, `${table} equals its rebuild`);
    t.ok(rows > 0, `${table} has rows`);
  }
});

t.test("how the log is cut into batches does not show", async (t) => {
  const ledger = await openLedger();
  await recordSampleLedger(ledger);
  const hashes = [];
  for (const batchSize of [1, 7, 1000]) {
    const { readStore, upToDate } = await openReadSide(t, { batchSize, ledger });
    await upToDate();
    hashes.push([...(await tableHashes(readStore))]);
  }
  t.strictSame(hashes[1], hashes[0]);
  t.strictSame(hashes[2], hashes[0]);
});

t.test("a rebuild takes the place of the live tables while the log goes on", async (t) => {
  const { ledger, readStore, runner, upToDate } = await openReadSide(t);
  await recordSampleLedger(ledger);
  await upToDate();
  const before = [...(await tableHashes(readStore))];
  const progress: number[] = [];
  await rebuildProjections({ readStore, eventStore: ledger.store }, "all", { onProgress: ({ done }) => progress.push(done) });
  t.strictSame([...(await tableHashes(readStore))], before);
  t.strictSame(progress.at(-1), (await ledger.store.head()).ordinal);
  const ordinal = await ledger.append(
    "calendar-MX",
    [{ type: "CalendarDefined", data: { country: "MX", year: 2025, holidays: [], weekend: [6, 7] } }],
    { on: "2025-08-01" },
  );
  t.ok(await runner.waitFor(ordinal, 10_000), "the new tables are fed");
  await rebuildProjections({ readStore, eventStore: ledger.store }, ["account"]);
  t.ok((await compareWithRebuild({ readStore, eventStore: ledger.store })).every(({ equal }) => equal));
});
