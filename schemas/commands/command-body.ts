import { type TProperties, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { Identifier } from "../identifiers.ts";
import { PersonalText } from "../personal.ts";

/** What every command may carry besides its own fields. */
export const COMMON_FIELDS = {
  effectiveOn: Type.Optional(CalendarDate),
  reason: Type.Optional(PersonalText(500)),
  correlationId: Type.Optional(Type.String({ pattern: "^[\\x20-\\x7e]{1,128}$" })),
  /** The person whose delegation is used. */
  onBehalfOf: Type.Optional(Identifier),
  /** Where only other people are missing, it waits for them instead of being refused. */
  submitForApproval: Type.Optional(Type.Boolean()),
};

/** The body of a command: its own fields and the common ones; anything else is refused. */
export const commandBody = <Fields extends TProperties>(fields: Fields) =>
  Type.Object({ ...fields, ...COMMON_FIELDS }, { additionalProperties: false });
