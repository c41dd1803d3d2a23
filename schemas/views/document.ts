import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const DocumentStatus = Type.Union(
  ["OPEN", "PARTIALLY_SETTLED", "SETTLED", "CANCELLED", "WRITTEN_OFF"].map((status) => Type.Literal(status)),
);

export const InstalmentRow = Type.Object({
  instalmentId: Type.String(),
  dueOn: CalendarDate,
  originalDueOn: CalendarDate,
  original: RowAmount,
  open: RowAmount,
  pendingClearance: RowAmount,
  promised: RowAmount,
  writtenOff: RowAmount,
  flags: Type.Array(Type.Object({ flag: Type.String(), since: CalendarDate, until: Nullable(CalendarDate) })),
});
export type InstalmentRow = Static<typeof InstalmentRow>;

/** As recorded now, whatever the business dates. */
export const DocumentRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  documentId: Identifier,
  kind: Type.String(),
  status: DocumentStatus,
  series: Nullable(Type.String()),
  number: Nullable(Type.String()),
  issueDate: CalendarDate,
  effectiveOn: CalendarDate,
  dueOn: Nullable(CalendarDate),
  net: RowAmount,
  total: RowAmount,
  open: RowAmount,
  pendingClearance: RowAmount,
  /** Given up and not recovered: a memo, no longer open. */
  writtenOff: RowAmount,
  /** Of a debit note or charge. */
  originDocumentId: Nullable(Identifier),
  reasonCode: Nullable(Type.String()),
  /** Of an opening item. */
  opening: Nullable(Type.Object({ cutDate: CalendarDate, originalTotal: RowAmount })),
  /** The credit note that cancelled it. */
  cancelledBy: Nullable(Identifier),
  creditDecision: Nullable(Type.String()),
  termsCode: Nullable(Type.String()),
  fiscalId: Nullable(Type.String()),
  purchaseOrder: Nullable(Type.String()),
  paymentMethod: Nullable(Type.String()),
  branchId: Nullable(Identifier),
  salespersonId: Nullable(Identifier),
});
export type DocumentRow = Static<typeof DocumentRow>;

export const DocumentView = Type.Composite([DocumentRow, Type.Object({ instalments: Type.Array(InstalmentRow) })]);
export type DocumentView = Static<typeof DocumentView>;

export const DocumentList = listWithTotals(DocumentRow, ["total", "open", "pendingClearance", "writtenOff"]);
export type DocumentTotals = Static<typeof DocumentList>["totals"][number];
