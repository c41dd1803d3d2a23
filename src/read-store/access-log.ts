import { sql } from "kysely";
import type { ReadDatabase } from "../../projections/define-projection.ts";
import { DEFAULT_SCHEMA } from "./open-read-store.ts";

/** A reading of personal data: whose (subjects), what (fields), why and through which path. Holds no personal value itself. */
export interface PersonalDataAccess {
  /** RFC 3339. */
  readonly at: string;
  readonly actor: string;
  readonly subjectIds: readonly string[];
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly path: string;
}

/** Appends to the log of readings; the caller gathers them for a while. */
export async function recordAccess(db: ReadDatabase, accesses: readonly PersonalDataAccess[], schema = DEFAULT_SCHEMA): Promise<void> {
  if (accesses.length === 0) return;
  await sql`
    insert into ${sql.table(`${schema}_tables.access_log`)} (at, actor, subject_ids, fields, purpose, path)
    select at, actor, "subjectIds", fields, purpose, path
    from jsonb_to_recordset(${JSON.stringify(accesses)}::jsonb)
      as r(at timestamptz, actor text, "subjectIds" text[], fields text[], purpose text, path text)`.execute(db);
}
