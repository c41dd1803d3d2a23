import { realpath } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { DataDirectory } from "./data-directory.ts";

const POLL_MS = 25;
const START_TIMEOUT_MS = 60_000;
/** A server that says it is recovering is working: giving up on it would only make the next start begin the recovery again. */
const RECOVERY_TIMEOUT_MS = 15 * 60_000;
const CONNECT_TIMEOUT_MS = 5_000;

const CANNOT_CONNECT_NOW = "57P03";
const WRONG_PASSWORD = "28P01";

export function connectionStringFor(port: number, password: string, database = "postgres"): string {
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Waits until the server on this connection answers, and makes sure that it serves this directory. `stillRunning` is asked between attempts,
 * so that a server that ended is noticed at once. Throws with the reason of the last failed attempt.
 */
export async function waitUntilAccepting(
  connectionString: string,
  directory: DataDirectory,
  stillRunning: () => Promise<boolean>,
): Promise<void> {
  const started = performance.now();
  for (;;) {
    const failure = await tryToConnect(connectionString, directory);
    if (failure === undefined) return;
    if (failure.code === WRONG_PASSWORD) throw new Error(`PostgreSQL refuses the password in ${directory.password}`);
    if (!(await stillRunning())) throw new Error("PostgreSQL ended while starting");
    const limit = failure.code === CANNOT_CONNECT_NOW ? RECOVERY_TIMEOUT_MS : START_TIMEOUT_MS;
    if (performance.now() - started > limit) {
      throw new Error(`PostgreSQL did not accept connections within ${limit / 1000} s: ${failure.message}`);
    }
    await sleep(POLL_MS);
  }
}

async function tryToConnect(connectionString: string, directory: DataDirectory): Promise<{ code?: string; message: string } | undefined> {
  const client = new Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined); // a server that goes away meanwhile is reported by the query below
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    const served = rows[0]?.data_directory ?? "";
    const wanted = await realpath(directory.cluster);
    return (await realpath(served)) === wanted ? undefined : { message: `the server on this port serves ${served}` };
  } catch (error) {
    return error as { code?: string; message: string };
  } finally {
    await client.end().catch(() => undefined);
  }
}
