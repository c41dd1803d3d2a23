import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const PromiseStatus = Type.Union(
  ["ACTIVE", "KEPT", "PARTIALLY_KEPT", "BROKEN", "CANCELLED", "SUPERSEDED"].map((status) => Type.Literal(status)),
);

export const PromiseRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  promiseId: Identifier,
  status: PromiseStatus,
  dueOn: CalendarDate,
  registeredOn: CalendarDate,
  decidedOn: Nullable(CalendarDate),
  promised: RowAmount,
  counted: Nullable(RowAmount),
  missing: Nullable(RowAmount),
  channel: Type.String(),
  contactPersonId: Nullable(Identifier),
  collectorId: Nullable(Identifier),
  /** How many promises it takes the place of, one after the other. */
  renewalNo: Type.Integer(),
  /** The promise in its place. */
  supersededBy: Nullable(Identifier),
  lines: Type.Array(Type.Object({ instalmentId: Type.String(), amount: RowAmount })),
});
export type PromiseRow = Static<typeof PromiseRow>;

export const PromiseList = listWithTotals(PromiseRow, ["promised"]);
export type PromiseTotals = Static<typeof PromiseList>["totals"][number];
