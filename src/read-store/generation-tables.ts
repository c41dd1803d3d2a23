import { sql } from "kysely";
import type {
  ProjectionDefinition,
  ReadDatabase,
  ReadTransaction,
  TableDefinition,
  TableNames,
} from "../../projections/define-projection.ts";
import { bookkeepingTable, type Generation, insertGeneration } from "./bookkeeping.ts";
import { PROJECTOR_ROLE, READER_ROLE, type ReadStore } from "./open-read-store.ts";

type Named = Pick<Generation, "version" | "generation">;

/** `cartera_tables.account_v2_g5`: version of the read model, and which of its sets of tables. */
export const physicalTables =
  (store: ReadStore, { version, generation }: Named): TableNames =>
  (table) =>
    `${store.tablesSchema}.${table}_v${version}_g${generation}`;

/** A new, empty set of tables and its row in the bookkeeping. A first one is live at once, so that its views exist while it catches up. */
export async function createGeneration(
  store: ReadStore,
  projection: ProjectionDefinition,
  row: Pick<Generation, "generation" | "live" | "state">,
): Promise<void> {
  const named = { version: projection.version, generation: row.generation };
  await store.projector.transaction().execute(async (tx) => {
    await insertGeneration(store, tx, { name: projection.name, version: projection.version, ...row });
    for (const [table, definition] of Object.entries(projection.tables)) {
      await createTable(tx, physicalTables(store, named)(table), definition, ownerMark(store, projection));
    }
    if (!row.live) return;
    await createIndexes(store, tx, projection, named);
    await showInViews(store, tx, projection, named);
  });
}

/** Kept as the comment of a physical table, so that the tables of a generation are found when today's definition has others. */
const ownerMark = (store: ReadStore, { name }: { readonly name: string }) => `${store.tablesSchema}.${name}`;

async function createTable(tx: ReadTransaction, name: string, table: TableDefinition, owner: string): Promise<void> {
  const columns = Object.entries(table.columns).map(([column, { type, nullable }]) => {
    const collation = type === "text" ? sql.raw(` collate "C"`) : sql.raw("");
    return sql`${sql.ref(column)} ${sql.raw(type)}${collation}${sql.raw(nullable === true ? "" : " not null")}`;
  });
  const key = sql.join(table.primaryKey.map((column) => sql.ref(column)));
  const storage = table.storage === undefined ? sql`` : sql`with (${sql.raw(table.storage)})`;
  await sql`create table ${sql.table(name)} (${sql.join(columns)}, primary key (${key})) ${storage}`.execute(tx);
  await sql`comment on table ${sql.table(name)} is ${sql.lit(owner)}`.execute(tx);
}

/** Secondary indexes: a rebuild makes them when the rows are there. Idempotent. */
export async function createIndexes(store: ReadStore, db: ReadDatabase, projection: ProjectionDefinition, named: Named): Promise<void> {
  for (const [table, definition] of Object.entries(projection.tables)) {
    for (const [place, index] of (definition.indexes ?? []).entries()) {
      const name = `${table}_v${named.version}_g${named.generation}_i${place + 1}`;
      const on = sql.table(physicalTables(store, named)(table));
      await sql`create index if not exists ${sql.ref(name)} on ${on} ${sql.raw(index)}`.execute(db);
    }
  }
}

/** Statistics and visibility maps, before readers meet the new tables. Not inside a transaction. */
export async function vacuumTables(store: ReadStore, projection: ProjectionDefinition, named: Named): Promise<void> {
  for (const table of Object.keys(projection.tables)) {
    await sql`vacuum (analyze) ${sql.table(physicalTables(store, named)(table))}`.execute(store.projector);
  }
}

/** Points the stable names at a generation. Columns may have been added at the end; a changed one is an error of the definition. */
export async function showInViews(store: ReadStore, tx: ReadTransaction, projection: ProjectionDefinition, named: Named): Promise<void> {
  const readers = await sql<{ rolname: string }>`select rolname from pg_roles where rolname in (${READER_ROLE}, ${PROJECTOR_ROLE})`.execute(
    tx,
  );
  for (const [table, definition] of Object.entries(projection.tables)) {
    const view = sql.table(`${store.schema}.${table}`);
    const columns = sql.join(Object.keys(definition.columns).map((column) => sql.ref(column)));
    await sql`create or replace view ${view} as select ${columns} from ${sql.table(physicalTables(store, named)(table))}`.execute(tx);
    await sql`comment on view ${view} is ${sql.lit(definition.comment)}`.execute(tx);
    for (const [column, { comment }] of Object.entries(definition.columns)) {
      if (comment === undefined) continue;
      await sql`comment on column ${view}.${sql.ref(column)} is ${sql.lit(comment)}`.execute(tx);
    }
    for (const { rolname } of readers.rows) await sql`grant select on ${view} to ${sql.ref(rolname)}`.execute(tx);
  }
}

/** Drops the tables of a generation that is not live, whatever it holds, and its row. */
export async function dropGeneration(store: ReadStore, generation: Generation): Promise<void> {
  if (generation.live) throw new Error(`generation ${generation.generation} of ${generation.name} is live`);
  const suffix = `_v${generation.version}_g${generation.generation}`;
  await store.projector.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${store.tablesSchema} and c.relkind = 'r' and right(c.relname, ${suffix.length}) = ${suffix}
        and obj_description(c.oid, 'pg_class') = ${ownerMark(store, generation)}`.execute(tx);
    for (const { name } of rows) await sql`drop table ${sql.table(`${store.tablesSchema}.${name}`)}`.execute(tx);
    await sql`delete from ${bookkeepingTable(store)} where name = ${generation.name} and generation = ${generation.generation}`.execute(tx);
  });
}
