import { sql } from "kysely";
import type { CreditNoteRow, CreditNoteTotals } from "../schemas/views/credit-note.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * credit_note: the way of a note from its request on; what became of its money stands in credit_item.
 *   credit_note_id | status | amount    | requested_by | authority_level | decided_by   | issue_date
 *   NC-7           | ISSUED | 300000.00 | PIA          | L2              | ["SAM","AMY"] | 2025-11-20
 */
export const creditNote = defineRowsProjection({
  name: "credit_note",
  version: 1,
  tables: {
    credit_note: {
      comment: "Credit notes from their request on.",
      columns: {
        ...ACCOUNT_COLUMNS,
        credit_note_id: column.text(),
        status: column.text("REQUESTED, APPROVED, REJECTED, ISSUED or VOIDED"),
        reason_code: column.text(),
        document_id: optional.text("the document it corrects"),
        requested_amount: optional.numeric("null where it was not requested here"),
        amount: column.numeric("as issued; until then as requested"),
        requested_by: optional.text(),
        since: column.date("business date of the request, or of the issue where it was not requested here"),
        approval: optional.text("RECORDED, EXTERNAL or CANCELLATION; null until it is issued"),
        authority_level: optional.text("at which it was approved"),
        decided_by: column.jsonb("who approved or rejected it"),
        decided_on: optional.date(),
        support_ids: column.jsonb(),
        series: optional.text(),
        number: optional.text(),
        fiscal_id: optional.text(),
        issue_date: optional.date(),
        voided_on: optional.date(),
        branch_id: optional.text(),
      },
      primaryKey: ["account_id", "credit_note_id"],
      indexes: ["(since, account_id, credit_note_id)", "(account_id, document_id)"],
    },
  },
  on: {
    CreditNoteRequested(rows, event) {
      const { data, actor } = event;
      rows.credit_note.insert({
        ...accountKeyOf(event),
        credit_note_id: data.creditNoteId,
        status: "REQUESTED",
        reason_code: data.reasonCode,
        document_id: data.documentId ?? null,
        requested_amount: data.amount,
        amount: data.amount,
        requested_by: actor,
        since: data.requestedOn,
        decided_by: [],
        support_ids: data.supportIds,
      });
    },
    CreditNoteApproved: ({ credit_note }, { data, streamId, effectiveOn }) =>
      credit_note.set(
        { account_id: streamId, credit_note_id: data.creditNoteId },
        { status: "APPROVED", authority_level: data.authorityLevel, decided_by: data.approvers, decided_on: effectiveOn },
      ),
    CreditNoteRejected: ({ credit_note }, { data, streamId, effectiveOn, actor }) =>
      credit_note.set(
        { account_id: streamId, credit_note_id: data.creditNoteId },
        { status: "REJECTED", decided_by: [actor], decided_on: effectiveOn },
      ),
    CreditNoteIssued({ credit_note }, event) {
      const { data, streamId } = event;
      if (data.approval === "RECORDED") credit_note.set({ account_id: streamId, credit_note_id: data.creditNoteId }, issued(event));
      else {
        credit_note.insert({
          ...accountKeyOf(event),
          credit_note_id: data.creditNoteId,
          reason_code: data.reasonCode,
          document_id: data.documentId ?? null,
          since: data.issueDate,
          decided_by: [],
          support_ids: [],
          ...issued(event),
        });
      }
    },
    CreditNoteVoided: ({ credit_note }, { data, streamId, effectiveOn }) =>
      credit_note.set({ account_id: streamId, credit_note_id: data.creditNoteId }, { status: "VOIDED", voided_on: effectiveOn }),
  },
});

function issued({ data }: LedgerEvent<"CreditNoteIssued">) {
  return {
    status: "ISSUED",
    amount: data.amount,
    approval: data.approval,
    series: data.series,
    number: data.number,
    fiscal_id: data.fiscalId ?? null,
    issue_date: data.issueDate,
    branch_id: data.branchId ?? null,
  };
}

export interface CreditNoteFilter extends AccountFilter {
  readonly creditNoteId?: string;
  readonly documentId?: string;
  readonly status?: string;
  /** Days of request or issue, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By day of request or issue, then account and note. */
export function listCreditNotes(
  db: ReadDatabase,
  filter: CreditNoteFilter,
): Promise<Page<CreditNoteRow> & { readonly totals: readonly CreditNoteTotals[] }> {
  const query = {
    select: sql`
      n.account_id as "accountId", n.customer_id as "customerId", n.entity_id as "entityId", n.currency, n.credit_note_id as "creditNoteId",
      n.status, n.reason_code as "reasonCode", n.document_id as "documentId", n.requested_amount as "requestedAmount", n.amount,
      coalesce(c.applied, n.amount - n.amount) as applied, coalesce(c.unapplied, n.amount - n.amount) as left, n.requested_by as "requestedBy", n.since, n.approval,
      n.authority_level as "authorityLevel", n.decided_by as "decidedBy", n.decided_on as "decidedOn", n.support_ids as "supportIds",
      n.series, n.number, n.fiscal_id as "fiscalId", n.issue_date as "issueDate", n.voided_on as "voidedOn", n.branch_id as "branchId"`,
    from: sql`credit_note n left join credit_item c on c.account_id = n.account_id and c.credit_item_id = n.credit_note_id`,
    where: every([
      accountCondition(filter, "n", "n.branch_id"),
      equals("n.credit_note_id", filter.creditNoteId),
      equals("n.document_id", filter.documentId),
      equals("n.status", filter.status),
      between("n.since", filter.from, filter.to),
    ]),
    order: [
      { by: "n.since", type: "date", key: "since" },
      { by: "n.account_id", type: "text", key: "accountId" },
      { by: "n.credit_note_id", type: "text", key: "creditNoteId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(n.amount) as amount, sum(coalesce(c.applied, n.amount - n.amount)) as applied, sum(coalesce(c.unapplied, n.amount - n.amount)) as left`;
  return listPageWithTotals<CreditNoteRow, CreditNoteTotals>(db, query, sums, "n.currency");
}
