import { Type } from "@sinclair/typebox";
import { AuditTrail } from "../../../schemas/views/audit-trail.ts";
import { addDays, isCalendarDate } from "../../kernel/calendar-date.ts";
import { cursorParameter, identifierParameter, limitParameter, oneOfParameter, type Parameter, wordParameter } from "../edge/parameters.ts";
import { knownAtParameter } from "./moments.ts";
import { type AnyQuery, AUDITORS, defineQuery } from "./query-definition.ts";
import { KNOWLEDGE, knowledgeOf } from "./report-moment.ts";

/** A bound of an interval of recording: an instant, or a day of the ledger. */
const momentParameter = (description: string): Parameter<string> => ({
  schema: Type.String({ description, examples: ["2026-03-31", "2026-03-31T15:04:05.000Z"] }),
  parse: (text) => (isCalendarDate(text) || isInstant(text) ? text : undefined),
  code: "BAD_DATE",
  expected: "an instant or a date",
});

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text));

export const AUDIT_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/audit-trail",
    operation: "listAuditTrail",
    summary: "Every command the ledger remembers, accepted, refused or without effect; newest first",
    tag: "Audit",
    parameters: {
      actor: identifierParameter("Of one person"),
      command: wordParameter("Of one command, by its name: ApplyPayment"),
      code: wordParameter("Refused with this code first"),
      outcome: oneOfParameter(["ACCEPTED", "REFUSED", "NO_EFFECT"], "What became of it"),
      stream: wordParameter("Events in this stream, and refusals that were about it"),
      from: momentParameter("Recorded from this instant or day on"),
      to: momentParameter("Recorded before this instant, or up to the end of this day"),
      knownAt: knownAtParameter(),
      limit: limitParameter,
      cursor: cursorParameter,
    },
    reads: ["audit_trail"],
    roles: AUDITORS,
    response: Type.Composite([AuditTrail, Type.Object(KNOWLEDGE)]),
    async answer(call) {
      const { knownAt: _knownAt, from, to, command, ...filter } = call.values;
      const { ledger } = call.context;
      const { ordinal, knownAt } = await knowledgeOf(call, undefined);
      const trail = await call.queries.listAuditTrail({
        ...filter,
        scope: call.scope,
        ordinal,
        ...(command !== undefined && { command: pascalCase(command) }),
        ...(from !== undefined && { from: isCalendarDate(from) ? await ledger.endOfDay(addDays(from, -1)) : from }),
        ...(to !== undefined && { to: isCalendarDate(to) ? await ledger.endOfDay(to) : to }),
      });
      return { ...trail, ordinal, knownAt };
    },
  }),
];

/** The name of a command as it is stored, also when it is given as in the path. */
function pascalCase(command: string): string {
  return command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
