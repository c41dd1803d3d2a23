import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const LineStatus = Type.Union([Type.Literal("ACTIVE"), Type.Literal("SUSPENDED"), Type.Literal("EXPIRED")]);

export const SuspensionRow = Type.Object({
  suspensionId: Identifier,
  lineId: Identifier,
  reasonCode: Type.String(),
  origin: Type.String(),
  cascade: Type.String(),
  suspendedOn: CalendarDate,
  reinstatedOn: Nullable(CalendarDate),
  /** Until when the line is not suspended again for the same reason. */
  until: Nullable(CalendarDate),
});
export type SuspensionRow = Static<typeof SuspensionRow>;

export const CreditLineRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  lineId: Identifier,
  status: LineStatus,
  limit: RowAmount,
  tolerancePct: Type.String(),
  termsCode: Type.String(),
  validFrom: CalendarDate,
  validTo: Nullable(CalendarDate),
  applicationId: Nullable(Identifier),
  contractId: Nullable(Identifier),
  openedOn: CalendarDate,
  approver: Identifier,
  /** Live ones. */
  suspensions: Type.Array(SuspensionRow),
});
export type CreditLineRow = Static<typeof CreditLineRow>;

export const CreditLineList = listWithTotals(CreditLineRow, ["limit"]);
export type CreditLineTotals = Static<typeof CreditLineList>["totals"][number];
