import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { ensureDatabase } from "../../src/embedded-postgres/ledger-database.ts";
import { startEmbeddedPostgres } from "../../src/embedded-postgres/server.ts";

/** The one PostgreSQL of a run, on an empty folder of its own. */
export interface Databases {
  /** Of the maintenance database. */
  readonly connectionString: string;
  /** Process id of the server. */
  readonly pid: number;
  /** For whatever else a figure keeps; removed at the end. */
  readonly folder: string;
  /** An empty database; gives its connection string. */
  fresh(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), "cartera-bench-"));
  // The server may run as another user than this process, and has to pass through.
  await chmod(folder, 0o755);
  const log = { info: () => undefined, warn: (message: string) => process.stderr.write(`${message}\n`) };
  const { connectionString, pid, stop } = await startEmbeddedPostgres({ dataDir: join(folder, "data"), log });
  return {
    connectionString,
    pid,
    folder,
    fresh: (name) => ensureDatabase(connectionString, name),
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
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
