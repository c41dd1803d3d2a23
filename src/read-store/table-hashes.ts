import { sql } from "kysely";
import type { ProjectionDefinition, ReadDatabase, TableDefinition } from "../../projections/define-projection.ts";
import { projections as registry } from "../../projections/registry.ts";
import { type Generation, listGenerations } from "./bookkeeping.ts";
import { dropGeneration, physicalTables } from "./generation-tables.ts";
import { trySessionLock } from "./leadership.ts";
import type { ReadStore } from "./open-read-store.ts";
import { buildUpTo, newTarget, RebuildInProgress, type RebuildSource } from "./rebuild.ts";

export interface TableComparison {
  readonly projection: string;
  readonly table: string;
  /** The ordinal at which both were looked at. */
  readonly ordinal: number;
  readonly rows: number;
  readonly live: string;
  readonly rebuilt: string;
  readonly equal: boolean;
}

interface Content {
  readonly hash: string;
  readonly rows: number;
}

/** A hash over all rows of each live table, by its stable name: equal hashes are equal tables. */
export async function tableHashes(
  store: ReadStore,
  projections: readonly ProjectionDefinition[] = registry,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const projection of projections) {
    const live = (await listGenerations(store)).find((row) => row.live && row.name === projection.name);
    if (live === undefined) continue;
    for (const [table, { hash }] of await contentsOf(store, store.projector, projection, live)) hashes.set(table, hash);
  }
  return hashes;
}

/** Drop, replay, compare: builds every read model again up to where the live one is, beside it, and drops the copy. The live ones go on meanwhile. */
export async function compareWithRebuild(source: RebuildSource): Promise<readonly TableComparison[]> {
  const { readStore, projections = registry } = source;
  const lock = await trySessionLock(readStore, "rebuild");
  if (lock === undefined) throw new RebuildInProgress("another rebuild is running");
  try {
    const comparisons: TableComparison[] = [];
    for (const projection of projections) comparisons.push(...(await compareOne(source, projection)));
    return comparisons;
  } finally {
    await lock.release();
  }
}

async function compareOne(source: RebuildSource, projection: ProjectionDefinition): Promise<readonly TableComparison[]> {
  const { readStore } = source;
  const seen = await liveContents(readStore, projection);
  if (seen === undefined) return [];
  const scratch = await newTarget(readStore, projection, "scratch");
  try {
    const [built] = await buildUpTo(source, [scratch], async () => seen.ordinal, {});
    const rebuilt = await contentsOf(readStore, readStore.projector, projection, built?.generation ?? scratch.generation);
    return [...seen.contents].map(([table, live]) => {
      const other = rebuilt.get(table)?.hash ?? "";
      return {
        projection: projection.name,
        table,
        ordinal: seen.ordinal,
        rows: live.rows,
        live: live.hash,
        rebuilt: other,
        equal: live.hash === other,
      };
    });
  } finally {
    await dropGeneration(readStore, scratch.generation);
  }
}

/** Checkpoint and tables in one snapshot: the runner goes on writing meanwhile. */
async function liveContents(store: ReadStore, projection: ProjectionDefinition) {
  return store.projector
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const live = (await listGenerations(store, tx)).find((row) => row.live && row.name === projection.name);
      if (live === undefined) return undefined;
      return { ordinal: live.checkpoint, contents: await contentsOf(store, tx, projection, live) };
    });
}

async function contentsOf(
  store: ReadStore,
  db: ReadDatabase,
  projection: ProjectionDefinition,
  generation: Pick<Generation, "version" | "generation">,
): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>();
  for (const [table, definition] of Object.entries(projection.tables)) {
    contents.set(table, await contentOf(db, physicalTables(store, generation)(table), definition));
  }
  return contents;
}

/** SHA-256 over the SHA-256 of each row's text, in primary key order; the session's settings fix how values are printed. */
async function contentOf(db: ReadDatabase, name: string, table: TableDefinition): Promise<Content> {
  const columns = sql.join(Object.keys(table.columns).map((column) => sql.ref(column)));
  const key = sql.join(table.primaryKey.map((column) => sql.ref(column)));
  const { rows } = await sql<Content>`
    select encode(sha256(coalesce(string_agg(sha256(convert_to(row(${columns})::text, 'UTF8')), ''::bytea order by ${key}), ''::bytea)), 'hex') as hash,
           count(*) as rows
    from ${sql.table(name)}`.execute(db);
  return rows[0] as Content;
}
