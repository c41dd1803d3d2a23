import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { ensureDatabase } from "../../src/embedded-postgres/ledger-database.ts";
import { startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";
import type { ProcessorSeconds } from "./load.ts";
import { processorSecondsOfTree } from "./machine.ts";
import { startPreloadedPostgres } from "./preloaded-server.ts";

/** One PostgreSQL, on an empty folder of its own. */
export interface Databases {
  /** Of the maintenance database. */
  readonly connectionString: string;
  /** Process id of the server. */
  readonly pid: number;
  /** For whatever else a figure keeps; removed at the end. */
  readonly folder: string;
  /** An empty database; gives its connection string. */
  fresh(name: string): Promise<string>;
  /** Processor time of callers in this process, and of the server. */
  processorSeconds(): ProcessorSeconds;
  /** However often it is called, resolves when the server has ended and the folder is gone. */
  stop(): Promise<void>;
}

/** Those that are still starting included: their processes are there before they answer. */
const running = new Set<Promise<Databases>>();

/** As many clients as the largest figure has callers, each on a connection of its own, beside those of a ledger. */
const SETTINGS = { max_connections: "300" };

/** A server with an empty cluster; with variables in its environment where some are given. */
export function startDatabases(environment?: Readonly<Record<string, string>>): Promise<Databases> {
  const starting = start(environment, () => running.delete(starting));
  running.add(starting);
  return starting;
}

async function start(environment: Readonly<Record<string, string>> | undefined, stopped: () => void): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), "cartera-bench-"));
  // The server may run as another user than this process, and has to pass through.
  await chmod(folder, 0o755);
  const log = { info: () => undefined, warn: (message: string) => process.stderr.write(`${message}\n`) };
  const options = { dataDir: join(folder, "data"), settings: SETTINGS, log };
  const server = await (environment === undefined ? startEmbeddedPostgres(options) : startPreloadedPostgres(options, environment));
  const end = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    stopped();
  };
  let ended: Promise<void> | undefined;
  return {
    connectionString: server.connectionString,
    pid: server.pid,
    folder,
    fresh: (name) => ensureDatabase(server.connectionString, name),
    processorSeconds() {
      const { user, system } = process.cpuUsage();
      return { callers: (user + system) / 1e6, PostgreSQL: processorSecondsOfTree(server.pid) };
    },
    stop() {
      ended ??= end();
      return ended;
    },
  };
}

/** Stops all of them: a server outlives its parent unless it is told to stop. */
export async function stopDatabases(): Promise<void> {
  for (const started of await Promise.allSettled(running)) if (started.status === "fulfilled") await started.value.stop();
}

export async function onDatabase<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
