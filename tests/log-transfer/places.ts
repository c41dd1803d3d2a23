import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { Test } from "tap";
import { openWorkbench, type RunningServer, startServer } from "../../src/composition.ts";
import { readSettings } from "../../src/config.ts";
import type { StoredEvent } from "../../src/event-store/port.ts";
import type { LogPlace } from "../../src/log-transfer/log-place.ts";
import { openLogPlace } from "../../src/open-log-place.ts";
import { type CommandLineRun, cartera } from "../cli/command-line-run.ts";
import { createTestDatabase } from "../support/database.ts";

export const TOKEN = `owner.${"k".repeat(43)}`;
const LATEST_ORDINAL = 100_000;

export interface Folder {
  path(name: string): string;
  lines(name: string): Promise<string[]>;
}

/** A folder for files, with a master key file that all ledgers of the test share. */
export async function openFolder(t: Test): Promise<Folder> {
  const directory = await mkdtemp(join(tmpdir(), "cartera-move-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const path = (name: string) => join(directory, name);
  return { path, lines: async (name) => (await readFile(path(name), "utf8")).split("\n").slice(0, -1) };
}

/** Where a ledger may live: a database, and perhaps a node for its log. */
export class Place {
  readonly environment: Readonly<Record<string, string>>;

  constructor(environment: Readonly<Record<string, string>>) {
    this.environment = environment;
  }

  static async open(t: Test, folder: Folder): Promise<Place> {
    const { connectionString } = await createTestDatabase(t);
    return new Place({
      DATABASE_URL: connectionString,
      CARTERA_MASTER_KEY_FILE: folder.path("master.key"),
      CARTERA_DATA_DIR: folder.path("data"),
      CARTERA_PORT: "0",
      CARTERA_BOOTSTRAP_API_KEY: TOKEN,
    });
  }

  /** The same database with the log on a node. */
  onNode(connectionString: string): Place {
    return new Place({ ...this.environment, EVENTSTOREDB_URL: connectionString });
  }

  start(): Promise<RunningServer> {
    return startServer(this.#settings, pino({ level: "silent" }));
  }

  cartera(...argv: readonly string[]): Promise<CommandLineRun> {
    return cartera(argv, { openLogPlace: () => openLogPlace(this.#settings), openWorkbench: () => openWorkbench(this.#settings) });
  }

  log(): Promise<LogPlace> {
    return openLogPlace(this.#settings);
  }

  /** What is in the log, without what only its engine has to know, and a hash of every table of the read models. */
  async look(): Promise<{ readonly events: readonly StoredEvent[]; readonly hashes: readonly (readonly [string, string])[] }> {
    const { store, tableHashes, close } = await openWorkbench(this.#settings);
    const [events, hashes] = await Promise.all([store.readAll(0, LATEST_ORDINAL), tableHashes()]);
    await close();
    return { events: events.map(asStored), hashes: [...hashes] };
  }

  get #settings() {
    return readSettings(this.environment);
  }
}

/** An event without what only its engine has to know. */
export function asStored({ stream, revision, ordinal, eventId, type, data, meta, recordedAt }: StoredEvent): StoredEvent {
  return { stream, revision, ordinal, eventId, type, data, meta, recordedAt };
}
