import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CountryCode, Identifier, Sha256 } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { defineEvent } from "./define-event.ts";

export const PolicyDefined = defineEvent("PolicyDefined", 1, {
  entityId: Identifier,
  kind: Type.String(),
  version: Type.Integer(),
  validFrom: CalendarDate,
  body: Type.Record(Type.String(), Type.Unknown()),
  contentHash: Sha256,
});

export const CalendarDefined = defineEvent("CalendarDefined", 1, {
  country: CountryCode,
  year: Type.Integer(),
  holidays: Type.Array(CalendarDate),
  weekend: Type.Array(Type.Integer()),
});

const Facts = Type.Record(Type.String(), Type.Union([Type.String(), Sealed]));

/** A business refusal, remembered for ever under its idempotency key. */
export const CommandRefused = defineEvent("CommandRefused", 1, {
  command: Type.String(),
  code: Type.String(),
  violations: Type.Array(
    Type.Object({ code: Type.String(), facts: Facts, pointer: Type.Optional(Type.String()) }, { additionalProperties: false }),
  ),
  target: Type.String(),
  /** Revision of the target stream on which it was refused; -1 when there was none. */
  revision: Type.Integer(),
  traceId: Type.String(),
});

/** An accepted command that changed nothing. */
export const CommandHadNoEffect = defineEvent("CommandHadNoEffect", 1, {
  command: Type.String(),
  target: Type.String(),
  revision: Type.Integer(),
});
