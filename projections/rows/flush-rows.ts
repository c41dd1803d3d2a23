import { type RawBuilder, sql } from "kysely";
import type { ReadTransaction, TableDefinition } from "../define-projection.ts";
import type { Row, RowChanges } from "./row-changes.ts";

type Update = { readonly key: Row; readonly set: Row; readonly add: Row };

/** Writes the changes of one table: one delete, one insert, one update. A change of a row that is not there is an error, never skipped. */
export async function flushRows(tx: ReadTransaction, name: string, table: TableDefinition, changes: RowChanges): Promise<void> {
  const inserts: Row[] = [];
  const deletes: Row[] = [];
  const updates: Update[] = [];
  for (const change of changes.changes) {
    if (change.kind === "insert") inserts.push(change.row);
    else if (change.kind === "update") updates.push(change);
    else deletes.push(change.key);
    if (change.kind === "replace") inserts.push(change.row);
  }
  await deleteRows(tx, name, table, deletes);
  await insertRows(tx, name, table, inserts);
  await updateRows(tx, name, table, updates);
}

/**
 *     insert into t (a, b) select a, b from json_to_recordset($1) as r(a text, b numeric)
 */
export async function insertRows(tx: ReadTransaction, name: string, table: TableDefinition, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join(Object.keys(table.columns).map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(name)} (${columns}) select ${columns} from ${recordset(table, Object.keys(table.columns), rows)}`.execute(
    tx,
  );
}

/**
 *     delete from t using json_to_recordset($1) as r(id text) where t.id = r.id
 */
export async function deleteRows(tx: ReadTransaction, name: string, table: TableDefinition, keys: readonly Row[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = recordset(table, table.primaryKey, keys);
  const result = await sql`delete from ${sql.table(name)} as t using ${rows} where ${sameKey(table)}`.execute(tx);
  assertAllFound(name, keys.length, result.numAffectedRows);
}

/**
 *     update t set total = case when r."set" ? 'total' then (r."set" ->> 'total')::numeric
 *                               else t.total + coalesce((r."add" ->> 'total')::numeric, 0) end
 *     from json_to_recordset($1) as r(id text, "set" jsonb, "add" jsonb) where t.id = r.id
 */
async function updateRows(tx: ReadTransaction, name: string, table: TableDefinition, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const touched = new Set(updates.flatMap(({ set, add }) => [...Object.keys(set), ...Object.keys(add)]));
  if (touched.size === 0) return;
  const rows = JSON.stringify(updates.map(({ key, set, add }) => ({ ...key, __set: set, __add: add })));
  const keys = table.primaryKey.map((column) => sql`${sql.ref(column)} ${sql.raw(typeOf(table, column))}`);
  const source = sql`json_to_recordset(${rows}::json) as r(${sql.join(keys)}, __set jsonb, __add jsonb)`;
  const assignments = sql.join([...touched].map((column) => sql`${sql.ref(column)} = ${assignment(table, column)}`));
  const result = await sql`update ${sql.table(name)} as t set ${assignments} from ${source} where ${sameKey(table)}`.execute(tx);
  assertAllFound(name, updates.length, result.numAffectedRows);
}

function assignment(table: TableDefinition, column: string): RawBuilder<unknown> {
  const type = typeOf(table, column);
  const name = sql.lit(column);
  const held = sql.ref(`t.${column}`);
  const given = type === "jsonb" ? sql`nullif(r.__set -> ${name}, 'null'::jsonb)` : sql`(r.__set ->> ${name})::${sql.raw(type)}`;
  const kept = type === "numeric" ? sql`${held} + coalesce((r.__add ->> ${name})::numeric, 0)` : held;
  return sql`case when r.__set ? ${name} then ${given} else ${kept} end`;
}

function recordset(table: TableDefinition, columns: readonly string[], rows: readonly Row[]): RawBuilder<unknown> {
  const typed = columns.map((column) => sql`${sql.ref(column)} ${sql.raw(typeOf(table, column))}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.join(typed)})`;
}

function sameKey(table: TableDefinition): RawBuilder<unknown> {
  const pairs = table.primaryKey.map((column) => sql`${sql.ref(`t.${column}`)} = ${sql.ref(`r.${column}`)}`);
  return sql.join(pairs, sql` and `);
}

function typeOf(table: TableDefinition, column: string): string {
  const definition = table.columns[column];
  if (definition === undefined) throw new Error(`no column ${column}`);
  return definition.type;
}

function assertAllFound(name: string, expected: number, found: bigint | undefined): void {
  if (found !== BigInt(expected)) throw new Error(`${name}: ${expected} rows should change, ${found ?? 0} were found`);
}
