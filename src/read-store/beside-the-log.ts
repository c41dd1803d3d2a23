import type { PersonalDataAccess } from "./access-log.ts";
import { recordAccess } from "./access-log.ts";
import { countAtEdge, type EdgeCount } from "./edge-log.ts";
import type { ReadStore } from "./open-read-store.ts";

const FLUSH_MS = 1_000;
const MINUTE_MS = 60_000;

export interface BesideTheLog {
  count(principal: string, code: string): void;
  record(access: PersonalDataAccess): void;
  /** Writes what was gathered; a failure keeps it for the next try. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Gathers what is kept beside the log and writes it about once a second: one row per principal, code and minute, one per reading. */
export function gatherBesideTheLog(store: ReadStore, clock: { now(): number }, failed: (error: unknown) => void): BesideTheLog {
  let counts = new Map<string, EdgeCount>();
  let accesses: PersonalDataAccess[] = [];
  const count = ({ principal, code, minute, count: times }: EdgeCount) => {
    const key = `${minute} ${code} ${principal}`;
    counts.set(key, { principal, code, minute, count: times + (counts.get(key)?.count ?? 0) });
  };
  const flush = async () => {
    const [someCounts, someAccesses] = [[...counts.values()], accesses];
    counts = new Map();
    accesses = [];
    try {
      if (someCounts.length > 0) await countAtEdge(store.projector, someCounts, store.schema);
      someCounts.length = 0;
      if (someAccesses.length > 0) await recordAccess(store.projector, someAccesses, store.schema);
    } catch (error) {
      for (const each of someCounts) count(each);
      accesses = [...someAccesses, ...accesses];
      failed(error);
    }
  };
  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, FLUSH_MS);
  timer.unref();
  return {
    count: (principal, code) =>
      count({ principal, code, minute: new Date(Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS).toISOString(), count: 1 }),
    record: (access) => accesses.push(access),
    flush: () => (flushing = flushing.then(flush)),
    async close() {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}
