import { eventsLeftInAppend, placeInAppend } from "../event-store/append-place.ts";
import type { EventStore, StoredEvent } from "../event-store/port.ts";

/** What the read side needs of the event store. */
export type EventLog = Pick<EventStore, "readAll" | "subscribe" | "head">;

/**
 * The next events after an ordinal, about `limit` of them and none beyond `upTo`, itself the end of an append. An append that the page would
 * cut is read to its end.
 */
export async function readWholeAppends(log: EventLog, after: number, limit: number, upTo: number): Promise<readonly StoredEvent[]> {
  if (upTo <= after) return [];
  const page = await log.readAll(after, Math.min(limit, upTo - after));
  const last = page.at(-1);
  const left = last === undefined ? 0 : eventsLeftInAppend(last.meta);
  if (last === undefined || left === 0) return page;
  const rest = await log.readAll(last.ordinal, left);
  if (rest.length !== left) throw new Error(`the append that holds event ${last.ordinal} is not complete in the log`);
  return [...page, ...rest];
}

/** Batches of at most `size` events (more where one append is longer), each ending with an append. */
export function batchesOfWholeAppends(events: readonly StoredEvent[], size: number): readonly (readonly StoredEvent[])[] {
  const batches: StoredEvent[][] = [];
  let batch: StoredEvent[] = [];
  for (const append of appendsOf(events)) {
    if (batch.length > 0 && batch.length + append.length > size) {
      batches.push(batch);
      batch = [];
    }
    batch.push(...append);
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/** Events grouped by append. The first must be the first of its append. */
export function appendsOf(events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const appends: StoredEvent[][] = [];
  for (const event of events) {
    const current = appends.at(-1);
    if (current === undefined || placeInAppend(event.meta)?.index === 0) appends.push([event]);
    else current.push(event);
  }
  return appends;
}
