import { sql } from "kysely";
import type { ProjectionDefinition, ReadDatabase, TableDefinition } from "../../projections/define-projection.ts";
import { projections as registry } from "../../projections/registry.ts";
import { type Generation, listGenerations } from "./bookkeeping.ts";
import { dropGeneration, physicalTables } from "./generation-tables.ts";
import { trySessionLock } from "./leadership.ts";
import type { ReadStore } from "./open-read-store.ts";
import type { Target } from "./project-batch.ts";
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

/**
 * Drop, replay, compare: builds every read model again up to where the live one is, beside it, and drops the copy. The live ones go on meanwhile.
 * The log is read once for all that stand at the same ordinal, which is all of them unless one is halted.
 */
export async function compareWithRebuild(source: RebuildSource): Promise<readonly TableComparison[]> {
  const { readStore, projections = registry } = source;
  const lock = await trySessionLock(readStore, "rebuild");
  if (lock === undefined) throw new RebuildInProgress("another rebuild is running");
  try {
    const seen = await liveContents(readStore, projections);
    const comparisons: TableComparison[] = [];
    for (const ordinal of new Set(seen.map((live) => live.ordinal))) {
      comparisons.push(
        ...(await compareAt(
          source,
          ordinal,
          seen.filter((live) => live.ordinal === ordinal),
        )),
      );
    }
    return comparisons;
  } finally {
    await lock.release();
  }
}

interface LiveContents {
  readonly projection: ProjectionDefinition;
  readonly ordinal: number;
  readonly contents: ReadonlyMap<string, Content>;
}

async function compareAt(source: RebuildSource, ordinal: number, seen: readonly LiveContents[]): Promise<readonly TableComparison[]> {
  const { readStore } = source;
  const scratch: Target[] = [];
  try {
    for (const { projection } of seen) scratch.push(await newTarget(readStore, projection, "scratch"));
    await buildUpTo(source, scratch, async () => ordinal, {});
    const comparisons: TableComparison[] = [];
    for (const [place, { projection, contents }] of seen.entries()) {
      const { generation } = scratch[place] as Target;
      const rebuilt = await contentsOf(readStore, readStore.projector, projection, generation);
      for (const [table, live] of contents) {
        const other = rebuilt.get(table)?.hash ?? "";
        const compared = { projection: projection.name, table, ordinal, rows: live.rows, live: live.hash, rebuilt: other };
        comparisons.push({ ...compared, equal: live.hash === other });
      }
    }
    return comparisons;
  } finally {
    for (const { generation } of scratch) await dropGeneration(readStore, generation);
  }
}

/** Checkpoints and tables in one snapshot: the runner goes on writing meanwhile. */
async function liveContents(store: ReadStore, projections: readonly ProjectionDefinition[]): Promise<readonly LiveContents[]> {
  return store.projector
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const generations = (await listGenerations(store, tx)).filter(({ live }) => live);
      const seen: LiveContents[] = [];
      for (const projection of projections) {
        const live = generations.find(({ name }) => name === projection.name);
        if (live === undefined) continue;
        seen.push({ projection, ordinal: live.checkpoint, contents: await contentsOf(store, tx, projection, live) });
      }
      return seen;
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
