import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { account } from "../../projections/account.ts";
import { auditTrail } from "../../projections/audit-trail.ts";
import { movement } from "../../projections/movement.ts";
import { column } from "../../projections/rows/columns.ts";
import { defineRowsProjection } from "../../projections/rows-projection.ts";
import { LiveTargets } from "../../src/read-store/live-targets.ts";
import { decodeBatch } from "../../src/read-store/project-batch.ts";
import { type ProjectionRunner, startProjectionRunner } from "../../src/read-store/projection-runner.ts";
import { rebuildProjections } from "../../src/read-store/rebuild.ts";
import { compareWithRebuild } from "../../src/read-store/table-hashes.ts";
import { batchesOfWholeAppends } from "../../src/read-store/whole-appends.ts";
import { invoice } from "./account-events.ts";
import { openLedger } from "./ledger.ts";
import { openReadSide, openTestReadStore, quiet } from "./read-side.ts";

const stream = "account-C1.CO01.COP";
const owed = (id: string) => invoice(id, [["2025-05-31", "100.00"]]);

/** A read model of document ids that cannot take one of them, until it is mended. */
function fragile(version: number, poison: { id: string | undefined }) {
  return defineRowsProjection({
    name: "fragile",
    version,
    tables: { fragile: { comment: "Ids of documents.", columns: { document_id: column.text() }, primaryKey: ["document_id"] } },
    on: {
      InvoiceRecorded: ({ fragile }, { data }) => {
        if (data.documentId === poison.id) throw new Error(`cannot take ${data.documentId}`);
        fragile.insert({ document_id: data.documentId });
      },
    },
  });
}

/** Where the read models stand once the named ones (default: all) have halted; as they are when that takes too long. */
async function onceHalted(runner: ProjectionRunner, names?: readonly string[]) {
  for (let tries = 0; ; tries += 1) {
    const status = await runner.status();
    const awaited = status.filter(({ name }) => names === undefined || names.includes(name));
    if (awaited.every(({ state }) => state === "halted") || tries > 300) return status;
    await sleep(100);
  }
}

t.test("a claim that two appends took is told to the operator, with both of them", async (t) => {
  const ledger = await openLedger();
  const twice = { on: "2025-05-01", claims: ["DOCUMENT_NUMBER:CO01:INVOICE:FV:1", "once"] };
  await ledger.append(stream, [owed("F1"), owed("F2")], twice);
  const errors: string[] = [];
  const readStore = await openTestReadStore(t);
  const log = { ...quiet, error: (message: string) => void errors.push(message) };
  const runner = await startProjectionRunner({ readStore, eventStore: ledger.store, projections: [account], log });
  t.teardown(() => runner.close());
  const last = await ledger.append("account-C2.CO01.COP", [owed("F3")], { ...twice, claims: ["DOCUMENT_NUMBER:CO01:INVOICE:FV:1"] });
  t.ok(await runner.waitFor(last, 30_000));
  t.strictSame(errors, [
    "claim DOCUMENT_NUMBER:CO01:INVOICE:FV:1 was taken by account-C1.CO01.COP at ordinal 1 and again by account-C2.CO01.COP at ordinal 3: " +
      "run cartera verify",
  ]);
});

t.test("a poison event halts its read model there, names the event, and leaves the others alone", async (t) => {
  const poison = { id: "F5" as string | undefined };
  const projections = [fragile(1, poison), account, auditTrail];
  const ledger = await openLedger();
  for (let n = 1; n <= 4; n += 1) await ledger.append(stream, [owed(`F${n}`)], { on: "2025-05-01" });
  await ledger.append(stream, [owed("F4b"), owed("F5"), owed("F5b")], { on: "2025-05-01" });
  const last = await ledger.append(stream, [owed("F6")], { on: "2025-05-01" });
  const { runner, readStore } = await openReadSide(t, { projections, ledger });
  t.ok(await runner.waitFor(last, 30_000, ["account", "audit_trail"]), "the others go on");
  t.notOk(await runner.waitFor(last, 100), "the stopped one does not pass for a current one");
  const stopped = (await onceHalted(runner, ["fragile"])).find(({ name }) => name === "fragile");
  t.match(stopped, {
    state: "halted",
    position: 4,
    lagEvents: 4,
    error: { ordinal: 6, type: "InvoiceRecorded", message: "cannot take F5" },
  });
  const next = await ledger.append(stream, [owed("F7")], { on: "2025-05-01" });
  t.ok(await runner.waitFor(next, 30_000, ["account"]), "and go on after it");

  poison.id = undefined;
  await runner.close();
  const again = await startProjectionRunner({ readStore, eventStore: ledger.store, log: quiet, projections });
  t.teardown(() => again.close());
  t.ok(await again.waitFor(next, 30_000), "a mended program tries again from where it stopped");
  t.ok((await compareWithRebuild({ readStore, eventStore: ledger.store, projections })).every(({ equal }) => equal));
});

t.test("an event of an unknown type stops whoever may be concerned", async (t) => {
  const { ledger, runner } = await openReadSide(t, { projections: [account, movement] });
  await ledger.append(stream, [owed("F1")], { on: "2025-05-01" });
  await ledger.append(stream, [{ type: "MoonLanded", data: {} }], { on: "2025-05-01" });
  await ledger.append(stream, [owed("F2")], { on: "2025-05-01" });
  for (const status of await onceHalted(runner))
    t.match(status, { state: "halted", position: 1, error: { ordinal: 2, type: "MoonLanded" } });
});

t.test("one process projects; when it ends another takes over", async (t) => {
  const { ledger, readStore, runner, upToDate } = await openReadSide(t, { projections: [account] });
  await ledger.append(stream, [owed("F1")], { on: "2025-05-01" });
  await upToDate();
  const second = await startProjectionRunner({
    readStore,
    eventStore: ledger.store,
    log: quiet,
    projections: [account],
    electionPauseMs: 50,
  });
  t.teardown(() => second.close());
  const ordinal = await ledger.append(stream, [owed("F2")], { on: "2025-05-01" });
  t.ok(await second.waitFor(ordinal, 30_000), "who stands by sees what the other has written");
  t.strictSame([runner.isLeading(), second.isLeading()], [true, false]);
  await runner.close();
  const later = await ledger.append(stream, [owed("F3")], { on: "2025-05-01" });
  t.ok(await second.waitFor(later, 30_000));
  t.ok(second.isLeading());
  t.ok((await compareWithRebuild({ readStore, eventStore: ledger.store, projections: [account] })).every(({ equal }) => equal));
});

t.test("two that both believe to be the one who projects write nothing twice", async (t) => {
  const readStore = await openTestReadStore(t);
  const ledger = await openLedger();
  for (let n = 1; n <= 40; n += 1) await ledger.append(stream, [owed(`F${n}`)], { on: "2025-05-01" });
  const projections = [account, movement];
  const rivals = [1, 2].map(() => new LiveTargets(readStore, ledger.store, projections, () => t.fail("nothing may halt")));
  for (const rival of rivals) await rival.prepare();
  const batches = batchesOfWholeAppends(await ledger.store.readAll(0, 100), 3).map(decodeBatch);
  await Promise.all(
    rivals.map(async (rival) => {
      for (const batch of batches) await rival.take(batch);
    }),
  );
  t.strictSame(
    rivals.map(({ position }) => position),
    [40, 40],
  );
  t.ok((await compareWithRebuild({ readStore, eventStore: ledger.store, projections })).every(({ equal }) => equal));
});

t.test("a read model that is new, or of a new version, catches up beside the others", async (t) => {
  const { ledger, readStore, runner, upToDate } = await openReadSide(t, { projections: [account, fragile(1, { id: undefined })] });
  for (let n = 1; n <= 20; n += 1) await ledger.append(stream, [owed(`F${n}`)], { on: "2025-05-01" });
  await upToDate();
  await runner.close();
  const projections = [account, movement, fragile(2, { id: undefined })];
  const next = await startProjectionRunner({ readStore, eventStore: ledger.store, log: quiet, projections });
  t.teardown(() => next.close());
  const ordinal = await ledger.append(stream, [owed("F21")], { on: "2025-05-01" });
  t.ok(await next.waitFor(ordinal, 30_000));
  t.strictSame(
    (await next.status()).map(({ name, version, state }) => [name, version, state]),
    [
      ["account", account.version, "running"],
      ["movement", movement.version, "running"],
      ["fragile", 2, "running"],
    ],
  );
  t.ok((await compareWithRebuild({ readStore, eventStore: ledger.store, projections })).every(({ equal }) => equal));
});

t.test("a rebuild that was interrupted goes on, one of an older version is dropped", async (t) => {
  const { ledger, readStore, upToDate } = await openReadSide(t, { projections: [account] });
  for (let n = 1; n <= 20; n += 1) await ledger.append(stream, [owed(`F${n}`)], { on: "2025-05-01" });
  await upToDate();
  const source = { readStore, eventStore: ledger.store, projections: [account] };
  await t.rejects(rebuildProjections(source, ["account"], { signal: AbortSignal.abort() }), "interrupted");
  const started: number[] = [];
  await rebuildProjections(source, ["account"], { onProgress: ({ done }) => started.push(done) });
  t.strictSame(started, [20]);
  await t.rejects(rebuildProjections(source, ["no_such_model"]), /no such read model/);
  t.ok((await compareWithRebuild(source)).every(({ equal }) => equal));
});
