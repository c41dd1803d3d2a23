import { randomUUID } from "node:crypto";
import { type EventStore, NO_STREAM } from "../../src/event-store/port.ts";
import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import type { Bench } from "./figure.ts";
import { type Load, type Measured, runLoad } from "./load.ts";
import { processorSecondsOfTree } from "./machine.ts";
import { measurePgbench, measureRawInserts } from "./raw-inserts.ts";
import { report, whole } from "./report.ts";
import { sampleEvent } from "./sample-event.ts";

const CALLERS = [1, 16, 64, 256];
/** The figure that has a target. */
const JUDGED = 64;
const WARM_UP = { calls: 20_000, atMostMs: 8_000 };
const SHORT_WARM_UP = { calls: 1_000, atMostMs: 500 };

/** Durable appends of one event and one claim through the port, each caller on a stream of its own; the log grows from empty. */
export async function measureAppends(bench: Bench): Promise<void> {
  report.heading("P1  appends of one event with one claim through the port, callers in one process");
  const connectionString = await bench.databases.fresh("p1");
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  let judged = Number.NaN;
  try {
    await appendFrom(bench, store, JUDGED, WARM_UP, 1);
    for (const callers of CALLERS) {
      const measured = await appendFrom(bench, store, callers, SHORT_WARM_UP, (bench.seconds * 1000) / (callers === JUDGED ? 1 : 2));
      report.row(`appends, ${callers} callers`, measured);
      if (callers === JUDGED) judged = measured.perSecond;
    }
  } finally {
    await store.close();
  }
  const raw = await measureRawInserts(connectionString, JUDGED, (bench.seconds * 1000) / 2);
  report.row(`single inserts, our client, ${JUDGED} connections`, raw);
  const pgbench = await measurePgbench(bench, connectionString, JUDGED);
  report.figure(`appends per second, ${JUDGED} callers`, whole(judged), ">= 9,000");
  report.figure("of single inserts by our client", times(judged / raw.perSecond), "-");
  report.figure(`single inserts by pgbench, ${JUDGED} clients`, pgbench === undefined ? "not measured" : whole(pgbench), "-");
  report.figure("of single inserts by pgbench", pgbench === undefined ? "not measured" : times(judged / pgbench), ">= 1.8 x");
  report.figure("of emmett-postgresql", "not measured", ">= 10 x");
}

async function appendFrom(bench: Bench, store: EventStore, callers: number, warmUp: Load["warmUp"], measureMs: number): Promise<Measured> {
  const run = randomUUID().slice(0, 8);
  return runLoad({
    callers,
    warmUp,
    measureMs,
    async call(caller, turn) {
      const stream = `bench-${run}-${caller}`;
      const commandId = randomUUID();
      const outcome = await store.append({
        stream,
        expected: NO_STREAM + turn,
        events: [sampleEvent(stream, turn, commandId)],
        commandId,
        claims: [`DOCUMENT_NUMBER:CO01:RECEIPT:RC:R-${stream}-${turn}`],
        unchanged: [],
      });
      if (outcome.outcome !== "ok") throw new Error(`an append came back as ${outcome.outcome}`);
    },
    processorSeconds() {
      const { user, system } = process.cpuUsage();
      return { callers: (user + system) / 1e6, PostgreSQL: processorSecondsOfTree(bench.databases.pid) };
    },
  });
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)} x`;
}
