import { resolve } from "node:path";
import type { Settings } from "./config.ts";
import { defaultDataDirectory } from "./embedded-postgres/data-directory.ts";
import { ensureDatabase } from "./embedded-postgres/ledger-database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres/server.ts";

/** What was opened, closed again in the opposite order. */
export class Opened {
  readonly #closers: (() => Promise<unknown>)[] = [];
  onClose(close: () => Promise<unknown>): void {
    this.#closers.unshift(close);
  }
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

/** The database of the ledger: the one that is set, else our own. */
export async function openDatabase(
  settings: Settings,
  log: { info(message: string): void; warn(message: string): void },
  opened: Opened,
): Promise<{ readonly url: string; readonly dataDir: string }> {
  const dataDir = resolve(settings.dataDir ?? defaultDataDirectory(settings.xdgDataHome));
  if (settings.databaseUrl !== undefined) return { url: settings.databaseUrl, dataDir };
  const server = await startEmbeddedPostgres({
    dataDir,
    log: { info: (message) => log.info(message), warn: (message) => log.warn(message) },
  });
  opened.onClose(() => server.stop());
  return { url: await ensureDatabase(server.connectionString, "cartera"), dataDir };
}
