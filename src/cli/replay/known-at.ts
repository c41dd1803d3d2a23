import { BusinessClock } from "../../application/business-clock.ts";
import type { ReplayedEvent } from "../../application/ledger.ts";
import { isCalendarDate } from "../../kernel/calendar-date.ts";
import type { ApiClient } from "../api/api-client.ts";
import { WrongUse } from "../sub-command.ts";

/** Which events a replay shows. */
export interface Moment {
  /** Business date up to which events have taken effect. */
  readonly asOf?: string;
  readonly known?: { readonly ordinal: number } | { readonly beforeMs: number };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

export function parseAsOf(text: string): string {
  if (!isCalendarDate(text)) throw new WrongUse(`--as-of takes a date such as 2026-03-31, not "${text}".`);
  return text;
}

/**
 * A point of knowledge: an ordinal, an instant, or a date, which means the end of that day where the stream is at home, as it does in
 * reports.
 */
export async function resolveKnownAt(client: ApiClient, streamId: string, text: string): Promise<NonNullable<Moment["known"]>> {
  if (/^\d{1,15}$/.test(text)) return { ordinal: Number(text) };
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return { beforeMs: Date.parse(text) + 1 };
  if (!isCalendarDate(text))
    throw new WrongUse(`--known-at takes an ordinal, a date, or an instant such as 2026-03-31T15:04:05Z, not "${text}".`);
  const timeZone = await timeZoneOf(client, streamId);
  return { beforeMs: new BusinessClock({ now: () => Date.now() }).endOfDay(text, timeZone) };
}

/** An append is known as a whole: from its last event on. */
export function isShown({ ordinal, recordedAt, meta }: ReplayedEvent, { asOf, known }: Moment): boolean {
  if (asOf !== undefined && String(meta.effectiveOn) > asOf) return false;
  if (known === undefined) return true;
  if ("beforeMs" in known) return Date.parse(recordedAt) < known.beforeMs;
  return ordinal + Number(meta.count) - 1 - Number(meta.index) <= known.ordinal;
}

/** The zone of the stream's legal entity; of what belongs to none, that of the first one registered. */
async function timeZoneOf(client: ApiClient, streamId: string): Promise<string> {
  const entityId = entityOf(streamId);
  const path = entityId === undefined ? "/v1/events" : `/v1/streams/organisation-${encodeURIComponent(entityId)}/events`;
  const filter: Record<string, string> = entityId === undefined ? { types: "LegalEntityRegistered", limit: "1" } : { limit: "1" };
  const { events = [] } = (await client.get(path, filter)) as { readonly events?: readonly ReplayedEvent[] };
  const { timeZone } = (events[0]?.data ?? {}) as { readonly timeZone?: string };
  return timeZone ?? "UTC";
}

function entityOf(streamId: string): string | undefined {
  const dash = streamId.indexOf("-");
  const id = streamId.slice(dash + 1);
  switch (streamId.slice(0, dash)) {
    case "account":
    case "policy":
      return id.split(".")[1];
    case "organisation":
      return id === "LEDGER" ? undefined : id;
    default:
      return undefined;
  }
}
