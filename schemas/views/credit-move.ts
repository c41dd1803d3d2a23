import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

const OfAccount = { accountId: AccountId, customerId: Identifier, entityId: Identifier, currency: CurrencyCode };

export const REFUND_STATUSES = ["REQUESTED", "PAID", "CANCELLED"] as const;

/** As recorded now. `payee` may hold a sealed value. */
export const RefundRow = Type.Object({
  ...OfAccount,
  refundId: Identifier,
  status: Type.Union(REFUND_STATUSES.map((status) => Type.Literal(status))),
  creditItemId: Identifier,
  amount: RowAmount,
  payoutMethod: Type.String(),
  payee: Type.Unknown(),
  toThirdParty: Type.Boolean(),
  authorityLevel: Type.String(),
  approvers: Type.Array(Identifier),
  requestedBy: Identifier,
  requestedOn: CalendarDate,
  /** From when the amount is no longer unapplied. */
  effectiveOn: CalendarDate,
  paidOn: Nullable(CalendarDate),
  cancelledOn: Nullable(CalendarDate),
});
export type RefundRow = Static<typeof RefundRow>;

export const RefundList = listWithTotals(RefundRow, ["amount"]);
export type RefundTotals = Static<typeof RefundList>["totals"][number];

export const CREDIT_TRANSFER_STATUSES = ["OUT", "RECEIVED", "REVERSED", "RETURNED"] as const;

/** One transfer as both accounts know it; account, customer and currency are those it came from. */
export const CreditTransferRow = Type.Object({
  ...OfAccount,
  transferId: Identifier,
  status: Type.Union(CREDIT_TRANSFER_STATUSES.map((status) => Type.Literal(status))),
  creditItemId: Identifier,
  toAccountId: AccountId,
  amount: RowAmount,
  /** What arrives, in the currency of the account it goes to. */
  inAmount: RowAmount,
  valueDate: CalendarDate,
  effectiveOn: CalendarDate,
  returnedOn: Nullable(CalendarDate),
});
export type CreditTransferRow = Static<typeof CreditTransferRow>;

export const CreditTransferList = listWithTotals(CreditTransferRow, ["amount"]);
export type CreditTransferTotals = Static<typeof CreditTransferList>["totals"][number];
