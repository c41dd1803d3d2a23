import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CountryCode, EntityId } from "../identifiers.ts";
import { POLICY_KINDS } from "../policies.ts";
import { commandBody } from "./command-body.ts";

export const DefinePolicyBody = commandBody({
  entityId: EntityId,
  kind: Type.Union(POLICY_KINDS.map((kind) => Type.Literal(kind))),
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  validFrom: CalendarDate,
  body: Type.Record(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]*$" }), Type.Unknown()),
});

export const DefineCalendarBody = commandBody({
  country: CountryCode,
  year: Type.Integer({ minimum: 1990, maximum: 2200 }),
  holidays: Type.Array(CalendarDate, { maxItems: 366, uniqueItems: true }),
  /** ISO days of the week that are no business days: 6 Saturday, 7 Sunday. */
  weekend: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 6, uniqueItems: true }),
});
