import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import pino, { type Logger } from "pino";
import { processQueries } from "../projections/process-queries.ts";
import { projections } from "../projections/registry.ts";
import { bootstrap } from "./application/bootstrap.ts";
import { partsOfToken } from "./application/credentials.ts";
import type { Ledger } from "./application/ledger.ts";
import { openLedger } from "./application/ledger-service.ts";
import type { Clock, KeyRing, SnapshotStore } from "./application/ports.ts";
import { type ProcessRunner, startProcessRunner } from "./application/processes/process-runner.ts";
import { retryParked } from "./application/processes/retry-step.ts";
import { compareSnapshots } from "./application/snapshots/compare-snapshots.ts";
import type { Workbench } from "./cli/workbench.ts";
import { BadSettings, masterKeyFileOf, type Settings } from "./config.ts";
import type { DemoRequest } from "./demo/demo-ledger.ts";
import { defaultDataDirectory } from "./embedded-postgres/data-directory.ts";
import type { EventStore } from "./event-store/port.ts";
import { migrateLog } from "./event-store/postgres/migrate.ts";
import { buildApp } from "./http/app.ts";
import { readSideOf } from "./http/read-side.ts";
import { openKeyRing } from "./key-store/key-ring.ts";
import { readMasterKey } from "./key-store/master-key-file.ts";
import { openPostgresKeyTable } from "./key-store/postgres-key-table.ts";
import { Opened, openDatabase } from "./open-database.ts";
import { openLog, refuseAnotherLog, refuseForeignLog } from "./open-log.ts";
import { gatherBesideTheLog } from "./read-store/beside-the-log.ts";
import { migrateReadStore } from "./read-store/migrate-read-store.ts";
import { openReadStore, type ReadStore } from "./read-store/open-read-store.ts";
import { openProcessBook } from "./read-store/process-book.ts";
import { type ProjectionRunner, startProjectionRunner } from "./read-store/projection-runner.ts";
import { rebuildProjections } from "./read-store/rebuild.ts";
import { compareWithRebuild, tableHashes } from "./read-store/table-hashes.ts";
import { foldingProgram } from "./snapshot-store/folding-program.ts";
import { openPostgresSnapshotStore } from "./snapshot-store/postgres-snapshot-store.ts";

type Log = Logger;

/** Within which the tables of new read models are there; filling them goes on behind. */
const TABLES_MS = 60_000;

interface House {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly snapshots: SnapshotStore;
  readonly ledger: Ledger;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly settableClock: boolean;
  readonly dataDir: string;
  /** The first API key, on the very first start. */
  readonly firstToken: string | undefined;
}

/** What is other than usual about a ledger that is started. */
interface Circumstances {
  /** Instead of real time; only with `settings.clockMs`. */
  readonly clock?: Clock;
  /** Looks at what is there before anything is run on it; throws where that must not be. */
  readonly admit?: (store: EventStore) => Promise<void>;
}

/** Everything but the doors: log, keys, clock, write side, read store. */
async function openHouse(settings: Settings, log: Log, opened: Opened, moved?: Clock): Promise<House> {
  const { url, dataDir } = await openDatabase(settings, log, opened);
  // On either engine: the read side is granted to the roles that come with it.
  const { warnings } = await migrateLog({ connectionString: url });
  for (const warning of warnings) log.warn(warning);
  await migrateReadStore(url);
  const readStore = await openReadStore({ connectionString: url });
  opened.onClose(() => readStore.close());
  await refuseForeignLog(settings, readStore);

  const keyTable = await openPostgresKeyTable(url);
  opened.onClose(() => keyTable.close());
  const masterKey = await readMasterKey(masterKeyFileOf(settings, dataDir), { create: (await keyTable.findLedger()) === undefined });
  const keys = await openKeyRing(keyTable, masterKey, { settableClock: settings.clockMs !== undefined });
  const given = clockOf(settings, keys.settableClock);
  const clock = moved ?? given;

  const store = await openLog(settings, url, clock, log);
  opened.onClose(() => store.close());
  await refuseAnotherLog(store, readStore);
  const token = settings.bootstrapApiKey ?? `first.${randomBytes(32).toString("base64url")}`;
  const parts = partsOfToken(token);
  if (parts === undefined) throw new Error("the first API key does not have the form {keyId}.{secret}");
  const isNew = await bootstrap({ store, keys, clock }, parts);

  const snapshots = await openPostgresSnapshotStore(url, foldingProgram());
  opened.onClose(() => snapshots.close());
  const ledger = openLedger({ store, snapshots, keys, clock, log, refusalsPerMinute: settings.refusalsPerMinute });
  return {
    store,
    readStore,
    snapshots,
    ledger,
    keys,
    clock,
    settableClock: keys.settableClock,
    dataDir,
    firstToken: isNew ? token : undefined,
  };
}

/** Real time; on a ledger created with a settable clock, time that runs on from the instant that was set. */
function clockOf({ clockMs }: Settings, settable: boolean): Clock {
  if (clockMs === undefined) return { now: () => Date.now() };
  if (!settable) throw new BadSettings("CARTERA_CLOCK: this ledger was created on real time, and stays on it");
  const began = performance.now();
  return { now: () => Math.floor(clockMs + (performance.now() - began)) };
}

export interface RunningServer {
  /** The same ledger from the inside. */
  readonly workbench: Omit<Workbench, "close">;
  readonly url: string;
  readonly dataDir: string;
  readonly firstToken: string | undefined;
  readonly ledger: Ledger;
  /** Resolves when the processes have nothing to do at this moment. */
  settled(): Promise<void>;
  /** Resolves when the read models know everything that is in the log at this moment. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the ledger: database, migrations, projectors, HTTP. Resolves when it answers. */
export async function startServer(settings: Settings, log: Log, { clock, admit }: Circumstances = {}): Promise<RunningServer> {
  const opened = new Opened();
  try {
    const house = await openHouse(settings, log, opened, clock);
    await admit?.(house.store);
    const runner = await startProjectionRunner({ readStore: house.readStore, eventStore: house.store, log });
    opened.onClose(() => runner.close());
    if (!(await runner.waitFor(0, TABLES_MS))) throw new Error("the read models' tables could not be made");
    const processes = runProcesses(log, house, runner);
    opened.onClose(() => processes.close());
    const url = await openDoors(settings, log, house, { runner, processes }, opened);
    const { dataDir, firstToken, ledger } = house;
    opened.onClose(renewSnapshots(ledger, log));
    const workbench = workbenchOf(house, log);
    const settled = () => processes.settled();
    const caughtUp = async () => {
      const { ordinal } = await house.store.head();
      while (!(await runner.waitFor(ordinal, TABLES_MS))) log.warn("the read models are behind");
    };
    return { url, workbench, dataDir, firstToken, ledger, settled, caughtUp, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Starts the ledger of a demonstration, on a clock of its own. */
export function startDemoServer(
  settings: Settings,
  log: Log,
  { dataDir, ownerToken, ...circumstances }: DemoRequest,
): Promise<RunningServer> {
  const beside = `${resolve(settings.dataDir ?? defaultDataDirectory(settings.xdgDataHome))}-demo`;
  const own = { dataDir: dataDir ?? beside, bootstrapApiKey: ownerToken, clockMs: circumstances.clock.now() };
  return startServer({ ...settings, ...own }, log, circumstances);
}

/** After an upgrade; nobody waits for it. Gives what stops it. */
function renewSnapshots(ledger: Ledger, log: Log): () => Promise<void> {
  const stop = new AbortController();
  ledger.renewSnapshots(stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) log.warn({ err: error }, "snapshots could not be made anew");
  });
  return async () => stop.abort();
}

function runProcesses(log: Log, { store, readStore, ledger, keys, clock }: House, runner: ProjectionRunner): ProcessRunner {
  return startProcessRunner({
    ...{ ledger, ledgerId: keys.ledgerId, store, clock, log },
    book: openProcessBook(readStore),
    queries: processQueries(readStore.queries),
    waitFor: (ordinal, timeoutMs, names) => runner.waitFor(ordinal, timeoutMs, names),
  });
}

interface Runners {
  readonly runner: ProjectionRunner;
  readonly processes: ProcessRunner;
}

async function openDoors(settings: Settings, log: Log, house: House, { runner, processes }: Runners, opened: Opened): Promise<string> {
  const { store, readStore, ledger, clock } = house;
  const beside = gatherBesideTheLog(readStore, clock, (error) =>
    log.warn({ err: error }, "what is kept beside the log could not be written"),
  );
  opened.onClose(() => beside.close());
  const app = await buildApp({
    ledger,
    readSide: readSideOf({ database: readStore.queries, runner, processes, log: store, clock }),
    edgeLog: beside,
    accessLog: beside,
    readiness: {
      commandsWork: () => store.head().then(() => true),
      queriesWork: () => runner.status().then(() => true),
      engine: store.capabilities.engine,
      testClock: house.settableClock,
    },
    locale: settings.locale,
    log,
  });
  opened.onClose(() => app.close());
  await app.listen({ host: settings.host, port: settings.port });
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function workbenchOf({ store, readStore, snapshots, ledger, keys, clock }: House, log: Log): Omit<Workbench, "close"> {
  const book = openProcessBook(readStore);
  const source = { readStore, eventStore: store };
  return {
    store,
    queries: readStore.queries,
    projections: projections.map(({ name }) => name),
    rebuild: (names, onProgress) => rebuildProjections(source, names, { onProgress }),
    tableHashes: () => tableHashes(readStore),
    compareWithRebuild: () => compareWithRebuild(source),
    compareSnapshots: () => compareSnapshots(store, snapshots),
    parkedSteps: () => book.parked(),
    retryParked: (parkedId) => retryParked({ ledger, ledgerId: keys.ledgerId, store, book, clock, log }, parkedId),
  };
}

/** What the command line needs to look at a ledger from the inside, with or without its server running. */
export async function openWorkbench(settings: Settings): Promise<Workbench> {
  const opened = new Opened();
  try {
    const silent = pino({ level: "silent" });
    const house = await openHouse(settings, silent, opened);
    return { ...workbenchOf(house, silent), close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
