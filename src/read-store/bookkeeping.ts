import { sql } from "kysely";
import type { ReadDatabase } from "../../projections/define-projection.ts";
import type { ReadStore } from "./open-read-store.ts";

export type GenerationState = "running" | "rebuilding" | "halted" | "retired" | "scratch";

/** The event at which a read model stopped, and why. */
export interface ProjectionError {
  readonly ordinal: number;
  readonly type: string;
  readonly message: string;
}

/** The event that read models have come to: what of it is kept beside their checkpoint. */
export interface CheckpointEvent {
  readonly ordinal: number;
  readonly recordedAt: string;
  readonly eventId: string;
  /** Where the log's engine has it, for operators; another one after the log was moved. */
  readonly place?: string;
}

/** One set of tables of one read model. At most one generation per name is live: the one the views show. */
export interface Generation {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly live: boolean;
  readonly state: GenerationState;
  /** Ordinal of the last event in its tables. */
  readonly checkpoint: number;
  readonly checkpointRecordedAt: string | null;
  /** Of that event, the same on every engine; null before the first. */
  readonly checkpointEventId: string | null;
  readonly error: ProjectionError | null;
}

export const bookkeepingTable = (store: ReadStore) => sql.table(`${store.tablesSchema}.projection`);

const COLUMNS = sql`name, generation, version, live, state, checkpoint, checkpoint_recorded_at as "checkpointRecordedAt",
  checkpoint_event_id as "checkpointEventId", error`;

export async function listGenerations(store: ReadStore, db: ReadDatabase = store.projector): Promise<readonly Generation[]> {
  return (await sql<Generation>`select ${COLUMNS} from ${bookkeepingTable(store)} order by name, generation`.execute(db)).rows;
}

export async function insertGeneration(
  store: ReadStore,
  tx: ReadDatabase,
  row: Pick<Generation, "name" | "generation" | "version" | "live" | "state">,
): Promise<void> {
  await sql`
    insert into ${bookkeepingTable(store)} (name, generation, version, live, state, checkpoint)
    values (${row.name}, ${row.generation}, ${row.version}, ${row.live}, ${row.state}, 0)`.execute(tx);
}

/**
 * Moves the checkpoints of several generations in one statement, each only if it is where the caller believes it to be. Gives how many moved;
 * fewer than asked for means that another runner or a rebuild was there: roll back. Taken first in a transaction, it is also its lock.
 */
export async function moveCheckpoints(
  store: ReadStore,
  tx: ReadDatabase,
  moves: readonly Pick<Generation, "name" | "generation" | "checkpoint">[],
  to: CheckpointEvent,
): Promise<number> {
  const result = await sql`
    update ${bookkeepingTable(store)} as p
    set checkpoint = ${to.ordinal}, checkpoint_recorded_at = ${to.recordedAt}, checkpoint_event_id = ${to.eventId},
      checkpoint_place = ${to.place ?? null}, updated = now()
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(name text, generation integer, checkpoint bigint)
    where p.name = m.name and p.generation = m.generation and p.checkpoint = m.checkpoint and p.state in ('running', 'rebuilding', 'scratch')`.execute(
    tx,
  );
  return Number(result.numAffectedRows ?? 0n);
}

export async function setState(
  store: ReadStore,
  tx: ReadDatabase,
  generation: Pick<Generation, "name" | "generation">,
  state: GenerationState,
  error: ProjectionError | null = null,
): Promise<void> {
  await sql`
    update ${bookkeepingTable(store)} set state = ${state}, error = ${error === null ? null : JSON.stringify(error)}::jsonb, updated = now()
    where name = ${generation.name} and generation = ${generation.generation}`.execute(tx);
}
