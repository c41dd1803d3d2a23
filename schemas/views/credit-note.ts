import { type Static, Type } from "@sinclair/typebox";
import { CreditNoteReason } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, CurrencyCode, Identifier } from "../identifiers.ts";
import { listWithTotals, Nullable, RowAmount } from "./list.ts";

export const CREDIT_NOTE_STATUSES = ["REQUESTED", "APPROVED", "REJECTED", "ISSUED", "VOIDED"] as const;

/** As recorded now. What was applied of it, and what is left, is zero until it is issued. */
export const CreditNoteRow = Type.Object({
  accountId: AccountId,
  customerId: Identifier,
  entityId: Identifier,
  currency: CurrencyCode,
  creditNoteId: Identifier,
  status: Type.Union(CREDIT_NOTE_STATUSES.map((status) => Type.Literal(status))),
  reasonCode: CreditNoteReason,
  documentId: Nullable(Identifier),
  requestedAmount: Nullable(RowAmount),
  amount: RowAmount,
  applied: RowAmount,
  left: RowAmount,
  requestedBy: Nullable(Identifier),
  since: CalendarDate,
  approval: Nullable(Type.String({ description: "RECORDED, EXTERNAL or CANCELLATION; null until it is issued" })),
  authorityLevel: Nullable(Type.String()),
  decidedBy: Type.Array(Identifier),
  decidedOn: Nullable(CalendarDate),
  supportIds: Type.Array(Identifier),
  series: Nullable(Type.String()),
  number: Nullable(Type.String()),
  fiscalId: Nullable(Type.String()),
  issueDate: Nullable(CalendarDate),
  voidedOn: Nullable(CalendarDate),
  branchId: Nullable(Identifier),
});
export type CreditNoteRow = Static<typeof CreditNoteRow>;

export const CreditNoteList = listWithTotals(CreditNoteRow, ["amount", "applied", "left"]);
export type CreditNoteTotals = Static<typeof CreditNoteList>["totals"][number];
