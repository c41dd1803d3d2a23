import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const WRITE_OFF_STATUSES = ["PROPOSED", "APPROVED", "REJECTED", "POSTED", "PARTLY_RECOVERED", "RECOVERED", "REVERSED"] as const;

/** As recorded now; `memo` is what was written off and is still owed: now, or at the end of the day that was asked for. */
export const WriteOffRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  writeOffId: Identifier,
  status: Type.Union(WRITE_OFF_STATUSES.map((status) => Type.Literal(status))),
  /** As proposed. */
  amount: RowAmount,
  memo: RowAmount,
  /** Money that came back and was not taken back again. */
  recovered: RowAmount,
  automatic: Type.Boolean(),
  proposedBy: Identifier,
  proposedOn: CalendarDate,
  provisionCoverage: Nullable(RowAmount),
  evidenceKinds: Type.Array(Type.String()),
  authorityLevel: Nullable(Type.String()),
  approvers: Type.Array(Identifier),
  postedOn: Nullable(CalendarDate),
  reversedOn: Nullable(CalendarDate),
  lines: Type.Array(Type.Object({ instalmentId: Type.String(), amount: RowAmount, memo: RowAmount })),
});
export type WriteOffRow = Static<typeof WriteOffRow>;

export const WriteOffList = listWithTotals(WriteOffRow, ["amount", "memo", "recovered"]);
export type WriteOffTotals = Static<typeof WriteOffList>["totals"][number];
