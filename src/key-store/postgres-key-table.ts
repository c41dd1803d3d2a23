import pg from "pg";
import type { LedgerRecord, SubjectKey, WholeKeyTable } from "./key-table.ts";

const SCHEMA = `
create schema if not exists cartera_keys;
create table if not exists cartera_keys.ledger (
  only_one boolean primary key default true check (only_one),
  ledger_id uuid not null,
  wrapped_hash_key bytea not null,
  settable_clock boolean not null
);
create table if not exists cartera_keys.subject_key (
  subject_id text collate "C" primary key,
  wrapped bytea not null
);
comment on table cartera_keys.subject_key is 'Data keys that seal personal values, wrapped by the master key. A deleted row is an erased subject.';
`;
/** Any constant will do: it keeps two first starts apart. */
const CREATION_LOCK = 7_204_117;
const KEEP_LEDGER =
  "insert into cartera_keys.ledger (ledger_id, wrapped_hash_key, settable_clock) values ($1, $2, $3) on conflict do nothing";
const KEEP_SUBJECTS =
  "insert into cartera_keys.subject_key select * from unnest($1::text[], $2::bytea[]) order by 1 on conflict do nothing";

interface LedgerRow {
  readonly ledger_id: string;
  readonly wrapped_hash_key: Buffer;
  readonly settable_clock: boolean;
}

/** The key table in the ledger's own database. */
export async function openPostgresKeyTable(connectionString: string): Promise<WholeKeyTable> {
  const pool = new pg.Pool({ connectionString, max: 2, application_name: "cartera keys" });
  pool.on("error", () => {});
  await createSchema(pool);
  const findLedger = async (): Promise<LedgerRecord | undefined> => {
    const { rows } = await pool.query<LedgerRow>("select ledger_id, wrapped_hash_key, settable_clock from cartera_keys.ledger");
    const row = rows[0];
    return row && { ledgerId: row.ledger_id, wrappedHashKey: row.wrapped_hash_key, settableClock: row.settable_clock };
  };
  const find = async (subjectIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> => {
    const { rows } = await pool.query<{ subject_id: string; wrapped: Buffer }>(
      "select subject_id, wrapped from cartera_keys.subject_key where subject_id = any($1::text[])",
      [subjectIds],
    );
    return new Map(rows.map((row) => [row.subject_id, row.wrapped]));
  };
  return {
    findLedger,
    find,
    async ledger({ ledgerId, wrappedHashKey, settableClock }) {
      await pool.query(KEEP_LEDGER, [ledgerId, wrappedHashKey, settableClock]);
      const kept = await findLedger();
      if (kept === undefined) throw new Error("the ledger's record was not kept");
      return kept;
    },
    async keep(proposed) {
      const subjectIds = proposed.map(({ subjectId }) => subjectId);
      await pool.query(KEEP_SUBJECTS, [subjectIds, proposed.map(({ wrapped }) => wrapped)]);
      return find(subjectIds);
    },
    async listSubjects(after, limit) {
      const { rows } = await pool.query<{ subject_id: string; wrapped: Buffer }>(
        "select subject_id, wrapped from cartera_keys.subject_key where subject_id > $1 order by subject_id limit $2",
        [after, limit],
      );
      return rows.map((row) => ({ subjectId: row.subject_id, wrapped: row.wrapped }));
    },
    adopt: (ledger, subjects) => adopt(pool, ledger, subjects),
    close: () => pool.end(),
  };
}

/** In one transaction: a ledger that is there has all of its keys. */
async function adopt(
  pool: pg.Pool,
  { ledgerId, wrappedHashKey, settableClock }: LedgerRecord,
  subjects: readonly SubjectKey[],
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(KEEP_LEDGER, [ledgerId, wrappedHashKey, settableClock]);
    if (rowCount === 1)
      await client.query(KEEP_SUBJECTS, [subjects.map(({ subjectId }) => subjectId), subjects.map(({ wrapped }) => wrapped)]);
    await client.query("commit");
    return rowCount === 1;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function createSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [CREATION_LOCK]);
    await client.query(SCHEMA);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [CREATION_LOCK]).catch(() => {});
    client.release();
  }
}
