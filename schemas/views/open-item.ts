import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CurrencyCode, Identifier } from "../identifiers.ts";
import { Nullable, RowAmount } from "./list.ts";

export const OpenItemFlag = Type.Union([
  Type.Literal("PENDING_CLEARANCE"),
  Type.Literal("PROMISED"),
  Type.Literal("COVERED_BY_POST_DATED"),
]);

export const OpenItem = Type.Object({
  instalmentId: Type.String(),
  documentId: Identifier,
  kind: Type.String(),
  number: Type.String(),
  issueDate: CalendarDate,
  dueOn: CalendarDate,
  originalDueOn: CalendarDate,
  currency: CurrencyCode,
  original: RowAmount,
  open: RowAmount,
  pendingClearance: RowAmount,
  promised: RowAmount,
  coveredByPostDated: RowAmount,
  daysPastDue: Type.Integer(),
  bucket: Type.String(),
  branchId: Nullable(Identifier),
  salespersonId: Nullable(Identifier),
  flags: Type.Array(OpenItemFlag),
});
export type OpenItem = Static<typeof OpenItem>;

export const UnappliedCredit = Type.Object({
  receiptId: Identifier,
  kind: Type.String(),
  number: Type.String(),
  valueDate: CalendarDate,
  currency: CurrencyCode,
  original: RowAmount,
  unapplied: RowAmount,
});
export type UnappliedCredit = Static<typeof UnappliedCredit>;

/** Instalments by due date, then number and id; money that is not applied apart. */
export const OpenItems = Type.Object({
  accountId: Type.String(),
  asOf: CalendarDate,
  ordinal: Type.Integer(),
  items: Type.Array(OpenItem),
  credits: Type.Array(UnappliedCredit),
  totals: Type.Object({ currency: CurrencyCode, open: RowAmount, pastDue: RowAmount, unapplied: RowAmount, balance: RowAmount }),
});
export type OpenItems = Static<typeof OpenItems>;
