import { sql } from "kysely";
import type { ReadDatabase } from "../../projections/define-projection.ts";
import { DEFAULT_SCHEMA } from "./open-read-store.ts";

/** How often one principal was turned away with one code in one minute (an instant at the full minute). */
export interface EdgeCount {
  readonly principal: string;
  readonly code: string;
  readonly minute: string;
  readonly count: number;
}

/** Adds counts to those stored; the caller gathers them for a while. A key may occur once per call. */
export async function countAtEdge(db: ReadDatabase, counts: readonly EdgeCount[], schema = DEFAULT_SCHEMA): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into ${sql.table(`${schema}_tables.edge_log`)} as held (principal, code, minute, count)
    select principal, code, minute, count
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as r(principal text, code text, minute timestamptz, count bigint)
    on conflict (principal, code, minute) do update set count = held.count + excluded.count`.execute(db);
}
