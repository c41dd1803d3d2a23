import { sql } from "kysely";
import type { ParkedStep, ProcessBook, ProcessPosition } from "../application/ports.ts";
import { waitForSessionLock } from "./leadership.ts";
import type { ReadStore } from "./open-read-store.ts";

const ELECTION_PAUSE_MS = 500;

/** What processes remember, in ordinary tables beside the read models: a rebuild does not touch them. */
export function openProcessBook(store: ReadStore): ProcessBook {
  const db = store.projector;
  const position = sql.table(`${store.tablesSchema}.process_position`);
  const parkedStep = sql.table(`${store.tablesSchema}.process_parked`);
  return {
    lead: (stop) => waitForSessionLock(store, "process runner", ELECTION_PAUSE_MS, stop),
    async positions() {
      const { rows } = await sql<Nullable<ProcessPosition>>`
        select process, nullif(entity_id, '') as "entityId", ordinal, done_on as "doneOn", last_run_at as "lastRunAt", error
        from ${position} order by process, entity_id`.execute(db);
      return rows.map(withoutNulls);
    },
    async reachOrdinal(process, ordinal, at) {
      await sql`
        insert into ${position} as p (process, entity_id, ordinal, last_run_at) values (${process}, '', ${ordinal}, ${at})
        on conflict (process, entity_id) do update
        set ordinal = greatest(p.ordinal, excluded.ordinal), last_run_at = excluded.last_run_at`.execute(db);
    },
    async reachDate(process, entityId, date, at) {
      await sql`
        insert into ${position} as p (process, entity_id, done_on, last_run_at) values (${process}, ${entityId}, ${date}, ${at})
        on conflict (process, entity_id) do update
        set done_on = greatest(p.done_on, excluded.done_on), last_run_at = excluded.last_run_at`.execute(db);
    },
    async setError(process, error) {
      if (error === undefined) {
        await sql`update ${position} set error = null where process = ${process}`.execute(db);
        return;
      }
      await sql`
        insert into ${position} (process, entity_id, ordinal, error) values (${process}, '', 0, ${JSON.stringify(error)}::jsonb)
        on conflict (process, entity_id) do update set error = excluded.error`.execute(db);
    },
    async park(step) {
      const { parkedId, process, entityId = null, owner, cause, ordinal = null, command, body, code, traceId, attempt, since } = step;
      await sql`
        insert into ${parkedStep} as p (parked_id, process, entity_id, owner, cause, ordinal, step, command, body, code, trace_id, attempt, since)
        values (${parkedId}, ${process}, ${entityId}, ${owner}, ${cause}, ${ordinal}, ${step.step}, ${command}, ${JSON.stringify(body)}::jsonb, ${code}, ${traceId},
          ${attempt}, ${since})
        on conflict (parked_id) do update
        set cause = excluded.cause, body = excluded.body, code = excluded.code, trace_id = excluded.trace_id,
          attempt = greatest(p.attempt, excluded.attempt)`.execute(db);
    },
    async unpark(parkedId) {
      await sql`delete from ${parkedStep} where parked_id = ${parkedId}`.execute(db);
    },
    async parked(process) {
      const { rows } = await sql<Nullable<ParkedStep>>`
        select parked_id as "parkedId", process, entity_id as "entityId", owner, cause, ordinal, step, command, body, code, trace_id as "traceId", attempt, since
        from ${parkedStep} where ${process ?? null}::text is null or process = ${process ?? null} order by since, parked_id`.execute(db);
      return rows.map(withoutNulls);
    },
  };
}

type Nullable<Row> = { readonly [Name in keyof Row]: undefined extends Row[Name] ? Exclude<Row[Name], undefined> | null : Row[Name] };

/** SQL knows null where the ledger knows nothing. */
function withoutNulls<Row>(row: Nullable<Row>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])) as Row;
}
