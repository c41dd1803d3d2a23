import { isDeepStrictEqual } from "node:util";
import type { EventStore } from "../../event-store/port.ts";
import type { SnapshotStore } from "../ports.ts";
import { streamRefOf } from "../stream-folds.ts";
import { StreamState, stateAfter } from "../stream-state.ts";

/** A snapshot beside what the stream's history makes of it. */
interface SnapshotComparison {
  readonly stream: string;
  readonly revision: number;
  readonly equal: boolean;
}

/** Folds every stream that has a snapshot from its first event, and looks whether the snapshot says the same. */
export async function compareSnapshots(log: EventStore, kept: SnapshotStore): Promise<readonly SnapshotComparison[]> {
  const compared: SnapshotComparison[] = [];
  for (const stream of await kept.streams("here")) {
    const ref = streamRefOf(stream);
    const snapshot = await kept.load(stream);
    if (ref === undefined || snapshot === undefined) continue;
    const { revision } = snapshot;
    const woken = new StreamState(ref.fold, ref.id);
    woken.restore(snapshot);
    const folded = await stateAfter(log, ref.fold, ref.id, revision);
    compared.push({ stream, revision, equal: folded.revision === revision && isSame(woken, folded) });
  }
  return compared;
}

function isSame(one: StreamState, other: StreamState): boolean {
  const cells = other.journal.cells;
  return (
    one.journal.cells.every(({ value }, at) => isDeepStrictEqual(value, cells[at]?.value)) &&
    one.journal.maps.every((map, at) => {
      const theirs = other.journal.maps[at];
      if (theirs === undefined || map.size !== theirs.size) return false;
      for (const [key, value] of map) if (!isDeepStrictEqual(value, theirs.get(key))) return false;
      return true;
    })
  );
}
