import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label } from "../identifiers.ts";
import { PositiveMoney } from "../money.ts";
import { commandBody } from "./command-body.ts";

export const PromiseChannel = Type.Union(
  ["PHONE", "SMS", "EMAIL", "WHATSAPP", "LETTER", "VISIT", "IN_PERSON"].map((code) => Type.Literal(code)),
);

const PromiseLines = Type.Array(Type.Object({ instalmentId: InstalmentId, amount: PositiveMoney }, { additionalProperties: false }), {
  minItems: 1,
  maxItems: 200,
});

export const RegisterPromiseBody = commandBody({
  accountId: AccountId,
  promiseId: Identifier,
  lines: PromiseLines,
  dueOn: CalendarDate,
  channel: PromiseChannel,
  contactPersonId: Type.Optional(Identifier),
  collectorId: Type.Optional(Identifier),
  evidenceRef: Type.Optional(Label(200)),
});

/** Another promise in the place of one; channel and collector stay as they were unless they are named. */
export const ReschedulePromiseBody = commandBody({
  accountId: AccountId,
  promiseId: Identifier,
  newPromiseId: Identifier,
  dueOn: CalendarDate,
  lines: PromiseLines,
  channel: Type.Optional(PromiseChannel),
  contactPersonId: Type.Optional(Identifier),
  collectorId: Type.Optional(Identifier),
  evidenceRef: Type.Optional(Label(200)),
});

export const CancelPromiseBody = commandBody({ accountId: AccountId, promiseId: Identifier });
export const EvaluatePromiseBody = commandBody({ accountId: AccountId, promiseId: Identifier, asOf: CalendarDate });
