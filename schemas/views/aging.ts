import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CurrencyCode } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { NextCursor, Nullable, RowAmount } from "./list.ts";

export const AgingGroup = Type.Union(["customer", "account", "salesperson", "branch", "entity", "bucket"].map((by) => Type.Literal(by)));

export const AgingBucket = Type.Object({ code: Type.String(), fromDays: Nullable(Type.Integer()), toDays: Nullable(Type.Integer()) });

/** `total` = sum of `amounts` − `unapplied`. What is pending, promised and covered stands beside the buckets and is no part of the total. */
const Figures = {
  currency: CurrencyCode,
  amounts: Type.Record(Type.String(), RowAmount),
  unapplied: RowAmount,
  total: RowAmount,
  pendingClearance: RowAmount,
  promised: RowAmount,
  coveredByPostDated: RowAmount,
};

export const AgingTotal = Type.Object({ ...Figures, items: Type.Integer() });
export type AgingTotal = Static<typeof AgingTotal>;

/** `key` is null for items without a salesperson or branch. A customer's label is sealed. */
export const AgingRow = Type.Object({
  key: Nullable(Type.String()),
  label: Nullable(Type.Union([Type.String(), Sealed])),
  ...Figures,
  items: Type.Integer(),
});
export type AgingRow = Static<typeof AgingRow>;

export const AgingReport = Type.Object({
  asOf: CalendarDate,
  ordinal: Type.Integer(),
  groupBy: AgingGroup,
  basis: Type.String(),
  buckets: Type.Array(AgingBucket),
  rows: Type.Array(AgingRow),
  totals: Type.Array(AgingTotal),
  nextCursor: NextCursor,
});
export type AgingReport = Static<typeof AgingReport>;

/** The effect of one event on one item at asOf. `bucket` is null for credit, whose change is `unapplied`. */
export const AgingEffect = Type.Object({
  ordinal: Type.Integer(),
  type: Type.String(),
  effectiveOn: CalendarDate,
  accountId: Type.String(),
  itemId: Type.String(),
  documentId: Type.String(),
  number: Type.String(),
  reference: Type.String(),
  currency: CurrencyCode,
  bucket: Nullable(Type.String()),
  amount: RowAmount,
  unapplied: RowAmount,
  pendingClearance: RowAmount,
  promised: RowAmount,
  coveredByPostDated: RowAmount,
});
export type AgingEffect = Static<typeof AgingEffect>;

/** `totals` = the report known at `knownTo` − the report known at `knownFrom`. */
export const AgingDifference = Type.Object({
  asOf: CalendarDate,
  knownFrom: Type.Integer(),
  knownTo: Type.Integer(),
  basis: Type.String(),
  effects: Type.Array(AgingEffect),
  totals: Type.Array(Type.Object({ ...Figures, effects: Type.Integer() })),
  nextCursor: NextCursor,
});
export type AgingDifference = Static<typeof AgingDifference>;
