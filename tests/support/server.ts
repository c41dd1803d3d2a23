import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { startServer } from "../../src/composition.ts";
import { readSettings } from "../../src/config.ts";
import { createTestDatabase } from "./database.ts";
import { type Body, HttpLedger } from "./http-ledger.ts";
import { settingsOfNewLog } from "./test-log.ts";

export type { Body };

const TOKEN = `owner.${"k".repeat(43)}`;

/** A ledger behind real HTTP on a real database of its own, and a log of its own; it can be stopped and started again on the same data. */
export interface TestServer {
  readonly http: HttpLedger;
  readonly databaseUrl: string;
  restart(environment?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
  /** Rebuilds every read model beside the live ones, as `cartera rebuild` does. */
  rebuild(): Promise<void>;
  /** Read models of which a rebuild gives other rows than the live ones. */
  differences(): Promise<readonly string[]>;
}

export interface TestServerOptions {
  /** The instant at which the ledger's clock begins; real time without it. */
  readonly clock?: string;
  /** The node that carries the log; without it the engine that the run is about does. */
  readonly eventStoreDbUrl?: string;
}

export async function startTestServer(
  t: { teardown(end: () => unknown): void },
  { clock, eventStoreDbUrl }: TestServerOptions = {},
): Promise<TestServer> {
  const { connectionString } = await createTestDatabase(t);
  const directory = await mkdtemp(join(tmpdir(), "cartera-test-"));
  const environment = {
    DATABASE_URL: connectionString,
    CARTERA_MASTER_KEY_FILE: join(directory, "master.key"),
    CARTERA_DATA_DIR: directory,
    CARTERA_PORT: "0",
    CARTERA_BOOTSTRAP_API_KEY: TOKEN,
    ...(clock !== undefined && { CARTERA_CLOCK: clock }),
    ...(eventStoreDbUrl === undefined ? await settingsOfNewLog() : { EVENTSTOREDB_URL: eventStoreDbUrl }),
  };
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startServer(readSettings({ ...environment, ...more }), pino({ level: process.env.LOG_LEVEL ?? "silent" }));
  let running = await start();
  const http = new HttpLedger(running.url, TOKEN, () => randomUUID());
  t.teardown(async () => {
    await running.close();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    http,
    databaseUrl: connectionString,
    stop: () => running.close(),
    rebuild: () => running.workbench.rebuild("all", () => {}),
    differences: async () => (await running.workbench.compareWithRebuild()).filter(({ equal }) => !equal).map(({ table }) => table),
    async restart(more) {
      await running.close();
      running = await start(more);
      http.url = running.url;
    },
  };
}
