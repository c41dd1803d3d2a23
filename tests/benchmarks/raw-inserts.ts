import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { onDatabase } from "./databases.ts";
import type { Bench } from "./figure.ts";
import { type Measured, runLoad } from "./load.ts";
import { sampleEvent } from "./sample-event.ts";

const run = promisify(execFile);

const TABLE = `create table if not exists raw_event (
  id bigint generated always as identity primary key, stream text not null, event_id uuid not null, type text not null,
  data text not null, meta text not null, recorded_at timestamptz not null default now())`;
const COLUMNS = "insert into raw_event (stream, event_id, type, data, meta) values";

/** One insert of the same text per transaction, each caller on a connection of its own: what a ledger without groups would pay. */
export async function measureRawInserts(connectionString: string, callers: number, measureMs: number): Promise<Measured> {
  await onDatabase(connectionString, (client) => client.query(TABLE));
  const clients = Array.from({ length: callers }, () => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await runLoad({
      callers,
      warmUp: { calls: 2_000, atMostMs: 1_000 },
      measureMs,
      async call(caller, turn) {
        const stream = `raw-${caller}`;
        const { eventId, type, data, meta } = sampleEvent(stream, turn, randomUUID());
        await clients[caller]?.query({
          name: "insert",
          text: `${COLUMNS} ($1, $2, $3, $4, $5)`,
          values: [stream, eventId, type, data, meta],
        });
      },
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** The same insert by pgbench; nothing where it is not installed. Gives transactions per second. */
export async function measurePgbench(bench: Bench, connectionString: string, callers: number): Promise<number | undefined> {
  await onDatabase(connectionString, (client) => client.query(TABLE));
  const { type, data, meta } = sampleEvent("raw-1", 1, randomUUID());
  const script = join(bench.databases.folder, "insert.sql");
  // As variables: pgbench takes a colon within a quoted text for the beginning of one.
  await writeFile(script, `${COLUMNS} ('raw-' || :client_id, gen_random_uuid(), :type, :data, :meta);\n`);
  const texts = Object.entries({ type, data, meta }).flatMap(([name, text]) => ["-D", `${name}=${text}`]);
  const { hostname, port, username, password, pathname } = new URL(connectionString);
  const seconds = Math.max(1, Math.round(bench.seconds / 2));
  const words = ["-n", "-M", "prepared", "-c", callers, "-j", 2, "-T", seconds, "-f", script, ...texts];
  try {
    const { stdout } = await run("pgbench", [...words.map(String), "-h", hostname, "-p", port, "-U", username, pathname.slice(1)], {
      env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
    });
    return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
