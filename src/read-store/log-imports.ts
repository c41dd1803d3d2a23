import { sql } from "kysely";
import type { ReadStore } from "./open-read-store.ts";

/** What a database knows of imports into a log. */
export interface LogImports {
  /** True of a log that holds a part of what is being imported into it. */
  isMarked(): Promise<boolean>;
  /** Durable when it resolves. */
  mark(): Promise<void>;
  /** The log is whole: the mark goes, and from now on the ledger of this database is on logs of its kind alone. */
  finish(): Promise<void>;
  /** The kind of log that the last import was finished into, if there ever was one. */
  home(): Promise<string | undefined>;
}

/** `log` tells the logs of a database apart; `kind` is the same without an address, which may change while the log stays. */
export function logImportsInto(store: ReadStore, log: string, kind: string): LogImports {
  const db = store.projector;
  const unfinished = sql.table(`${store.tablesSchema}.unfinished_import`);
  const logHome = sql.table(`${store.tablesSchema}.log_home`);
  return {
    async isMarked() {
      return (await sql`select from ${unfinished} where log = ${log}`.execute(db)).rows.length > 0;
    },
    async mark() {
      await sql`insert into ${unfinished} (log) values (${log}) on conflict do nothing`.execute(db);
    },
    finish: () =>
      db.transaction().execute(async (tx) => {
        await sql`delete from ${unfinished} where log = ${log}`.execute(tx);
        await sql`insert into ${logHome} (kind) values (${kind}) on conflict (only_one) do update set kind = excluded.kind, since = now()`.execute(
          tx,
        );
      }),
    async home() {
      return (await sql<{ kind: string }>`select kind from ${logHome}`.execute(db)).rows[0]?.kind;
    },
  };
}
