import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label } from "../identifiers.ts";
import { PositiveMoney } from "../money.ts";
import { commandBody } from "./command-body.ts";

export const PromiseChannel = Type.Union(
  ["PHONE", "SMS", "EMAIL", "WHATSAPP", "LETTER", "VISIT", "IN_PERSON"].map((code) => Type.Literal(code)),
);

export const RegisterPromiseBody = commandBody({
  accountId: AccountId,
  promiseId: Identifier,
  lines: Type.Array(Type.Object({ instalmentId: InstalmentId, amount: PositiveMoney }, { additionalProperties: false }), {
    minItems: 1,
    maxItems: 200,
  }),
  dueOn: CalendarDate,
  channel: PromiseChannel,
  contactPersonId: Type.Optional(Identifier),
  collectorId: Type.Optional(Identifier),
  evidenceRef: Type.Optional(Label(200)),
});

export const CancelPromiseBody = commandBody({ accountId: AccountId, promiseId: Identifier });
export const EvaluatePromiseBody = commandBody({ accountId: AccountId, promiseId: Identifier, asOf: CalendarDate });
