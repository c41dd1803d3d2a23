import { type Baseline, compareAppends, JUDGED } from "./append-comparison.ts";
import { measureEmmett } from "./emmett.ts";
import type { Bench } from "./figure.ts";
import { measurePgbench } from "./pgbench.ts";
import { measureRawInserts } from "./raw-inserts.ts";
import { atLeast, report, times, whole } from "./report.ts";

/** Durable appends of one event and one claim through the port, each caller on a stream of its own; the log grows from empty. */
export async function measureAppends({ databases, seconds, emmettFolder }: Bench): Promise<void> {
  report.heading("P1  appends of one event with one claim through the port, callers in one process");
  const baselines: readonly Baseline[] = [
    { name: "single inserts, our client", measure: measureRawInserts },
    { name: "single inserts, pgbench", measure: measurePgbench },
    { name: "emmett-postgresql", measure: (...on) => measureEmmett(emmettFolder, ...on) },
  ];
  const judged = await compareAppends(databases, "p1", seconds, baselines);
  const { perSecond } = judged.appends;
  const [raw, pgbench, emmett] = judged.baselines.map((baseline) => baseline && perSecond / baseline.perSecond);
  report.figure(`appends per second, ${JUDGED} callers`, perSecond, whole, atLeast(9_000));
  report.figure("of single inserts by our client", raw, times);
  report.figure("of single inserts by pgbench", pgbench, times, atLeast(1.8));
  report.figure("of emmett-postgresql", emmett, times, atLeast(10));
}
