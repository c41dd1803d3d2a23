import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import t, { type Test } from "tap";
import type { Workbench } from "../../src/cli/workbench.ts";
import { openWorkbench, startDemoServer, startServer } from "../../src/composition.ts";
import { readSettings, type Settings } from "../../src/config.ts";
import type { DemoLedger } from "../../src/demo/demo-ledger.ts";
import type { StoredEvent } from "../../src/event-store/port.ts";
import { readFigures } from "../../src/verification/read-figures.ts";
import { cartera } from "../cli/command-line-run.ts";
import { createTestDatabase } from "../support/database.ts";
import { settingsOfNewLog } from "../support/test-log.ts";

t.setTimeout(280_000);

const SMALL = ["--customers", "6", "--months", "4"];
const ENDS = "2026-06-30";
const silent = pino({ level: "silent" });

/** An empty database for a demonstration, and the command line on it. */
class Place {
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  static async open(t: Test): Promise<Place> {
    const { connectionString } = await createTestDatabase(t);
    const directory = await mkdtemp(join(tmpdir(), "cartera-demo-"));
    t.teardown(() => rm(directory, { recursive: true, force: true }));
    const environment = {
      ...{ DATABASE_URL: connectionString, CARTERA_DATA_DIR: directory, CARTERA_PORT: "0" },
      CARTERA_MASTER_KEY_FILE: join(directory, "master.key"),
      ...(await settingsOfNewLog()),
    };
    return new Place(readSettings(environment));
  }

  demo(...words: readonly string[]) {
    return cartera(["demo", ...words, "--load-only"], { startDemo: (request) => startDemoServer(this.settings, silent, request) });
  }

  /** Told to stop after so many batches of commands. */
  async demoUntil(batches: number, ...words: readonly string[]) {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    return cartera(["demo", ...words, "--load-only"], {
      stopSignal: () => stopped,
      startDemo: async (request) => {
        const server = await startDemoServer(this.settings, silent, request);
        let sent = 0;
        const executeBatch: DemoLedger["ledger"]["executeBatch"] = (requests, options) => {
          sent += 1;
          if (sent === batches) stop();
          return server.ledger.executeBatch(requests, options);
        };
        return { ...server, ledger: { executeBatch } };
      },
    });
  }

  workbench(): Promise<Workbench> {
    return openWorkbench(this.settings);
  }

  /** What is in the log and in the aging report. */
  async look() {
    const workbench = await this.workbench();
    try {
      const events = await workbench.store.readAll(0, 100_000);
      const { aging } = await readFigures(workbench.queries, ENDS);
      return { events, aging, parked: await workbench.parkedSteps() };
    } finally {
      await workbench.close();
    }
  }
}

t.test("the same arguments fill two ledgers alike, in one go or in two, and each of them holds to its promises", async (t) => {
  const [one, other] = [await Place.open(t), await Place.open(t)];
  const ran = await one.demo(...SMALL);
  t.equal(ran.code, 0, ran.err);
  t.match(ran.out, /What happens in it:\n\s+\d+ {2}opening item/);
  t.match(ran.err, /Done: 122 days to 2026-06-30, [\d,]+ commands/);
  t.equal((await other.demoUntil(90, ...SMALL)).code, 3, "interrupted");
  const atStop = (await other.look()).events.length;
  t.equal((await other.demo(...SMALL)).code, 0, "and finished later");

  const [first, second] = [await one.look(), await other.look()];
  t.ok(atStop > 0 && atStop < second.events.length, "it was interrupted in the middle");
  const [streams, others] = [streamsOf(first.events), streamsOf(second.events)];
  t.strictSame([...streams.keys()], [...others.keys()], "the same streams");
  for (const [stream, said] of streams) t.strictSame(others.get(stream), said, `${stream} holds the same`);
  t.strictSame(first.aging, second.aging, "the aging is the same");
  t.ok(first.aging.totals.length === 1 && Number(first.aging.totals[0]?.total) > 0);
  t.strictSame(first.parked, [], "no process is stuck");
  t.notOk(
    first.events.some(({ type }) => type === "ApprovalFailed"),
    "nobody agreed in vain",
  );

  await t.test("cartera verify finds nothing broken", async (t) => {
    const verified = await cartera(["verify", "--as-of", ENDS], { openWorkbench: () => one.workbench() });
    t.equal(verified.code, 0, verified.err);
  });

  await t.test("recorded on the days on which it happened", async (t) => {
    const invoices = first.events.filter(({ type }) => type === "InvoiceRecorded");
    t.ok(invoices.length > 20);
    for (const { recordedAt, data } of invoices) t.equal(recordedAt.slice(0, 10), JSON.parse(data).issueDate);
    const bySystem = first.events.filter(({ meta }) => JSON.parse(meta).actor === "SYSTEM");
    t.ok(bySystem.length > 0, "the ledger does its own part at midnight");
  });

  await t.test("run again, it changes nothing", async (t) => {
    t.equal((await one.demo(...SMALL)).code, 0);
    t.equal((await one.look()).events.length, first.events.length);
  });

  await t.test("another demonstration has no place in it", async (t) => {
    const refused = await one.demo("--customers", "7", "--months", "4");
    t.equal(refused.code, 2);
    t.match(
      refused.err,
      /There is another demonstration \(cartera demo 1: seed cartera, 6 customers, 4 months to 2026-06-30\) in this place/,
    );
  });
});

t.test("a ledger on real time is left alone", async (t) => {
  const place = await Place.open(t);
  const server = await startServer(place.settings, silent);
  await server.close();
  await t.rejects(place.demo(...SMALL), /this ledger was created on real time, and stays on it/);
});

t.test("whoever types it wrong is told how", async (t) => {
  for (const [words, sentence] of [
    [["--speed", "0"], /--speed takes a number of days per second, such as 2 or 0.5, or the word fast, not "0"/],
    [["--ends", "2026-02-30"], /--ends takes a date such as 2026-06-30, .* not "2026-02-30"/],
    [["--customers", "0"], /--customers takes a whole number from 1 to 500, not "0"/],
    [["--seed", "two words"], /--seed takes up to 40 letters, digits, - and _/],
  ] as const) {
    const { code, err } = await cartera(["demo", ...words]);
    t.equal(code, 2);
    t.match(err, sentence);
  }
});

/**
 * What every stream says, without when. Sealed values differ from ledger to ledger, and so do the ids of approvals and of refused
 * commands.
 */
function streamsOf(events: readonly StoredEvent[]): ReadonlyMap<string, readonly string[]> {
  const streams = new Map<string, string[]>();
  for (const { stream, type, data } of events) {
    if (/^(approval|command)-/.test(stream)) continue;
    const said = JSON.stringify(JSON.parse(data), (_name, value) =>
      value?.ciphertext === undefined ? value : { subjectId: value.subjectId },
    );
    streams.set(stream, [...(streams.get(stream) ?? []), `${type} ${said}`]);
  }
  return new Map([...streams].sort(([one], [other]) => (one < other ? -1 : 1)));
}
