import { setTimeout as sleep } from "node:timers/promises";
import { processQueries } from "../../projections/process-queries.ts";
import type { ProcessBook } from "../../src/application/ports.ts";
import { type ProcessRunner, type ProcessRunnerOptions, startProcessRunner } from "../../src/application/processes/process-runner.ts";
import type { ProcessLog } from "../../src/application/processes/step-runner.ts";
import type { StoredEvent } from "../../src/event-store/port.ts";
import { migrateReadStore } from "../../src/read-store/migrate-read-store.ts";
import { openReadStore, type ReadStore } from "../../src/read-store/open-read-store.ts";
import { openProcessBook } from "../../src/read-store/process-book.ts";
import { startProjectionRunner } from "../../src/read-store/projection-runner.ts";
import { createTestDatabase } from "../support/database.ts";
import { openTestLedger, type TestLedger, testClock } from "../support/ledger.ts";
import { openTestStore } from "../support/test-log.ts";

export interface Logged {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
}

/** A ledger and its read models on a real database, with a clock that is set; processes run only while a test lets them. */
export interface ProcessHouse extends TestLedger {
  readonly readStore: ReadStore;
  readonly book: ProcessBook;
  readonly logged: Logged[];
  /** Writes to `logged`. */
  readonly quiet: ProcessLog;
  /** Starts a runner as the server does; whatever a test replaces is replaced. It ends with the test at the latest. */
  start(replaced?: Partial<ProcessRunnerOptions>): ProcessRunner;
  /** Everything in the log, in order. */
  log(): Promise<readonly StoredEvent[]>;
}

export async function openProcessHouse(
  t: { teardown(end: () => unknown): void },
  instant = "2025-06-01T15:00:00.000Z",
): Promise<ProcessHouse> {
  const { connectionString } = await createTestDatabase(t);
  await migrateReadStore(connectionString);
  const clock = testClock(instant);
  const logged: Logged[] = [];
  const says = (level: Logged["level"]) => (message: string) => void logged.push({ level, message });
  const log = { info: says("info"), warn: says("warn"), error: says("error") };
  const store = await openTestStore({ connectionString, clock: () => clock.now() });
  const readStore = await openReadStore({ connectionString });
  const projections = await startProjectionRunner({ readStore, eventStore: store, log });
  const test = await openTestLedger({ store, clock });
  const book = openProcessBook(readStore);
  const runners: ProcessRunner[] = [];
  t.teardown(async () => {
    for (const runner of runners) await runner.close();
    await projections.close();
    await readStore.close();
    await store.close();
  });
  return {
    ...test,
    readStore,
    book,
    logged,
    quiet: log,
    start(replaced = {}) {
      const runner = startProcessRunner({
        ...{
          ledger: test.ledger,
          ledgerId: test.keys.ledgerId,
          store,
          clock,
          log,
          book,
          lookMs: 20,
          pauseMs: 10,
          writeDownMs: 20,
          events: [],
        },
        queries: processQueries(readStore.queries),
        waitFor: (ordinal, timeoutMs, names) => projections.waitFor(ordinal, timeoutMs, names),
        ...replaced,
      });
      runners.push(runner);
      return runner;
    },
    log: () => store.readAll(0, 10_000),
  };
}

/** Waits until something is so; fails with what it was last. */
export async function eventually<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const found = await look();
    if (isSo(found)) return found;
    if (tries > 500) throw new Error(`it did not come to pass: ${JSON.stringify(found)}`);
    await sleep(20);
  }
}

/** Waits until a process of the calendar has done a date for a legal entity. */
export async function onceDone(runner: ProcessRunner, name: string, entityId: string, date: string): Promise<void> {
  await eventually(
    async () => (await runner.status()).processes.find((process) => process.name === name)?.days,
    (days) => days?.some((each) => each.entityId === entityId && each.doneOn === date) === true,
  );
}

/** Waits until a process of events has done everything in the log. */
export async function onceUpToDate(runner: ProcessRunner, name: string): Promise<void> {
  await eventually(
    async () => (await runner.status()).processes.find((process) => process.name === name)?.lagEvents,
    (lag) => lag === 0,
  );
}

/** Events of a type with their envelope read. */
export function eventsOf(log: readonly StoredEvent[], type: string) {
  return log
    .filter((event) => event.type === type)
    .map(({ eventId, data, meta, stream }) => ({ eventId, stream, data: JSON.parse(data), meta: JSON.parse(meta) }));
}
