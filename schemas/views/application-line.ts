import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

/** What settled how much of an instalment, and what of it was undone. */
export const ApplicationLineRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  /** Nothing: it settled by itself. */
  applicationId: Nullable(Identifier),
  lineId: Type.String(),
  settlementId: Type.String(),
  kind: Type.Union((["PAYMENT", "CREDIT", "RECOVERY", "DISCOUNT", "WITHHOLDING", "DIFFERENCE"] as const).map((kind) => Type.Literal(kind))),
  subkind: Nullable(Type.String()),
  /** Receipt, credit note or transferred credit. */
  receiptId: Nullable(Identifier),
  instalmentId: Nullable(Type.String()),
  amount: RowAmount,
  undone: RowAmount,
  applied: RowAmount,
  settledOn: CalendarDate,
  effectiveOn: CalendarDate,
  appliedOn: CalendarDate,
  conditional: Type.Boolean(),
  undoneBy: Nullable(Identifier),
});
export type ApplicationLineRow = Static<typeof ApplicationLineRow>;

export const ApplicationLineList = listWithTotals(ApplicationLineRow, ["amount", "undone", "applied"]);
export type ApplicationLineTotals = Static<typeof ApplicationLineList>["totals"][number];
