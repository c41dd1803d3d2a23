import { Type } from "@sinclair/typebox";
import { LimitKind, SuspensionReason, TermsCode } from "../../commands/credit-line.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier } from "../../identifiers.ts";
import { Amount, Percent } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

export const CreditLineOpened = defineEvent("CreditLineOpened", 1, {
  lineId: Identifier,
  limit: Amount,
  termsCode: TermsCode,
  validFrom: CalendarDate,
  validTo: Type.Optional(CalendarDate),
  tolerancePct: Percent,
  applicationId: Type.Optional(Identifier),
  guaranteeIds: Type.Array(Identifier),
  contractId: Type.Optional(Identifier),
  waivers: Type.Array(Type.Object({ rule: Type.String(), reason: Sealed, approver: Identifier }, exact)),
  authorityLevel: Type.String(),
  approver: Identifier,
});

/** `old`: what the limit was on `from` without this change. In force from `from` on; a temporary one ends with `to`. */
export const CreditLimitChanged = defineEvent("CreditLimitChanged", 1, {
  lineId: Identifier,
  kind: LimitKind,
  old: Amount,
  new: Amount,
  from: CalendarDate,
  to: Type.Optional(CalendarDate),
  applicationId: Type.Optional(Identifier),
  authorityLevel: Type.Optional(Type.String()),
});

/** For documents issued on or after `from`. */
export const CreditTermsChanged = defineEvent("CreditTermsChanged", 1, {
  lineId: Identifier,
  old: TermsCode,
  termsCode: TermsCode,
  from: CalendarDate,
});

/** `oldValidTo` is missing where the line had no end. */
export const LineRenewed = defineEvent("LineRenewed", 1, {
  lineId: Identifier,
  oldValidTo: Type.Optional(CalendarDate),
  validTo: CalendarDate,
  reviewRef: Type.String(),
});

export const LineClosed = defineEvent("LineClosed", 1, { lineId: Identifier });

/** Exposure above the ceiling (the limit of the day and its tolerance), or no longer. */
const OverLimit = { lineId: Identifier, exposure: Amount, limit: Amount, tolerancePct: Percent, ceiling: Amount };
export const OverLimitDetected = defineEvent("OverLimitDetected", 1, OverLimit);
export const OverLimitCleared = defineEvent("OverLimitCleared", 1, OverLimit);

export const LineSuspended = defineEvent("LineSuspended", 1, {
  lineId: Identifier,
  suspensionId: Identifier,
  reasonCode: SuspensionReason,
  origin: Type.Union([Type.Literal("MANUAL"), Type.Literal("AUTOMATIC")]),
  facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, exact)),
  cascade: Type.Union([Type.Literal("NONE"), Type.Literal("HOLD_RELEASED"), Type.Literal("CANCEL_SUPPLY")]),
});

const Opinion = Type.Object({ personId: Identifier, text: Sealed, favourable: Type.Boolean() }, exact);
export const LineReinstated = defineEvent("LineReinstated", 1, {
  lineId: Identifier,
  suspensionId: Identifier,
  reasonCode: SuspensionReason,
  origin: Type.Union([Type.Literal("MANUAL"), Type.Literal("AUTOMATIC")]),
  salesOpinion: Type.Optional(Opinion),
  adminOpinion: Type.Optional(Opinion),
  until: Type.Optional(CalendarDate),
  authorityLevel: Type.Optional(Type.String()),
});
