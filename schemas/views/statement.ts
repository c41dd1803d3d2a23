import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId } from "../identifiers.ts";
import { SignedMoney } from "../money.ts";
import { RowAmount } from "./list.ts";

/** Amounts in the account's currency; `balance` is the running one after the movement. */
export const StatementMovement = Type.Object({
  effectiveOn: CalendarDate,
  ordinal: Type.Integer(),
  type: Type.String(),
  reference: Type.String(),
  debit: RowAmount,
  credit: RowAmount,
  balance: RowAmount,
});
export type StatementMovement = Static<typeof StatementMovement>;

/** opening + debits − credits = closing, from and to included. */
export const Statement = Type.Object({
  accountId: AccountId,
  from: CalendarDate,
  to: CalendarDate,
  ordinal: Type.Integer(),
  opening: SignedMoney,
  movements: Type.Array(StatementMovement),
  closing: SignedMoney,
});
export type Statement = Static<typeof Statement>;
