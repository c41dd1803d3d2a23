import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate, Instant } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listOf, listWithTotals, Nullable, RowAmount } from "./list.ts";

export const LINE_STATUSES = ["ACTIVE", "OVER_LIMIT", "SUSPENDED", "EXPIRED", "CLOSED"] as const;
export const LineStatus = Type.Union(LINE_STATUSES.map((status) => Type.Literal(status)));

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
  /** Of the day asked for: nothing once the line is closed, before it begins and after its last day. */
  limit: RowAmount,
  /** The same whether the line is valid on that day or not. */
  granted: RowAmount,
  tolerancePct: Type.String(),
  termsCode: Type.String(),
  validFrom: CalendarDate,
  validTo: Nullable(CalendarDate),
  applicationId: Nullable(Identifier),
  contractId: Nullable(Identifier),
  openedOn: CalendarDate,
  closedOn: Nullable(CalendarDate),
  overLimitSince: Nullable(CalendarDate),
  approver: Identifier,
  /** Live ones. */
  suspensions: Type.Array(SuspensionRow),
});
export type CreditLineRow = Static<typeof CreditLineRow>;

export const CreditLineList = listWithTotals(CreditLineRow, ["limit"]);
export type CreditLineTotals = Static<typeof CreditLineList>["totals"][number];

/** Something that happened to a line: `type` is the event, `details` what it says. */
export const CreditLineChangeRow = Type.Object({
  ordinal: Type.Integer(),
  lineId: Identifier,
  type: Type.String(),
  effectiveOn: CalendarDate,
  recordedAt: Instant,
  actor: Type.String(),
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type CreditLineChangeRow = Static<typeof CreditLineChangeRow>;

export const CreditLineChangeList = listOf(CreditLineChangeRow);
