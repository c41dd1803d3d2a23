import { sql } from "kysely";
import type { LedgerEvent, ProjectionDefinition, ReadTransaction } from "../../projections/define-projection.ts";
import { eventRegistry } from "../../schemas/events/registry.ts";
import type { StoredEvent } from "../event-store/port.ts";
import { type CheckpointEvent, type Generation, moveCheckpoints, type ProjectionError, setState } from "./bookkeeping.ts";
import { decodeEvent, UnreadableEvent } from "./decode-event.ts";
import { physicalTables } from "./generation-tables.ts";
import type { ReadStore } from "./open-read-store.ts";
import { isPassing } from "./passing-failure.ts";

/** A read model and the tables its events go to. */
export interface Target {
  readonly projection: ProjectionDefinition;
  readonly generation: Generation;
}

/** An event decoded once for all read models, or the reason why it cannot be. */
export type Decoded = LedgerEvent | UnreadableEvent;

/** Whole appends, decoded, and where they end. */
export interface Batch {
  readonly events: readonly Decoded[];
  readonly end: CheckpointEvent;
  /** The same events and perhaps some before them, as the log gave them. */
  readonly stored: readonly StoredEvent[];
}

/** The checkpoint was not where it was believed to be: another runner or a rebuild was there. Look again. */
export class CheckpointMoved extends Error {
  override readonly name = "CheckpointMoved";
}

/** A read model cannot take a batch, and trying again would not help. */
export class ProjectionFailed extends Error {
  override readonly name = "ProjectionFailed";
  readonly target: Target;
  constructor(target: Target, cause: unknown) {
    super(`${target.projection.name}: ${messageOf(cause)}`, { cause });
    this.target = target;
  }
}

export function decodeBatch(stored: readonly StoredEvent[]): Batch {
  return { events: stored.map(decoded), end: endOf(stored.at(-1)), stored };
}

function endOf(last: StoredEvent | undefined): CheckpointEvent {
  if (last === undefined) throw new Error("an empty batch has no end");
  const { ordinal, recordedAt, eventId, place } = last;
  return { ordinal, recordedAt, eventId, ...(place !== undefined && { place }) };
}

function decoded(stored: StoredEvent): Decoded {
  try {
    return decodeEvent(stored);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
    throw error;
  }
}

/**
 * One transaction: all checkpoints move, every read model that handles any of the events folds them. All targets stand at the same checkpoint.
 * Gives the targets where they are now. Throws `CheckpointMoved` or `ProjectionFailed`; then nothing was written.
 */
export async function applyBatch(store: ReadStore, targets: readonly Target[], batch: Batch): Promise<readonly Target[]> {
  return store.projector.transaction().execute(async (tx) => {
    // Rows and checkpoint are lost together or not at all, and the log gives them again: no need to wait for the disk.
    await sql`set local synchronous_commit = off`.execute(tx);
    return applyIn(store, tx, targets, batch);
  });
}

export async function applyIn(store: ReadStore, tx: ReadTransaction, targets: readonly Target[], batch: Batch): Promise<readonly Target[]> {
  const moved = await moveCheckpoints(
    store,
    tx,
    targets.map(({ generation }) => generation),
    batch.end,
  );
  if (moved !== targets.length) throw new CheckpointMoved("a checkpoint is not where it was");
  for (const target of targets) await fold(store, tx, target, batch.events);
  return targets.map(({ projection, generation }) => ({
    projection,
    generation: {
      ...generation,
      checkpoint: batch.end.ordinal,
      checkpointRecordedAt: batch.end.recordedAt,
      checkpointEventId: batch.end.eventId,
    },
  }));
}

async function fold(store: ReadStore, tx: ReadTransaction, target: Target, events: readonly Decoded[]): Promise<void> {
  try {
    const handled = handledBy(target.projection, events);
    if (handled.length > 0) await target.projection.project(handled, tx, physicalTables(store, target.generation));
  } catch (error) {
    throw isPassing(error) ? error : new ProjectionFailed(target, error);
  }
}

/** An unreadable event stops whoever handles its type, and everybody when nobody can say whose it is. */
function handledBy(projection: ProjectionDefinition, events: readonly Decoded[]): readonly LedgerEvent[] {
  const handles = new Set<string>(projection.handles);
  return events.filter((event): event is LedgerEvent => {
    const concerned = handles.has(event.type) || !Object.hasOwn(eventRegistry, event.type);
    if (concerned && event instanceof UnreadableEvent) throw event;
    return concerned;
  });
}

/**
 * Applies to one read model what it can take of a batch it cannot take as a whole, halving it down to the append that stops it, and halts it
 * there. Gives the target where it is now.
 */
export async function applyUntilPoison(store: ReadStore, target: Target, batch: Batch): Promise<Target> {
  try {
    return (await applyBatch(store, [target], batch))[0] as Target;
  } catch (error) {
    if (!(error instanceof ProjectionFailed)) throw error;
    const halves = halved(batch);
    if (halves === undefined) return halt(store, target, await findPoison(store, target, batch, error));
    const first = await applyUntilPoison(store, target, halves[0]);
    return first.generation.state === "halted" ? first : applyUntilPoison(store, first, halves[1]);
  }
}

async function halt(store: ReadStore, { projection, generation }: Target, error: ProjectionError): Promise<Target> {
  await setState(store, store.projector, generation, "halted", error);
  return { projection, generation: { ...generation, state: "halted", error } };
}

/** Two batches of whole appends, or nothing when there is only one append. */
function halved(batch: Batch): readonly [Batch, Batch] | undefined {
  const starts = batch.events.flatMap((_, place) => (startsAppend(batch.events, place) ? [place] : []));
  const middle = starts[Math.floor(starts.length / 2)];
  if (starts.length < 2 || middle === undefined) return undefined;
  const before = batch.events[middle - 1] as Decoded;
  const end = endOf(batch.stored.find(({ ordinal }) => ordinal === before.ordinal));
  return [
    { ...batch, events: batch.events.slice(0, middle), end },
    { ...batch, events: batch.events.slice(middle) },
  ];
}

function startsAppend(events: readonly Decoded[], place: number): boolean {
  return events[place]?.index === 0 || place === 0;
}

/** The first event of an append that the read model does not take, by trying prefixes in transactions that are rolled back. */
async function findPoison(store: ReadStore, target: Target, batch: Batch, failure: ProjectionFailed): Promise<ProjectionError> {
  let [low, high] = [1, batch.events.length];
  let cause = failure;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await tryPrefix(store, target, batch.events.slice(0, middle));
    if (found === undefined) low = middle + 1;
    else [high, cause] = [middle, found];
  }
  const { ordinal, type } = batch.events[low - 1] as Decoded;
  return { ordinal, type, message: messageOf(cause.cause) };
}

async function tryPrefix(store: ReadStore, target: Target, events: readonly Decoded[]): Promise<ProjectionFailed | undefined> {
  const rollBack = new Error("only a try");
  try {
    await store.projector.transaction().execute(async (tx) => {
      await fold(store, tx, target, events);
      throw rollBack;
    });
  } catch (error) {
    if (error instanceof ProjectionFailed) return error;
    if (error !== rollBack) throw error;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
