import { Type } from "@sinclair/typebox";
import { DEFAULT_LIMIT, MAX_LIMIT } from "../../../projections/query/page.ts";
import { NextCursor } from "../../../schemas/views/list.ts";
import type { ReplayedEvent } from "../../application/ledger.ts";
import { callerOf } from "../edge/caller.ts";
import { integerParameter, limitParameter, wordsParameter } from "../edge/parameters.ts";
import { openedFor } from "../edge/personal-reads.ts";
import { type FeedFilter, sendEventStream } from "./event-stream.ts";
import { AUDITORS, defineQuery, type QueryCall } from "./query-definition.ts";
import { ReplayedEventView } from "./stream-queries.ts";

/** For one answer, so many stretches of the log are looked through where little matches or little may be seen. */
const MAX_PAGES = 20;

/** The ordered feed of the whole ledger; as JSON, or as server-sent events where the caller accepts those. */
export const EVENT_FEED = defineQuery({
  url: "/events",
  operation: "listEvents",
  summary: "All events in order, after an ordinal; also as server-sent events (Accept: text/event-stream)",
  tag: "Audit",
  parameters: {
    after: integerParameter("Ordinal of the last event seen; of a stream also Last-Event-ID"),
    cursor: integerParameter("nextCursor of the page before; the same as after"),
    types: wordsParameter("Only events of these types, joined by commas"),
    categories: wordsParameter("Only of streams of these categories, joined by commas"),
    limit: limitParameter,
  },
  reads: [],
  roles: AUDITORS,
  response: Type.Object({ events: Type.Array(ReplayedEventView), next: Type.Integer(), nextCursor: NextCursor }),
  async answer(call) {
    const { request, values } = call;
    const after = values.cursor ?? values.after ?? 0;
    const { types, categories } = values;
    const filter = { ...(types !== undefined && { types }), ...(categories !== undefined && { categories }) };
    if (request.headers.accept?.includes("text/event-stream") === true) return sendEventStream(call, after, filter);
    return readFeed(call, after, values.limit ?? DEFAULT_LIMIT, filter);
  },
});

async function readFeed({ context, request, position }: QueryCall<unknown>, after: number, limit: number, filter: FeedFilter) {
  const principal = callerOf(request);
  const events: ReplayedEvent[] = [];
  let next = after;
  for (let pages = 0; pages < MAX_PAGES && events.length < limit; pages++) {
    // Who may see everything gets what was asked for with the first; others may have to look through much that is not theirs.
    const page = await context.ledger.feed(principal, next, pages === 0 ? limit : MAX_LIMIT, filter);
    const found = page.events.slice(0, limit - events.length);
    events.push(...found);
    const isFull = events.length === limit && found.length > 0;
    if (page.next === next) break;
    next = isFull ? (found.at(-1)?.ordinal ?? page.next) : page.next;
  }
  return { events: await openedFor(context, request, "listEvents", events), next, nextCursor: next < position ? String(next) : null };
}
