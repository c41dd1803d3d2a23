import { randomBytes, randomUUID } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { bootstrap, OWNER } from "../../src/application/bootstrap.ts";
import { openLedger } from "../../src/application/ledger-service.ts";
import type { SnapshotStore } from "../../src/application/ports.ts";
import { Snapshots } from "../../src/application/snapshots/snapshots.ts";
import { StreamState, type Wake } from "../../src/application/stream-state.ts";
import { account } from "../../src/domain/account/account.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import type { Fold } from "../../src/kernel/fold.ts";
import { openKeyRing } from "../../src/key-store/key-ring.ts";
import { openMemoryKeyTable } from "../../src/key-store/memory-key-table.ts";
import { openPostgresSnapshotStore } from "../../src/snapshot-store/postgres-snapshot-store.ts";
import { applicationBody, customerBody, invoiceBody, lineBody, receiptBody, setUpCompany } from "../support/company.ts";
import type { Bench } from "./figure.ts";
import { atMost, milliseconds, report, whole } from "./report.ts";

const ACCOUNT = "C1.CO01.COP";
const STREAM = `account-${ACCOUNT}`;
/** An invoice, a receipt and the payment of the one with the other. */
const EVENTS_PER_TRADE = 3;
const TRADERS = 16;
const STEPS = 5;
const LOADS = 5;
const BYTES = 1_000_000;

/** One account that grows for years: deciding on it, and having it there again after a start. */
export async function measureLongAccount({ databases, events }: Bench): Promise<void> {
  const wanted = Math.min(events, 500_000);
  report.heading(`long  one account of ${whole(wanted)} events: growing, and loading it again`);
  const connectionString = await databases.fresh("long");
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  const snapshots = await openPostgresSnapshotStore(connectionString, "the benchmark");
  try {
    const accept = await openAccount(store, snapshots);
    report.line("", ["events", "events/s"]);
    for (let step = 0; step < STEPS; step += 1) {
      const trades = Math.floor(wanted / STEPS / EVENTS_PER_TRADE);
      const began = performance.now();
      await trade(accept, step * trades, (step + 1) * trades);
      const perSecond = (trades * EVENTS_PER_TRADE * 1_000) / (performance.now() - began);
      report.line(`  step ${step + 1}`, [whole((step + 1) * trades * EVENTS_PER_TRADE), whole(perSecond)]);
    }
    const office = new Snapshots(store, snapshots, { warn: report.text });
    const loads: Load[] = [];
    for (let n = 0; n < LOADS; n += 1) loads.push(await load(store, office.wake));
    report.figure("loading it from its snapshot, worst of five", Math.max(...loads.map(({ ms }) => ms)), milliseconds, atMost(2_000));
    report.figure("longest block of the event loop, worst of five", Math.max(...loads.map(({ block }) => block)), milliseconds, atMost(50));
    report.figure("MB it takes in memory", Math.max(...loads.map(({ megabytes }) => megabytes)), whole);
    const folded = await load(store, undefined);
    report.figure("beside it: folding it from its first event", folded.ms, milliseconds);
    report.figure("longest block of the event loop", folded.block, milliseconds, atMost(50));
    report.figure("MB it takes in memory", folded.megabytes, whole);
  } finally {
    await store.close();
    await snapshots.close();
  }
}

type Accept = (command: string, body: Readonly<Record<string, unknown>>) => Promise<void>;

/** A ledger in this process, without HTTP, with the account set up. */
async function openAccount(store: EventStore, snapshots: SnapshotStore): Promise<Accept> {
  const clock = { now: () => Date.parse("2025-06-01T15:00:00Z") };
  const keys = await openKeyRing(openMemoryKeyTable(), randomBytes(32), { settableClock: true });
  await bootstrap({ store, keys, clock }, { keyId: "first", secret: "s".repeat(40) });
  const ledger = openLedger({ store, snapshots, keys, clock, log: { warn: report.text } });
  const principal = { personId: OWNER, keyId: "first" };
  const accept: Accept = async (command, body) => {
    const answer = await ledger.execute({
      command,
      body,
      idempotencyKey: randomUUID(),
      principal,
      traceId: randomBytes(16).toString("hex"),
    });
    if (answer.kind === "refused") throw new Error(`${command} was refused: ${JSON.stringify(answer.refusal.violations)}`);
  };
  await setUpCompany(accept);
  await accept("register-customer", customerBody(ACCOUNT.split(".")[0] ?? ""));
  await accept("open-credit-line", lineBody(ACCOUNT, "5000000.00"));
  return accept;
}

async function trade(accept: Accept, from: number, to: number): Promise<void> {
  let next = from;
  const trader = async () => {
    while (next < to) {
      const n = next;
      next += 1;
      const day = `2025-05-${String(1 + (n % 28)).padStart(2, "0")}`;
      await accept("record-invoice", invoiceBody(ACCOUNT, `F${n}`, "100.00", day));
      await accept("register-receipt", receiptBody(ACCOUNT, `R${n}`, "100.00", day));
      await accept("apply-payment", applicationBody(ACCOUNT, `A${n}`, `R${n}`, [[`F${n}.1`, "100.00"]]));
    }
  };
  await Promise.all(Array.from({ length: TRADERS }, trader));
}

interface Load {
  readonly ms: number;
  /** The longest time in which nobody else had a turn, in milliseconds. */
  readonly block: number;
  readonly megabytes: number;
}

async function load(store: EventStore, wake: Wake | undefined): Promise<Load> {
  const before = bytesInUse();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const state = new StreamState(account as unknown as Fold<unknown>, ACCOUNT);
  delay.enable();
  const began = performance.now();
  await state.catchUp(store, wake);
  const ms = performance.now() - began;
  delay.disable();
  const megabytes = (bytesInUse() - before) / BYTES;
  const last = (await store.revisions([STREAM])).get(STREAM);
  if (state.revision !== last) throw new Error(`loaded to revision ${state.revision} of ${last}`);
  return { ms, block: delay.max / 1e6, megabytes };
}

setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;

/** Of this process, inside and outside the heap of its engine. */
function bytesInUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
