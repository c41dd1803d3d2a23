import type { ProjectionDefinition } from "../../projections/define-projection.ts";
import { type Generation, listGenerations, type ProjectionError } from "./bookkeeping.ts";
import type { ReadStore } from "./open-read-store.ts";
import type { EventLog } from "./whole-appends.ts";

/** Where a read model stands: an entry of GET /v1/projections. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /** Ordinal of the last event it has folded. */
  readonly position: number;
  readonly lagEvents: number;
  /** Between the recording of the last event folded and of the last in the log. */
  readonly lagSeconds: number;
  readonly state: "running" | "rebuilding" | "halted";
  readonly error: ProjectionError | null;
}

export async function listProjectionStatus(
  store: ReadStore,
  log: EventLog,
  projections: readonly ProjectionDefinition[],
): Promise<readonly ProjectionStatus[]> {
  // Checkpoints first: a head read before them could seem to lie behind.
  const generations = await listGenerations(store);
  const head = await log.head();
  return projections.map((projection) => {
    const live = generations.find(({ name, live }) => live && name === projection.name);
    const position = live?.checkpoint ?? 0;
    const lagEvents = Math.max(head.ordinal - position, 0);
    return {
      name: projection.name,
      version: live?.version ?? projection.version,
      position,
      lagEvents,
      lagSeconds: lagEvents === 0 ? 0 : secondsBetween(live?.checkpointRecordedAt ?? null, head.recordedAt),
      state: stateOf(projection, live),
      error: live?.error ?? null,
    };
  });
}

function stateOf(projection: ProjectionDefinition, live: Generation | undefined): ProjectionStatus["state"] {
  if (live?.state === "halted") return "halted";
  return live === undefined || live.version !== projection.version ? "rebuilding" : "running";
}

function secondsBetween(from: string | null, to: string): number {
  return from === null ? 0 : Math.max((Date.parse(to) - Date.parse(from)) / 1000, 0);
}
