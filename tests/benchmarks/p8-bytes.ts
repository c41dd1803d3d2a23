import { randomBytes, randomUUID } from "node:crypto";
import { type AppendRequest, NO_STREAM, type StoredEvent } from "../../src/event-store/port.ts";
import { DEFAULT_LOG_SCHEMA } from "../../src/event-store/postgres/log-schema.ts";
import { migrateLog } from "../../src/event-store/postgres/migrate.ts";
import { openPostgresEventStore } from "../../src/event-store/postgres/postgres-event-store.ts";
import { appendOk } from "./append-load.ts";
import { onDatabase } from "./databases.ts";
import type { Bench } from "./figure.ts";
import { runCalls } from "./load.ts";
import { storedPayment } from "./payment.ts";
import { atMost, report, whole } from "./report.ts";

const APPENDS = 200_000;
const CALLERS = 64;
const ACCOUNTS_PER_CALLER = 32;

/** What a payment of two lines takes on disk, with all indexes, once there are many: the event as a running ledger stores it. */
export async function measureBytes(bench: Bench): Promise<void> {
  report.heading(`P8  bytes on disk per payment of two lines, ${whole(APPENDS)} appends on ${CALLERS * ACCOUNTS_PER_CALLER} accounts`);
  const payment = await storedPayment(bench);
  const [dataBytes, metaBytes] = [payment.data, payment.meta].map((text) => Buffer.byteLength(text));
  report.text(`  ${payment.type} from the pipeline: data ${dataBytes} bytes, meta ${metaBytes} bytes`);
  const connectionString = await bench.databases.fresh("p8");
  await migrateLog({ connectionString });
  const store = await openPostgresEventStore({ connectionString });
  try {
    const payments = paymentsLike(payment);
    const call = (caller: number, turn: number) => appendOk(store, payments(caller, turn));
    report.row("appends", await runCalls({ callers: CALLERS, calls: APPENDS, call, processorSeconds: bench.databases.processorSeconds }));
  } finally {
    await store.close();
  }
  const sizes = await sizesOf(connectionString);
  for (const { table, rows, heap, indexes } of sizes) {
    report.text(
      `  ${table.padEnd(10)}${whole(rows).padStart(10)} rows, per row: heap ${whole(heap / rows)}, indexes ${whole(indexes / rows)}`,
    );
  }
  const perRow = (name: string) => sizes.filter(({ table }) => table === name).map(({ rows, heap, indexes }) => (heap + indexes) / rows)[0];
  report.figure("bytes per event of a payment", perRow("event"), whole, atMost(700));
  report.figure("bytes per claim", perRow("claim"), whole, atMost(120));
}

/**
 * The same payment again and again, of another command on another account. Beside the command's own key it takes one claim of the form that receipts take:
 * most events that bring money in have one, and a payment has none.
 */
function paymentsLike({ type, data, meta }: StoredEvent): (caller: number, turn: number) => AppendRequest {
  const { commandId: original } = JSON.parse(meta) as { readonly commandId: string };
  return (caller, turn) => {
    const commandId = randomUUID();
    const account = 100_000 + caller * ACCOUNTS_PER_CALLER + (turn % ACCOUNTS_PER_CALLER);
    return {
      stream: `account-C${account}.CO01.COP`,
      expected: NO_STREAM + Math.floor(turn / ACCOUNTS_PER_CALLER),
      events: [{ eventId: randomUUID(), type, data, meta: meta.replace(original, commandId) }],
      commandId,
      claims: [`DOCUMENT_NUMBER:CO01:RECEIPT:RC:${randomBytes(6).toString("hex")}`],
      unchanged: [],
    };
  };
}

interface TableSize {
  readonly table: string;
  readonly rows: number;
  /** Bytes, maps of free space and long values included. */
  readonly heap: number;
  readonly indexes: number;
}

/** The tables that grow with the log. Rows are counted: statistics are estimates. */
async function sizesOf(connectionString: string): Promise<readonly TableSize[]> {
  return onDatabase(connectionString, async (client) => {
    const sizes: TableSize[] = [];
    for (const table of ["event", "claim", "stream"]) {
      const name = `${DEFAULT_LOG_SCHEMA}.${table}`;
      const { rows } = await client.query<Omit<TableSize, "table">>(
        `select (select count(*)::int from ${name}) as rows, pg_table_size($1)::int as heap, pg_indexes_size($1)::int as indexes`,
        [name],
      );
      sizes.push(...rows.map((row) => ({ table, ...row })));
    }
    return sizes;
  });
}
