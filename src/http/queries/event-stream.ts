import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { MAX_LIMIT } from "../../../projections/query/page.ts";
import type { Ledger, ReplayedEvent } from "../../application/ledger.ts";
import { bearerOf, callerOf } from "../edge/caller.ts";
import { openedFor } from "../edge/personal-reads.ts";
import { refused } from "../edge/refused.ts";
import { AUDITORS, type QueryCall } from "./query-definition.ts";

export type FeedFilter = Parameters<Ledger["feed"]>[3];

/** Server-sent events: the ordinal is the id, so that a reader that comes back goes on where it was. */
export async function sendEventStream(call: QueryCall<unknown>, after: number, filter: FeedFilter): Promise<null> {
  const { context, request, reply } = call;
  const { eventStreams } = context;
  if (eventStreams.isFull) throw refused("RATE_LIMITED");
  const from = lastSeen(request.headers["last-event-id"]) ?? after;
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-trace-id": request.id,
  });
  out.flushHeaders();
  await eventStreams
    .run(out, (ended) => feed(call, out, from, filter, ended))
    .catch((error: unknown) => context.log.error({ traceId: request.id, err: error }, "an event stream broke off"));
  return null;
}

function lastSeen(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== "string" || !/^\d{1,15}$/.test(header))
    throw refused("MALFORMED", { expected: "an ordinal" }, "/headers/last-event-id");
  return Number(header);
}

async function feed(call: QueryCall<unknown>, out: ServerResponse, after: number, filter: FeedFilter, ended: AbortSignal): Promise<void> {
  const { context, request } = call;
  const { heartbeatMs } = context.limits;
  let next = after;
  let beatAt = performance.now() + heartbeatMs;
  while (!ended.aborted) {
    const page = await context.ledger.feed(callerOf(request), next, MAX_LIMIT, filter);
    const events = await openedFor(context, request, "streamEvents", page.events);
    const text = events.map(toEvent).join("");
    if (text !== "") await write(out, text, ended);
    if (page.next > next) next = page.next;
    else await context.eventStreams.newsAfter(next, beatAt - performance.now(), ended);
    if (performance.now() < beatAt) continue;
    beatAt = performance.now() + heartbeatMs;
    if (!(await mayStillRead(call))) return;
    // The id moves past events the reader does not want, so that it does not start over among them.
    await write(out, `id: ${next}\n: heartbeat\n\n`, ended);
  }
}

function toEvent(event: ReplayedEvent): string {
  return `id: ${event.ordinal}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A reader that is slower than the ledger is waited for. */
async function write(out: ServerResponse, text: string, ended: AbortSignal): Promise<void> {
  if (!out.write(text) && !ended.aborted) await once(out, "drain", { signal: ended }).catch(() => undefined);
}

/** A key that was revoked, or a role that ended, ends the stream with the next heartbeat. */
async function mayStillRead({ context: { ledger }, request }: QueryCall<unknown>): Promise<boolean> {
  const token = bearerOf(request);
  const principal = token === undefined ? undefined : await ledger.authenticate(token);
  return principal !== undefined && (await ledger.access(principal)).roles.some((role) => AUDITORS.some((auditor) => auditor === role));
}
