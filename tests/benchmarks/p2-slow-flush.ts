import { type Baseline, compareAppends, JUDGED } from "./append-comparison.ts";
import { type Databases, startDatabases } from "./databases.ts";
import type { Bench } from "./figure.ts";
import { measureRawInserts } from "./raw-inserts.ts";
import { atLeast, atMost, milliseconds, report, times, whole } from "./report.ts";
import { slowFlush } from "./slow-flush.ts";

const FLUSH_MS = 3.5;
const PROBE_MS = 1_000;

/** The appends of P1 on a server whose every flush takes 3.5 ms longer, as on a volume across a network. */
export async function measureSlowFlush(bench: Bench): Promise<void> {
  report.heading(`P2  the same with ${FLUSH_MS} ms more for every flush, on a PostgreSQL of its own`);
  const environment = await slowFlush(bench.databases.folder, FLUSH_MS * 1000);
  if (environment === undefined) return report.text("  not measured: no C compiler (cc)");
  const databases = await startDatabases(environment);
  try {
    await expectSlow(databases);
    const baseline: Baseline = { name: "one transaction per append, our client", measure: measureRawInserts };
    const { appends, baselines } = await compareAppends(databases, "p2", bench.seconds, [baseline]);
    const [raw] = baselines;
    report.figure(`appends per second, ${JUDGED} callers`, appends.perSecond, whole, atLeast(7_000));
    report.figure(`p99, ${JUDGED} callers`, appends.samples.percentile(99), milliseconds, atMost(15));
    report.figure("of one transaction per append", raw && appends.perSecond / raw.perSecond, times);
  } finally {
    await databases.stop();
  }
}

/** A delay that does not bite would flatter every figure after it: not even the fastest insert may be faster than one flush. */
async function expectSlow(databases: Databases): Promise<void> {
  const probe = await measureRawInserts(databases, await databases.fresh("probe"), 1, PROBE_MS);
  report.row("one insert by one client", probe);
  const fastest = probe.samples.percentile(0);
  report.figure("the fastest of them", fastest, milliseconds, atLeast(FLUSH_MS));
  if (!(fastest >= FLUSH_MS)) throw new Error(`an insert takes ${fastest.toFixed(1)} ms: the flush is not slow`);
}
