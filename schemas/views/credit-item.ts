import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

/** A receipt, credit note or transferred credit as recorded now: its amount is what is unapplied and what was used. */
export const CreditItemRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  creditItemId: Identifier,
  kind: Type.Union([Type.Literal("RECEIPT"), Type.Literal("CREDIT_NOTE"), Type.Literal("TRANSFERRED_CREDIT")]),
  status: Type.Union([Type.Literal("LIVE"), Type.Literal("RETURNED"), Type.Literal("ANNULLED"), Type.Literal("VOIDED")]),
  number: Nullable(Type.String()),
  amount: RowAmount,
  unapplied: RowAmount,
  applied: RowAmount,
  recovered: RowAmount,
  refunded: RowAmount,
  transferredOut: RowAmount,
  writtenOff: RowAmount,
  valueDate: CalendarDate,
  effectiveOn: CalendarDate,
  branchId: Nullable(Identifier),
});
export type CreditItemRow = Static<typeof CreditItemRow>;

export const CreditItemList = listWithTotals(CreditItemRow, ["amount", "unapplied"]);
export type CreditItemTotals = Static<typeof CreditItemList>["totals"][number];
