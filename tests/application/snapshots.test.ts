import { randomUUID } from "node:crypto";
import pg from "pg";
import t, { type Test } from "tap";
import { plainState } from "../../src/application/plain-state.ts";
import type { SnapshotStore } from "../../src/application/ports.ts";
import { compareSnapshots } from "../../src/application/snapshots/compare-snapshots.ts";
import { inSlices } from "../../src/application/snapshots/slices.ts";
import { Snapshots } from "../../src/application/snapshots/snapshots.ts";
import { StreamState, stateAfter } from "../../src/application/stream-state.ts";
import { account } from "../../src/domain/account/account.ts";
import { openMemoryEventStore } from "../../src/event-store/memory/memory-event-store.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import type { Fold } from "../../src/kernel/fold.ts";
import { openPostgresSnapshotStore, type PostgresSnapshotStore } from "../../src/snapshot-store/postgres-snapshot-store.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { createTestDatabase } from "../support/database.ts";
import { openTestLedger, type TestLedger } from "../support/ledger.ts";

const ACCOUNT = "C1.CO01.COP";
const STREAM = `account-${ACCOUNT}`;
const fold = account as unknown as Fold<unknown>;

/** A log that counts how many events of the account were read. */
interface Counted {
  readonly store: EventStore;
  readEvents: number;
}

async function countedLog(): Promise<Counted> {
  const store = await openMemoryEventStore();
  const counted: Counted = {
    readEvents: 0,
    store: {
      ...store,
      async readStream(stream, range) {
        const page = await store.readStream(stream, range);
        if (stream === STREAM) counted.readEvents += page.length;
        return page;
      },
    },
  };
  return counted;
}

async function snapshotsOf(t: Test, connectionString: string, madeBy = "this program"): Promise<PostgresSnapshotStore> {
  const snapshots = await openPostgresSnapshotStore(connectionString, madeBy);
  t.teardown(() => snapshots.close());
  return snapshots;
}

/** Sells, collects and applies, three events a time. The ids of applications are random, as those of other programs are. */
async function trade({ accept }: TestLedger, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    await Promise.all([
      accept("record-invoice", invoiceBody(ACCOUNT, `F${n}`, "100.00", "2025-05-02")),
      accept("register-receipt", receiptBody(ACCOUNT, `R${n}`, "90.00", "2025-05-20")),
    ]);
    await accept("apply-payment", applicationBody(ACCOUNT, randomUUID(), `R${n}`, [[`F${n}.1`, "80.00"]]));
  }
}

/** The account as it is found with the help of snapshots, and what was read for it. */
async function found(log: Counted, snapshots: PostgresSnapshotStore) {
  const warnings: string[] = [];
  const office = new Snapshots(log.store, snapshots, { warn: (message) => void warnings.push(message) });
  const state = new StreamState(fold, ACCOUNT);
  log.readEvents = 0;
  await state.catchUp(log.store, office.wake);
  return { state, readEvents: log.readEvents, warnings };
}

/** Which of the account's maps has the most chunks. */
async function largestMap(snapshots: PostgresSnapshotStore): Promise<number> {
  const lengths = (await snapshots.load(STREAM))?.maps.map((runs) => runs.flat().length) ?? [];
  return lengths.indexOf(Math.max(...lengths));
}

t.test("a long account is there again from its snapshot, and is what its whole history says", async (t) => {
  const { connectionString } = await createTestDatabase(t);
  const log = await countedLog();
  const snapshots = await snapshotsOf(t, connectionString);
  const ledger = await openTestLedger({ store: log.store, snapshots });
  await setUpAccount(ledger);
  await trade(ledger, 0, 400);
  const client = new pg.Client({ connectionString });
  await client.connect();
  t.teardown(() => client.end());
  const stored = async () =>
    (await client.query("select revision::int from cartera_snapshots.snapshot where stream_id = $1", [STREAM])).rows[0];
  while ((await stored()) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));

  const last = (await log.store.revisions([STREAM])).get(STREAM) ?? 0;
  const { revision } = await stored();
  t.ok(revision >= 999 && revision < last, `a snapshot was taken at revision ${revision} of ${last}`);
  const { state, readEvents, warnings } = await found(log, snapshots);
  t.strictSame(warnings, []);
  t.ok(readEvents < last + 1, `${readEvents} of ${last + 1} events were read`);
  const folded = await stateAfter(log.store, fold, ACCOUNT, last);
  t.strictSame(plainState(state.state), plainState(folded.state));

  await t.test("verifying a ledger folds what has a snapshot again, and sees one that says something else", async (t) => {
    t.strictSame(await compareSnapshots(log.store, snapshots), [{ stream: STREAM, revision, equal: true }]);
    const largest = await largestMap(snapshots);
    const altered: SnapshotStore = {
      ...snapshots,
      async load(stream) {
        const snapshot = await snapshots.load(stream);
        return snapshot && { ...snapshot, maps: snapshot.maps.map((runs, at) => (at === largest ? runs.slice(1) : runs)) };
      },
    };
    t.strictSame(await compareSnapshots(log.store, altered), [{ stream: STREAM, revision, equal: false }]);
  });

  await t.test("the next server goes on from it: what is not there any more is refused, what is there is taken", async (t) => {
    const next = await openTestLedger({ store: log.store, keys: ledger.keys, clock: ledger.clock, snapshots });
    const { violations } = await next.refuse("apply-payment", applicationBody(ACCOUNT, "TWICE", "R3", [["F3.1", "20.00"]]));
    t.strictSame(
      violations.map(({ code }) => code),
      ["RECEIPT_EXHAUSTED"],
    );
    await next.accept("apply-payment", applicationBody(ACCOUNT, "REST", "R3", [["F3.1", "10.00"]]));
  });

  await t.test("what a snapshot was made of must be the same program and the same log", async (t) => {
    const others = await snapshotsOf(t, connectionString, "another program");
    t.equal(await others.load(STREAM), undefined);
    t.strictSame([await others.streams("elsewhere"), await snapshots.streams("elsewhere")], [[STREAM], []]);
    const elsewhere = await countedLog();
    const another = await openTestLedger({ store: elsewhere.store });
    await setUpAccount(another);
    await trade(another, 0, 180);
    const { state: there, warnings: told } = await found(elsewhere, snapshots);
    t.strictSame(told, []);
    const whole = await stateAfter(elsewhere.store, fold, ACCOUNT, there.revision);
    t.strictSame(plainState(there.state), plainState(whole.state), "the other account was folded from its own first event");
  });

  await t.test("several servers keep snapshots of one account: the newest stays, and is whole", async (t) => {
    const [here, there] = [await snapshotsOf(t, connectionString), await snapshotsOf(t, connectionString)];
    const [mine, theirs] = [(await found(log, here)).state, (await found(log, there)).state];
    const keep = async (store: PostgresSnapshotStore, state: StreamState) => {
      const packed = await inSlices(state.packing());
      const [event] = await log.store.readStream(STREAM, { from: packed.revision, limit: 1 });
      await store.save({ ...packed, stream: STREAM, eventId: event?.eventId ?? "" });
      return packed.revision;
    };
    await trade(ledger, 400, 410);
    await mine.catchUp(log.store);
    const before = (await client.query("select max(chunk) as chunk, count(*)::int as chunks from cartera_snapshots.chunk")).rows[0];
    await keep(here, mine);
    const [written] = (await client.query("select count(*)::int as n from cartera_snapshots.chunk where chunk > $1", [before.chunk])).rows;
    t.ok(written.n < before.chunks, `${written.n} chunks were written, ${before.chunks} were there`);
    await trade(ledger, 410, 420);
    await theirs.catchUp(log.store);
    const newest = await keep(there, theirs);
    await keep(here, mine);
    t.equal((await stored()).revision, newest, "an older one does not replace a newer one");
    await trade(ledger, 420, 430);
    await mine.catchUp(log.store);
    await keep(here, mine);
    const woken = await found(log, await snapshotsOf(t, connectionString));
    const whole = await stateAfter(log.store, fold, ACCOUNT, woken.state.revision);
    t.strictSame(plainState(woken.state.state), plainState(whole.state), "written as a whole over what the other left");
  });

  await t.test("one that cannot be read costs a warning and the time to fold", async (t) => {
    await client.query("update cartera_snapshots.snapshot set rest = 'nonsense'");
    const { state, warnings } = await found(log, await snapshotsOf(t, connectionString));
    const whole = await stateAfter(log.store, fold, ACCOUNT, state.revision);
    t.strictSame(plainState(state.state), plainState(whole.state));
    t.equal(warnings.length, 1);
  });

  await t.test("after an upgrade the new program makes them anew by itself", async (t) => {
    const upgraded = await snapshotsOf(t, connectionString, "the next version");
    const next = await openTestLedger({ store: log.store, keys: ledger.keys, clock: ledger.clock, snapshots: upgraded });
    await next.ledger.renewSnapshots(new AbortController().signal);
    while ((await upgraded.streams("elsewhere")).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { state } = await found(log, upgraded);
    t.strictSame(plainState(state.state), plainState((await stateAfter(log.store, fold, ACCOUNT, state.revision)).state));
  });
});
