import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { appendCall } from "./append-load.ts";
import { onDatabase } from "./databases.ts";
import type { Bench } from "./figure.ts";
import { GrowingLog, STEP, type Step } from "./growing-log.ts";
import { type Measured, runCalls } from "./load.ts";
import { measureRawInserts } from "./raw-inserts.ts";
import { atMost, report, type Target, times, whole } from "./report.ts";

const CALLERS = 64;
const WARM_UP_CALLS = 20_000;
const BASELINE_MS = 2_000;

/**
 * Cost per append, and of the reads that every command needs, from an empty log to many events. Nothing is analysed by hand; autovacuum does what
 * it does by itself. Single inserts before and after tell how much of a difference is the machine's.
 */
export async function measureGrowth(bench: Bench): Promise<void> {
  report.heading(`growth  cost per append from an empty log to ${whole(bench.events)} events, ${CALLERS} callers, no ANALYZE by hand`);
  await warmUp(bench);
  const raw = await bench.databases.fresh("growth-raw");
  report.row("single inserts, our client, before", await measureRawInserts(bench.databases, raw, CALLERS, BASELINE_MS));
  const connectionString = await bench.databases.fresh("growth");
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  const steps: Step[] = [];
  try {
    const log = new GrowingLog(store, { callers: CALLERS, processorSeconds: bench.databases.processorSeconds });
    report.text("  PG µs: processor time of PostgreSQL per call; read: a stream of 5 events; find: the place of a command");
    report.line("events", COLUMNS);
    for (let events = 0; events < bench.events; events += STEP) {
      const step = await log.grow();
      steps.push(step);
      report.line(`${whole(events)} -`, columnsOf(step));
    }
  } finally {
    await store.close();
  }
  report.row("single inserts, our client, after", await measureRawInserts(bench.databases, raw, CALLERS, BASELINE_MS));
  report.text(`  analysed by autovacuum: ${await analysedBySystem(connectionString)}`);
  judge(steps);
}

/** Neither the code of this process nor the server's caches are cold when the first step begins. */
async function warmUp({ databases }: Bench): Promise<void> {
  const connectionString = await databases.fresh("growth-warm-up");
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  try {
    await runCalls({ call: appendCall(store), callers: CALLERS, calls: WARM_UP_CALLS });
  } finally {
    await store.close();
  }
}

const COLUMNS = [
  "append/s",
  "p50 ms",
  "p99 ms",
  "max ms",
  "PG µs",
  "caller µs",
  "read p50",
  "p99 ms",
  "PG µs",
  "find p50",
  "p99 ms",
  "PG µs",
];

function columnsOf({ appends, streamReads, commandLookups }: Step): readonly string[] {
  const durations = [50, 99, 100].map((percentage) => appends.samples.percentile(percentage).toFixed(1));
  const micros = [serverMicros(appends), appends.processorMicros.callers ?? Number.NaN].map(whole);
  const reads = [streamReads, commandLookups].flatMap((measured) => [
    ...[50, 99].map((percentage) => measured.samples.percentile(percentage).toFixed(2)),
    whole(serverMicros(measured)),
  ]);
  return [whole(appends.perSecond), ...durations, ...micros, ...reads];
}

function serverMicros({ processorMicros }: Measured): number {
  return processorMicros.PostgreSQL ?? Number.NaN;
}

/** A plan that reads more the longer the log is would be far above either; a tree of keys becomes one level higher, which a short read notices. */
const FLAT = atMost(1.25);
const ONE_LEVEL_HIGHER = atMost(1.5);

/** The last quarter against the first, by processor time, which neighbours change least; the median step, as one may have met a checkpoint. */
function judge(steps: readonly Step[]): void {
  const quarter = Math.max(1, Math.floor(steps.length / 4));
  const compare = (what: string, of: (step: Step) => number, target?: Target) => {
    const ratio = (count: number) => median(steps.slice(-count).map(of)) / median(steps.slice(0, count).map(of));
    report.figure(`${what}, last quarter of first`, ratio(quarter), times, target);
    report.figure(`${what}, last step of first`, ratio(1), times);
  };
  compare("PG µs per append", ({ appends }) => serverMicros(appends), FLAT);
  compare("time per append", ({ appends }) => 1 / appends.perSecond);
  compare("PG µs per small stream", ({ streamReads }) => serverMicros(streamReads), ONE_LEVEL_HIGHER);
  compare("PG µs per command found", ({ commandLookups }) => serverMicros(commandLookups), ONE_LEVEL_HIGHER);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function analysedBySystem(connectionString: string): Promise<string> {
  return onDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ relname: string; autoanalyze_count: string }>(
      "select relname, autoanalyze_count from pg_stat_user_tables where relname in ('event', 'claim', 'stream') order by relname",
    );
    return rows.map((row) => `${row.relname} ${row.autoanalyze_count} times`).join(", ");
  });
}
