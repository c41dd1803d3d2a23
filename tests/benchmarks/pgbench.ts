import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Databases } from "./databases.ts";
import type { Measured } from "./load.ts";
import { Samples } from "./percentiles.ts";
import { INSERT, makeRawTable } from "./raw-inserts.ts";
import { sampleEvent } from "./sample-event.ts";

const run = promisify(execFile);

const LOG_PREFIX = "pgbench-log";
/** Its time runs while it still opens its connections, one after the other; its rate leaves that time out. */
const CONNECTIONS_PER_SECOND = 64;

/** The single inserts of raw-inserts.ts by PostgreSQL's own generator of load; nothing where it is not installed, or got nowhere. */
export async function measurePgbench(
  { folder }: Databases,
  connectionString: string,
  callers: number,
  measureMs: number,
): Promise<Measured | undefined> {
  await makeRawTable(connectionString);
  const { type, data, meta } = sampleEvent("raw-1", 1, randomUUID());
  const script = join(folder, "insert.sql");
  // As variables: pgbench takes a colon within a quoted text for the beginning of one.
  await writeFile(script, `${INSERT} ('raw-' || :client_id, gen_random_uuid(), :type, :data, :meta);\n`);
  const texts = Object.entries({ type, data, meta }).flatMap(([name, text]) => ["-D", `${name}=${text}`]);
  const { hostname, port, username, password, pathname } = new URL(connectionString);
  const seconds = Math.ceil(measureMs / 1000) + Math.ceil(callers / CONNECTIONS_PER_SECOND);
  const load = ["-c", callers, "-j", Math.min(2, callers), "-T", seconds].map(String);
  const words = ["-n", "-M", "prepared", ...load, "-f", script, ...texts, "-l", `--log-prefix=${join(folder, LOG_PREFIX)}`];
  try {
    const { stdout } = await run("pgbench", [...words, "-h", hostname, "-p", port, "-U", username, pathname.slice(1)], {
      env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
    });
    const samples = await takeLog(folder);
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    return samples.count === 0 ? undefined : { samples, perSecond, processorMicros: {} };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** One line per transaction; the third field is how long it took, in microseconds. */
async function takeLog(folder: string): Promise<Samples> {
  const samples = new Samples();
  for (const name of (await readdir(folder)).filter((name) => name.startsWith(LOG_PREFIX))) {
    const lines = (await readFile(join(folder, name), "utf8")).split("\n");
    for (const line of lines.filter((line) => line !== "")) samples.add(Number(line.split(" ")[2]) / 1000);
    await rm(join(folder, name));
  }
  return samples;
}
