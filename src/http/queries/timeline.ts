import { Type } from "@sinclair/typebox";
import { CalendarDate, Instant } from "../../../schemas/dates.ts";
import type { AuditEntry } from "../../../schemas/views/audit-trail.ts";
import { NextCursor } from "../../../schemas/views/list.ts";
import { auditSentence } from "../../application/audit-sentences.ts";
import type { ReplayedEvent } from "../../application/ledger.ts";
import type { Locale } from "../../application/refusal-catalogue.ts";
import { languageOf } from "../../application/refusal-catalogue.ts";
import { callerOf } from "../edge/caller.ts";
import { localeOf } from "../edge/language.ts";
import { cursorParameter, limitParameter } from "../edge/parameters.ts";
import { visibleAccount } from "./account-queries.ts";
import { knownAtParameter } from "./moments.ts";
import { defineQuery, type QueryCall } from "./query-definition.ts";
import { KNOWLEDGE, knowledgeOf } from "./report-moment.ts";
import { entityOfAccount } from "./scope.ts";

const TimelineEntry = Type.Object({
  ordinal: Type.Integer(),
  effectiveOn: CalendarDate,
  recordedAt: Instant,
  actor: Type.String(),
  command: Type.String(),
  outcome: Type.Union([Type.Literal("ACCEPTED"), Type.Literal("REFUSED"), Type.Literal("NO_EFFECT")]),
  sentence: Type.String(),
  events: Type.Array(Type.Object({ type: Type.String(), revision: Type.Integer(), sentence: Type.String(), href: Type.String() })),
  code: Type.Optional(Type.String()),
});

/** The audit trail of one account in human sentences: everybody who may see the account may read it. */
export const ACCOUNT_TIMELINE = defineQuery({
  url: "/accounts/:accountId/timeline",
  operation: "getTimeline",
  summary: "What happened on one account, in sentences; newest first",
  tag: "Accounts",
  parameters: { knownAt: knownAtParameter(), limit: limitParameter, cursor: cursorParameter },
  reads: ["account", "audit_trail", "customer"],
  response: Type.Object({ entries: Type.Array(TimelineEntry), nextCursor: NextCursor, ...KNOWLEDGE }),
  async answer(call) {
    const accountId = await visibleAccount(call);
    const { ordinal, knownAt } = await knowledgeOf(call, entityOfAccount(accountId));
    const { knownAt: _knownAt, ...page } = call.values;
    const { entries, nextCursor } = await call.queries.listAuditTrail({ ...page, scope: call.scope, accountId, ordinal });
    const told = await tell(call, accountId, entries);
    return { entries: told, nextCursor, ordinal, knownAt };
  },
});

async function tell(call: QueryCall<unknown>, accountId: string, entries: readonly AuditEntry[]) {
  const stream = `account-${accountId}`;
  const events = await eventsOf(call, stream, entries);
  const locale = localeOf(call.request, call.context.locale);
  const currency = accountId.slice(-3);
  const titles = new Map(call.context.ledger.commands().map(({ name, title }) => [name, title[languageOf(locale)]]));
  return entries.map((entry) => {
    const { ordinal, effectiveOn, recordedAt, actor, command, outcome, code } = entry;
    const context = { currency, commandTitle: titles.get(command) ?? command };
    const told = outcome === "ACCEPTED" ? sentencesOf(entry, events, locale, context) : [];
    return {
      ...{ ordinal, effectiveOn, recordedAt, actor, command, outcome },
      sentence: outcome === "ACCEPTED" ? told.map(({ sentence }) => sentence).join(" ") : verdictOf(entry, locale, context),
      events: told,
      ...(code !== null && { code }),
    };
  });
}

/** The events behind a page of accepted commands; they follow one another in the account's stream, so one look-up reads them. */
async function eventsOf(
  { context, request }: QueryCall<unknown>,
  stream: string,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<number, ReplayedEvent>> {
  const accepted = entries.filter((entry) => entry.outcome === "ACCEPTED" && entry.stream === stream);
  if (accepted.length === 0) return new Map();
  const first = Math.min(...accepted.map(({ firstRevision }) => firstRevision));
  const end = Math.max(...accepted.map(({ firstRevision, events }) => firstRevision + events.length));
  const events = await context.ledger.replay(callerOf(request), stream, first, end - first);
  return new Map(events.map((event) => [event.revision, event]));
}

type SentenceContext = Parameters<typeof auditSentence>[3];

function sentencesOf(
  { stream, firstRevision, events }: AuditEntry,
  stored: ReadonlyMap<number, ReplayedEvent>,
  locale: Locale,
  context: SentenceContext,
) {
  return events.map((type, index) => {
    const revision = firstRevision + index;
    const data = stored.get(revision)?.data;
    return {
      type,
      revision,
      sentence: data === undefined ? type : auditSentence(type, data, locale, context),
      href: `/v1/streams/${stream}/events?from=${revision}&limit=1`,
    };
  });
}

function verdictOf({ outcome, command, violations }: AuditEntry, locale: Locale, context: SentenceContext): string {
  return outcome === "REFUSED"
    ? auditSentence("CommandRefused", { command, violations: violations ?? [] }, locale, context)
    : auditSentence("CommandHadNoEffect", { command }, locale, context);
}
