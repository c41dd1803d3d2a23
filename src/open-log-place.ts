import pino from "pino";
import { logKindOf, logNameOf, type Settings } from "./config.ts";
import { migrateLog } from "./event-store/postgres/migrate.ts";
import { openPostgresKeyTable } from "./key-store/postgres-key-table.ts";
import type { LogPlace } from "./log-transfer/log-place.ts";
import { Opened, openDatabase } from "./open-database.ts";
import { openLog } from "./open-log.ts";
import { trySessionLock } from "./read-store/leadership.ts";
import { logImportsInto } from "./read-store/log-imports.ts";
import { migrateReadStore } from "./read-store/migrate-read-store.ts";
import { openReadStore } from "./read-store/open-read-store.ts";
import { openProcessBook } from "./read-store/process-book.ts";
import { PROJECTION_LOCK } from "./read-store/projection-runner.ts";

/** The log and what is kept beside it as they are, for whoever copies them: no ledger runs there, and none is begun. */
export async function openLogPlace(settings: Settings): Promise<LogPlace> {
  const opened = new Opened();
  const silent = pino({ level: "silent" });
  try {
    const { url } = await openDatabase(settings, silent, opened);
    await migrateLog({ connectionString: url });
    await migrateReadStore(url);
    const readStore = await openReadStore({ connectionString: url });
    opened.onClose(() => readStore.close());
    const keys = await openPostgresKeyTable(url);
    opened.onClose(() => keys.close());
    let nowMs = 0;
    const store = await openLog({ ...settings, clockMs: nowMs }, url, { now: () => nowMs }, silent);
    opened.onClose(() => store.close());
    return {
      ...{ store, keys, processes: openProcessBook(readStore) },
      setClock(ms) {
        nowMs = ms;
      },
      holdStill: () => trySessionLock(readStore, PROJECTION_LOCK),
      imports: logImportsInto(readStore, logNameOf(settings), logKindOf(settings)),
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
