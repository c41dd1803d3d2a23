import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, Label } from "../identifiers.ts";
import { Money } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

export const TermsCode = Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,19}$", examples: ["NET30"] });

export const OpenCreditLineBody = commandBody({
  accountId: AccountId,
  lineId: Identifier,
  limit: Money,
  termsCode: TermsCode,
  validFrom: CalendarDate,
  validTo: Type.Optional(CalendarDate),
  /** How far above the limit orders may go: 0.00 to 20.00 percent. */
  tolerancePct: Type.String({ pattern: "^(1?[0-9](\\.[0-9]{1,2})?|20(\\.0{1,2})?)$" }),
  applicationId: Type.Optional(Identifier),
  guaranteeIds: Type.Array(Identifier, { maxItems: 50, uniqueItems: true }),
  contractId: Type.Optional(Identifier),
  waivers: Type.Optional(
    Type.Array(
      Type.Object(
        { rule: Type.Union([Type.Literal("FILE"), Type.Literal("APPLICATION")]), reason: PersonalText(500) },
        { additionalProperties: false },
      ),
      { maxItems: 2 },
    ),
  ),
});

export const LimitKind = Type.Union([Type.Literal("PERMANENT"), Type.Literal("TEMPORARY")]);

export const ChangeCreditLimitBody = commandBody({
  accountId: AccountId,
  newLimit: Money,
  kind: LimitKind,
  from: CalendarDate,
  /** Last day of a temporary limit; a permanent one has none. */
  to: Type.Optional(CalendarDate),
  applicationId: Type.Optional(Identifier),
});

export const ChangeCreditTermsBody = commandBody({ accountId: AccountId, termsCode: TermsCode, from: CalendarDate });

/** `reviewRef`: where the review that it rests on is found. */
export const RenewLineBody = commandBody({ accountId: AccountId, validTo: CalendarDate, reviewRef: Label(80) });

export const CloseLineBody = commandBody({ accountId: AccountId });

export const EvaluateLineBody = commandBody({ accountId: AccountId, asOf: CalendarDate });

export const SUSPENSION_REASONS = [
  "OVERDRAWN",
  "PAST_DUE",
  "RETURNED_CHEQUE",
  "BROKEN_PROMISE",
  "DISPUTE_FRAUD",
  "LITIGATION",
  "EXPIRED_FILE",
  "REVIEW_OVERDUE",
  "GUARANTEE_LOST",
  "MANUAL",
] as const;
export const SuspensionReason = Type.Union(SUSPENSION_REASONS.map((code) => Type.Literal(code)));
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

export const SuspendLineBody = commandBody({
  accountId: AccountId,
  suspensionId: Identifier,
  reasonCode: SuspensionReason,
  /** What the suspension rests on, by name. */
  facts: Type.Array(Type.Object({ name: Label(60), value: Label(200) }, { additionalProperties: false }), { maxItems: 50 }),
  cascade: Type.Union([Type.Literal("NONE"), Type.Literal("HOLD_RELEASED"), Type.Literal("CANCEL_SUPPLY")]),
});

const Opinion = Type.Object({ personId: Identifier, text: PersonalText(500), favourable: Type.Boolean() }, { additionalProperties: false });
export const ReinstateLineBody = commandBody({
  accountId: AccountId,
  suspensionId: Identifier,
  mediation: Type.Optional(
    Type.Object({ salesOpinion: Type.Optional(Opinion), adminOpinion: Type.Optional(Opinion) }, { additionalProperties: false }),
  ),
  /** Until when the line is not suspended again for the same reason. */
  until: Type.Optional(CalendarDate),
});
