import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listOf, listWithTotals, Nullable, RowAmount } from "./list.ts";

/** A rule that held the order, with what it found. */
const OrderReason = Type.Object({
  reasonCode: Type.String(),
  facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
});

/** As recorded now, whatever its business date. */
export const OrderRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  orderId: Identifier,
  status: Type.String(),
  amount: RowAmount,
  reservation: RowAmount,
  invoiced: RowAmount,
  /** What waits for a release: all of a held order, of one released in part what was not. */
  held: RowAmount,
  paymentMethod: Type.String(),
  termsCode: Type.String(),
  shipOn: CalendarDate,
  checkpoint: Type.String(),
  reservedUntil: Nullable(CalendarDate),
  /** Last day of a release by hand. */
  releaseExpiresOn: Nullable(CalendarDate),
  /** Every rule that failed. */
  reasons: Type.Array(OrderReason),
  overshoot: RowAmount,
  requestedOn: CalendarDate,
  decidedOn: CalendarDate,
});
export type OrderRow = Static<typeof OrderRow>;

export const OrderList = listWithTotals(OrderRow, ["amount", "reservation", "invoiced", "held"]);
export type OrderTotals = Static<typeof OrderList>["totals"][number];

/** What limit, exposure and available were when it mattered. Parts are null where only the sums were recorded. */
export const ExposureRow = Type.Object({
  position: Type.Integer(),
  event: Type.String(),
  decidedOn: CalendarDate,
  orderId: Nullable(Identifier),
  currency: CurrencyCode,
  asked: Nullable(RowAmount),
  limit: RowAmount,
  tolerancePct: Type.String(),
  ceiling: RowAmount,
  exposure: RowAmount,
  available: RowAmount,
  overshoot: Nullable(RowAmount),
  open: Nullable(RowAmount),
  pendingClearance: Nullable(RowAmount),
  reservations: Nullable(RowAmount),
  unappliedNetted: Nullable(RowAmount),
  policyVersion: Nullable(Type.Integer()),
});
export type ExposureRow = Static<typeof ExposureRow>;

export const ExposureHistory = listOf(ExposureRow);

const OrderEventRow = Type.Object({
  position: Type.Integer(),
  event: Type.String(),
  happenedOn: CalendarDate,
  actor: Identifier,
  status: Type.String(),
  amount: Nullable(RowAmount),
  reservation: RowAmount,
  reasons: Type.Array(OrderReason),
  documentId: Nullable(Identifier),
  suspensionId: Nullable(Identifier),
  /** What the decision rested on. */
  decision: Nullable(Type.Omit(ExposureRow, ["position", "event", "orderId", "currency"])),
});
export type OrderEventRow = Static<typeof OrderEventRow>;

export const OrderView = Type.Composite([OrderRow, Type.Object({ history: Type.Array(OrderEventRow) })]);
export type OrderView = Static<typeof OrderView>;
