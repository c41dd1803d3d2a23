import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { appendCall } from "./append-load.ts";
import type { Databases } from "./databases.ts";
import { type Load, type Measured, runLoad } from "./load.ts";
import { report } from "./report.ts";

const CALLERS = [1, 16, 64, 256];
/** How many callers the targets speak of. */
export const JUDGED = 64;

const WARM_UP = { calls: 20_000, atMostMs: 6_000 };
const SHORT_WARM_UP = { calls: 1_000, atMostMs: 500 };

/** Something else that stores events, at the same number of callers; undefined where it is not there. */
export interface Baseline {
  /** Such as "single inserts, our client". */
  readonly name: string;
  measure(databases: Databases, connectionString: string, callers: number, measureMs: number): Promise<Measured | undefined>;
}

/** What was measured at `JUDGED` callers. */
export interface Judged {
  readonly appends: Measured;
  /** In the order of the baselines. */
  readonly baselines: readonly (Measured | undefined)[];
}

/**
 * Durable appends through the port on a log that grows from empty, at each number of callers, and the baselines right after each, so that
 * both have the same neighbours. `seconds` is how long the appends are measured that are judged.
 */
export async function compareAppends(databases: Databases, name: string, seconds: number, baselines: readonly Baseline[]): Promise<Judged> {
  const connectionString = await databases.fresh(name);
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  const append = (callers: number, warmUp: Load["warmUp"], measureMs: number) =>
    runLoad({ call: appendCall(store), processorSeconds: databases.processorSeconds, callers, warmUp, measureMs });
  let judged: Judged | undefined;
  try {
    await append(JUDGED, WARM_UP, 1);
    for (const callers of CALLERS) {
      const measureMs = (seconds * 1000) / (callers === JUDGED ? 1 : 2);
      const appends = await append(callers, SHORT_WARM_UP, measureMs);
      report.row(`appends, ${callers} callers`, appends);
      const others: (Measured | undefined)[] = [];
      for (const baseline of baselines) {
        const measured = await baseline.measure(databases, connectionString, callers, measureMs / 2);
        report.row(`  ${baseline.name}`, measured);
        others.push(measured);
      }
      if (callers === JUDGED) judged = { appends, baselines: others };
    }
  } finally {
    await store.close();
  }
  if (judged === undefined) throw new Error(`nothing was measured at ${JUDGED} callers`);
  return judged;
}
