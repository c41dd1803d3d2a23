import { type Static, Type } from "@sinclair/typebox";
import { DelinquencyCause, DelinquencyState } from "../codes.ts";
import { CalendarDate, Instant } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listOf, listWithTotals, Nullable, RowAmount } from "./list.ts";

/** The state of default as recorded now; open and past due by what is recorded now, on the day asked for. */
export const DelinquencyRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  state: DelinquencyState,
  /** null where it never changed. */
  since: Nullable(CalendarDate),
  /** Of the item that is longest past due; null where none is. */
  worstDpd: Nullable(Type.Integer()),
  open: RowAmount,
  pastDue: RowAmount,
});
export type DelinquencyRow = Static<typeof DelinquencyRow>;

export const DelinquencyList = listWithTotals(DelinquencyRow, ["open", "pastDue"]);
export type DelinquencyTotals = Static<typeof DelinquencyList>["totals"][number];

export const DelinquencyChangeRow = Type.Object({
  changeNo: Type.Integer(),
  effectiveOn: CalendarDate,
  from: DelinquencyState,
  to: DelinquencyState,
  cause: DelinquencyCause,
  worst: Nullable(Type.Object({ instalmentId: Type.String(), dpd: Type.Integer(), open: RowAmount })),
  /** Changes that are not true any more because of this one. */
  supersedes: Type.Array(Type.Integer()),
  /** Whether a later change says, as far as known then, that this one is not true. */
  superseded: Type.Boolean(),
  ordinal: Type.Integer(),
  recordedAt: Instant,
});
export type DelinquencyChangeRow = Static<typeof DelinquencyChangeRow>;

export const DelinquencyHistory = Type.Composite([
  listOf(DelinquencyChangeRow),
  Type.Object({ accountId: AccountId, asOf: CalendarDate, state: DelinquencyState, since: Nullable(CalendarDate) }),
]);
