import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

/** As recorded now, whatever the business dates. `payer` and `instrument` may hold sealed values. */
export const ReceiptRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  receiptId: Identifier,
  status: Type.Union([Type.Literal("RECEIVED"), Type.Literal("CLEARED"), Type.Literal("RETURNED"), Type.Literal("ANNULLED")]),
  series: Type.String(),
  number: Nullable(Type.String()),
  method: Type.String(),
  amount: RowAmount,
  applied: RowAmount,
  unapplied: RowAmount,
  recovered: RowAmount,
  refunded: RowAmount,
  transferredOut: RowAmount,
  writtenOff: RowAmount,
  receivedOn: CalendarDate,
  valueDate: CalendarDate,
  effectiveOn: CalendarDate,
  clearedOn: Nullable(CalendarDate),
  endedOn: Nullable(CalendarDate),
  /** Why it was returned. */
  endReason: Nullable(Type.String()),
  bankAccountId: Nullable(Identifier),
  bankReference: Nullable(Type.String()),
  payer: Nullable(Type.Unknown()),
  instrument: Nullable(Type.Unknown()),
  original: Nullable(Type.Object({ amount: RowAmount, currency: CurrencyCode, rate: Type.String() })),
  branchId: Nullable(Identifier),
  salespersonId: Nullable(Identifier),
});
export type ReceiptRow = Static<typeof ReceiptRow>;

export const ReceiptList = listWithTotals(ReceiptRow, ["amount", "applied", "unapplied"]);
export type ReceiptTotals = Static<typeof ReceiptList>["totals"][number];
