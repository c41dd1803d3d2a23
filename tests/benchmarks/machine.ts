import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Client } from "pg";

/** Linux counts processor time in hundredths of a second, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;
const GIB = 1024 ** 3;

export function describeMachine(): string {
  const [first] = cpus();
  const memory = (totalmem() / GIB).toFixed(1);
  return `${first?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${memory} GiB, ${platform()} ${release()}, Node ${process.version}`;
}

/** Over 1, 5 and 15 minutes. Above the number of cores, others are using the machine as well. */
export function describeLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");
}

/** The version and the settings that decide what "stored" means, as the server itself reports them. */
export async function describePostgres(client: Client): Promise<string> {
  const version = await client.query<{ server_version: string }>("show server_version");
  const settings = await client.query<{ name: string; setting: string; unit: string | null }>(
    `select name, setting, unit from pg_settings
      where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'commit_delay', 'shared_buffers')
      order by name`,
  );
  const list = settings.rows.map(({ name, setting, unit }) => `${name}=${setting}${unit === null ? "" : ` x ${unit}`}`);
  return `PostgreSQL ${version.rows[0]?.server_version}, ${list.join(", ")}`;
}

/** Processor time of a process since it began, in seconds; 0 where the system does not tell. */
export function processorSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Of a server and all the processes it began, the ended ones included. */
export function processorSecondsOfTree(pid: number): number {
  const own = statOf(pid);
  if (own === undefined) return 0;
  const ended = (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(statOf(Number(name))?.[1]) === pid)
    .map((name) => processorSecondsOfThread(Number(name)));
  return processorSecondsOf(pid) + ended + children.reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * Of a process with one thread, by the scheduler's own count: hundreds of connections that each worked for a few milliseconds add up, which
 * hundredths of a second would round to nothing.
 */
function processorSecondsOfThread(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "latin1").split(" ")[0]) / 1e9;
  } catch {
    return processorSecondsOf(pid);
  }
}

/** The fields of `/proc/{pid}/stat` after the name, which may hold spaces: state, parent, ... */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
