import { Type } from "@sinclair/typebox";
import { DEFAULT_LIMIT } from "../../../projections/query/page.ts";
import { Instant } from "../../../schemas/dates.ts";
import { NextCursor } from "../../../schemas/views/list.ts";
import { callerOf } from "../edge/caller.ts";
import { integerParameter, limitParameter } from "../edge/parameters.ts";
import { openedFor } from "../edge/personal-reads.ts";
import { type AnyQuery, AUDITORS, defineQuery } from "./query-definition.ts";

export const ReplayedEventView = Type.Object({
  ordinal: Type.Integer(),
  streamId: Type.String(),
  revision: Type.Integer(),
  eventId: Type.String(),
  type: Type.String(),
  data: Type.Unknown(),
  meta: Type.Record(Type.String(), Type.Unknown()),
  recordedAt: Instant,
});

const streamIdOf = (params: unknown): string => (params as { readonly streamId: string }).streamId;

/** An auditor's replay. These read the log itself, not a read model. */
export const STREAM_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/streams/:streamId/events",
    operation: "replayStream",
    summary: "Raw events of one stream, revision by revision",
    tag: "Audit",
    parameters: {
      from: integerParameter("First revision"),
      cursor: integerParameter("nextCursor of the page before"),
      limit: limitParameter,
    },
    reads: [],
    roles: AUDITORS,
    response: Type.Object({ streamId: Type.String(), events: Type.Array(ReplayedEventView), nextCursor: NextCursor }),
    async answer({ context, request, values }) {
      const streamId = streamIdOf(request.params);
      const limit = values.limit ?? DEFAULT_LIMIT;
      const page = await context.ledger.replay(callerOf(request), streamId, values.cursor ?? values.from ?? 0, limit + 1);
      const events = page.slice(0, limit);
      const nextCursor = page.length > limit ? String(page[limit]?.revision) : null;
      return { streamId, events: await openedFor(context, request, "replayStream", events), nextCursor };
    },
  }),
  defineQuery({
    url: "/streams/:streamId/state",
    operation: "getStreamState",
    summary: "The state folded from the events up to a revision",
    tag: "Audit",
    parameters: { revision: integerParameter("After the event of this revision; the last unless given") },
    reads: [],
    roles: AUDITORS,
    response: Type.Object({ streamId: Type.String(), revision: Type.Integer(), state: Type.Unknown() }),
    async answer({ context, request, values }) {
      const streamId = streamIdOf(request.params);
      const found = await context.ledger.stateAt(callerOf(request), streamId, values.revision);
      return { streamId, ...(await openedFor(context, request, "getStreamState", found)) };
    },
  }),
];
