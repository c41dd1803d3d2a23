import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const RECEIPT_REQUEST_STATUSES = ["REQUESTED", "FULFILLED", "DECLINED"] as const;

/** As recorded now: a receipt that a desk asked treasury for. */
export const ReceiptRequestRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  requestId: Identifier,
  status: Type.Union(RECEIPT_REQUEST_STATUSES.map((status) => Type.Literal(status))),
  amount: RowAmount,
  instalmentIds: Type.Array(Type.String()),
  supportIds: Type.Array(Identifier),
  requestedBy: Identifier,
  requestedOn: CalendarDate,
  /** That fulfilled it. */
  receiptId: Nullable(Identifier),
  decidedBy: Nullable(Identifier),
  decidedOn: Nullable(CalendarDate),
});
export type ReceiptRequestRow = Static<typeof ReceiptRequestRow>;

export const ReceiptRequestList = listWithTotals(ReceiptRequestRow, ["amount"]);
export type ReceiptRequestTotals = Static<typeof ReceiptRequestList>["totals"][number];
