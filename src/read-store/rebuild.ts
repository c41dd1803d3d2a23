import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { ProjectionDefinition, ReadTransaction } from "../../projections/define-projection.ts";
import { projections as registry } from "../../projections/registry.ts";
import { bookkeepingTable, type Generation, listGenerations } from "./bookkeeping.ts";
import { createGeneration, createIndexes, dropGeneration, showInViews, vacuumTables } from "./generation-tables.ts";
import { trySessionLock } from "./leadership.ts";
import type { ReadStore } from "./open-read-store.ts";
import { isLockTimeout } from "./passing-failure.ts";
import { applyBatch, applyIn, type Batch, decodeBatch, type Target } from "./project-batch.ts";
import { type EventLog, readWholeAppends } from "./whole-appends.ts";

const PAGE_EVENTS = 5_000;
/** So little is left to do that readers and the runner can be kept waiting for it. */
const LAST_GAP_EVENTS = 2_000;
const SWAP_ATTEMPTS = 60;
const SWAP_PAUSE_MS = 500;

export interface RebuildSource {
  readonly readStore: ReadStore;
  readonly eventStore: EventLog;
  readonly projections?: readonly ProjectionDefinition[];
}

export interface RebuildProgress {
  /** Ordinal reached. */
  readonly done: number;
  readonly total: number;
  readonly eventsPerSecond: number;
}

export interface RebuildOptions {
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
}

export class RebuildInProgress extends Error {
  override readonly name = "RebuildInProgress";
}

/**
 * Builds read models anew from the log, beside the live ones, and puts them in their place when they have reached them. Readers never see a
 * half-built table. One rebuild at a time; one that was interrupted goes on where it was. The tables that were replaced are kept until the next
 * rebuild of the same read model.
 */
export async function rebuildProjections(
  source: RebuildSource,
  names: readonly string[] | "all",
  options: RebuildOptions = {},
): Promise<void> {
  const { readStore, eventStore, projections = registry } = source;
  const chosen = names === "all" ? projections : projections.filter(({ name }) => names.includes(name));
  if (names !== "all" && chosen.length !== new Set(names).size) throw new Error(`there is no such read model among ${names.join(", ")}`);
  const lock = await trySessionLock(readStore, "rebuild");
  if (lock === undefined) throw new RebuildInProgress("another rebuild is running");
  try {
    let targets = await prepareTargets(readStore, chosen);
    targets = await buildUpTo(source, targets, () => goalOf(readStore, eventStore, chosen), options);
    for (const target of targets) {
      await createIndexes(readStore, readStore.projector, target.projection, target.generation);
      await vacuumTables(readStore, target.projection, target.generation);
    }
    for (const target of targets) await swap(source, target, options);
  } finally {
    await lock.release();
  }
}

/** A generation for each: the one an interrupted rebuild left, else a new one. Older ones that are not live go. */
async function prepareTargets(store: ReadStore, projections: readonly ProjectionDefinition[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const projection of projections) {
    const own = (await listGenerations(store)).filter(({ name }) => name === projection.name);
    const interrupted = own.find(({ state, version }) => state === "rebuilding" && version === projection.version);
    for (const row of own) if (!row.live && row !== interrupted) await dropGeneration(store, row);
    targets.push(interrupted === undefined ? await newTarget(store, projection, "rebuilding") : { projection, generation: interrupted });
  }
  return targets;
}

export async function newTarget(store: ReadStore, projection: ProjectionDefinition, state: "rebuilding" | "scratch"): Promise<Target> {
  const own = (await listGenerations(store)).filter(({ name }) => name === projection.name);
  const generation = Math.max(0, ...own.map((row) => row.generation)) + 1;
  await createGeneration(store, projection, { generation, live: false, state });
  const created = (await listGenerations(store)).find((row) => row.name === projection.name && row.generation === generation);
  return { projection, generation: created as Generation };
}

/** Where the live tables are; where nobody feeds them (halted, of another version), the end of the log. */
async function goalOf(store: ReadStore, log: EventLog, projections: readonly ProjectionDefinition[]): Promise<number> {
  const live = (await listGenerations(store)).filter((row) => row.live && projections.some(({ name }) => name === row.name));
  const fed = live.filter(
    (row) => row.state === "running" && projections.some(({ name, version }) => name === row.name && version === row.version),
  );
  const checkpoints = fed.map(({ checkpoint }) => checkpoint);
  return fed.length === projections.length ? Math.min(...checkpoints) : (await log.head()).ordinal;
}

/** Reads the log in big pages and gives each to every target that has not had it, until the goal is not further than a last gap. */
export async function buildUpTo(
  source: RebuildSource,
  targets: readonly Target[],
  goal: () => Promise<number>,
  { onProgress, signal }: RebuildOptions,
): Promise<readonly Target[]> {
  const from = Math.min(...targets.map(({ generation }) => generation.checkpoint));
  const startedMs = performance.now();
  let current = targets;
  let position = from;
  for (let total = await goal(); position < total; total = await goal()) {
    signal?.throwIfAborted();
    const events = await readWholeAppends(source.eventStore, position, PAGE_EVENTS, total);
    const last = events.at(-1);
    if (last === undefined) throw new Error(`the log ends before ${total}`);
    current = await applyToEach(source.readStore, current, decodeBatch(events));
    position = last.ordinal;
    onProgress?.({
      done: position,
      total,
      eventsPerSecond: Math.round(((position - from) * 1000) / Math.max(performance.now() - startedMs, 1)),
    });
  }
  return current;
}

/** Side by side, as far as there are connections. All are waited for, so that nothing still writes when one has failed. */
async function applyToEach(store: ReadStore, targets: readonly Target[], batch: Batch): Promise<readonly Target[]> {
  const results = await Promise.allSettled(
    targets.map(async (target) => {
      const { checkpoint } = target.generation;
      if (checkpoint >= batch.end.ordinal) return [target];
      return applyBatch(store, [target], { ...batch, events: batch.events.filter(({ ordinal }) => ordinal > checkpoint) });
    }),
  );
  return results.flatMap((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

async function swap(source: RebuildSource, target: Target, options: RebuildOptions): Promise<void> {
  let current = target;
  for (let attempt = 1; attempt <= SWAP_ATTEMPTS; attempt += 1) {
    options.signal?.throwIfAborted();
    const goal = () => goalOf(source.readStore, source.eventStore, [target.projection]);
    current = (await buildUpTo(source, [current], goal, {}))[0] as Target;
    try {
      if (await source.readStore.projector.transaction().execute((tx) => swapIn(source, tx, current))) return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
    await sleep(SWAP_PAUSE_MS);
  }
  throw new Error(`${target.projection.name} could not be put in place: readers or the log never paused`);
}

/** Holds the live checkpoint, does what is left, and points the views at the new tables. False when too much is left. */
async function swapIn({ readStore, eventStore }: RebuildSource, tx: ReadTransaction, target: Target): Promise<boolean> {
  await sql`set local lock_timeout = '2s'`.execute(tx);
  const { projection, generation } = target;
  const table = bookkeepingTable(readStore);
  const held = await sql<{ generation: number; checkpoint: number }>`
    select generation, checkpoint from ${table} where name = ${projection.name} and live for update`.execute(tx);
  const live = held.rows[0];
  const goal = live?.checkpoint ?? generation.checkpoint;
  if (goal - generation.checkpoint > LAST_GAP_EVENTS) return false;
  let current: Target = target;
  while (current.generation.checkpoint < goal) {
    const events = await readWholeAppends(eventStore, current.generation.checkpoint, LAST_GAP_EVENTS, goal);
    if (events.length === 0) return false;
    current = (await applyIn(readStore, tx, [current], decodeBatch(events)))[0] as Target;
  }
  await sql`update ${table} set live = false, state = 'retired', updated = now() where name = ${projection.name} and live`.execute(tx);
  await sql`update ${table} set live = true, state = 'running', updated = now()
    where name = ${projection.name} and generation = ${generation.generation}`.execute(tx);
  await showInViews(readStore, tx, projection, generation);
  return true;
}
