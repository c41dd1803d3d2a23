import { placeInAppend } from "../event-store/append-place.ts";
import type { EventStore, StoredEvent } from "../event-store/port.ts";

const PAGE_EVENTS = 1_000;

/**
 * The appends of a log in order, each with all its events, after ordinal `after` and up to ordinal `upTo`; both end an append. Throws where the
 * log is not whole there.
 */
export async function* storedAppends(
  store: Pick<EventStore, "readAll">,
  after: number,
  upTo: number,
): AsyncGenerator<readonly [StoredEvent, ...StoredEvent[]]> {
  let append: StoredEvent[] = [];
  for (let reached = after; reached < upTo; ) {
    const page = await store.readAll(reached, Math.min(PAGE_EVENTS, upTo - reached));
    if (page.length === 0) throw new Error(`the log says it ends at ordinal ${upTo} and gives nothing after ${reached}`);
    for (const event of page) {
      const place = placeInAppend(event.meta);
      if (event.ordinal !== reached + 1 || place?.index !== append.length) {
        throw new Error(`the log is not whole after ordinal ${reached}: cartera verify tells more`);
      }
      reached = event.ordinal;
      append.push(event);
      if (append.length < place.count) continue;
      yield append as [StoredEvent, ...StoredEvent[]];
      append = [];
    }
  }
  if (append.length > 0) throw new Error(`the append that holds event ${upTo} is not complete in the log`);
}
