import type { EventFilter, MatchedEvents, StoredEvent } from "./port.ts";

/** How many ordinals one `readMatching` looks at, at most: what a filter that matches nothing may cost. */
export const STRETCH_ORDINALS = 10_000;
const PAGE_EVENTS = 1_000;

/** The word before the first dash of a stream's name; the whole name where there is none. */
function categoryOf(stream: string): string {
  const dash = stream.indexOf("-");
  return dash === -1 ? stream : stream.slice(0, dash);
}

function matches({ type, stream }: StoredEvent, { categories, types }: EventFilter): boolean {
  return (types === undefined || types.includes(type)) && (categories === undefined || categories.includes(categoryOf(stream)));
}

/** What was found between `after` and `until`, all of which was looked at unless the limit was reached. */
export function matchedUntil(events: readonly StoredEvent[], after: number, until: number, limit: number): MatchedEvents {
  return { events, next: events.length < limit ? Math.max(after, until) : (events.at(-1)?.ordinal ?? after) };
}

/** `readMatching` for an engine that cannot filter by itself: reads the stretch in pages. */
export async function readMatchingByPages(
  read: (after: number, limit: number) => Promise<readonly StoredEvent[]>,
  after: number,
  limit: number,
  filter: EventFilter,
): Promise<MatchedEvents> {
  const found: StoredEvent[] = [];
  let next = after;
  while (found.length < limit && next < after + STRETCH_ORDINALS) {
    const page = await read(next, Math.min(PAGE_EVENTS, after + STRETCH_ORDINALS - next));
    const last = page.at(-1);
    if (last === undefined) break;
    found.push(...page.filter((event) => matches(event, filter)).slice(0, limit - found.length));
    next = last.ordinal;
  }
  return matchedUntil(found, after, next, limit);
}
