import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { ReadStore } from "./open-read-store.ts";

/** Held by one session at a time, and by the server's own means given back when that session ends. */
export interface SessionLock {
  /** Aborted when the session is lost, and the lock with it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Takes the lock of this name at once or not at all. Names are per schema. */
export async function trySessionLock(store: ReadStore, name: string): Promise<SessionLock | undefined> {
  const client = new Client({ ...store.projectorSession, keepAlive: true });
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock(hashtextextended($1, 0)) as taken", [
    `${store.schema} ${name}`,
  ]);
  if (rows[0]?.taken !== true) {
    await client.end();
    return undefined;
  }
  return {
    lost: lost.signal,
    async release() {
      await client.end().catch(() => undefined);
    },
  };
}

/** Waits for the lock, asking again after each pause: a server does not notice a client that dies while it waits in a queue. */
export async function waitForSessionLock(
  store: ReadStore,
  name: string,
  pauseMs: number,
  stop: AbortSignal,
): Promise<SessionLock | undefined> {
  while (!stop.aborted) {
    const lock = await trySessionLock(store, name);
    if (lock !== undefined) return lock;
    await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}
