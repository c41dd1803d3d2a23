import { type RawBuilder, sql } from "kysely";
import type { DocumentRow, DocumentTotals, DocumentView, InstalmentRow } from "../schemas/views/document.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { type AccessScope, between, equals, every, oneOf } from "./query/scope.ts";

const STATUS = sql<string>`case when d.cancelled_by is not null then 'CANCELLED' when d.open = 0 and d.written_off > 0 then 'WRITTEN_OFF'
  when d.open = 0 then 'SETTLED' when d.open = d.total then 'OPEN' else 'PARTIALLY_SETTLED' end`;

/** In a series that the ledger numbers itself, the rank of the document. */
const NUMBER = sql`coalesce(d.number, (
  select n.number from series_number n where (n.account_id, n.kind, n.source_id) = (d.account_id, d.kind, d.document_id)))`;

export interface DocumentFilter extends AccountFilter {
  readonly status?: string;
  readonly kind?: string;
  /** NONE: invoiced without the release of an order behind it. */
  readonly creditDecision?: string;
  /** Issue dates, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly ids?: readonly string[];
}

/** By issue date, then account and document. */
export function listDocuments(
  db: ReadDatabase,
  filter: DocumentFilter,
): Promise<Page<DocumentRow> & { readonly totals: readonly DocumentTotals[] }> {
  const query = {
    select: sql`
      d.account_id as "accountId", d.customer_id as "customerId", d.entity_id as "entityId", d.currency, d.document_id as "documentId", d.kind,
      ${STATUS} as status, d.series, ${NUMBER} as number, d.issue_date as "issueDate", d.effective_on as "effectiveOn", d.last_due_date as "dueOn", d.net, d.total,
      d.open, d.pending as "pendingClearance", d.written_off as "writtenOff", d.origin_document_id as "originDocumentId",
      d.reason_code as "reasonCode", d.opening, d.cancelled_by as "cancelledBy", d.credit_decision as "creditDecision", d.terms_code as "termsCode", d.fiscal_id as "fiscalId", d.purchase_order as "purchaseOrder",
      d.payment_method as "paymentMethod", d.branch_id as "branchId", d.salesperson_id as "salespersonId"`,
    from: sql`document d`,
    where: documentCondition(filter),
    order: [
      { by: "d.issue_date", type: "date", key: "issueDate" },
      { by: "d.account_id", type: "text", key: "accountId" },
      { by: "d.document_id", type: "text", key: "documentId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(d.total) as total, sum(d.open) as open, sum(d.pending) as "pendingClearance", sum(d.written_off) as "writtenOff"`;
  return listPageWithTotals<DocumentRow, DocumentTotals>(db, query, sums, "d.currency");
}

function documentCondition(filter: DocumentFilter): RawBuilder<boolean> {
  return every([
    accountCondition(filter, "d", "d.branch_id"),
    between("d.issue_date", filter.from, filter.to),
    oneOf("d.document_id", filter.ids),
    equals("d.kind", filter.kind),
    equals("d.credit_decision", filter.creditDecision),
    filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${STATUS} = ${filter.status}`,
  ]);
}

export async function findDocument(
  db: ReadDatabase,
  accountId: string,
  documentId: string,
  scope: AccessScope,
): Promise<DocumentView | undefined> {
  const { rows } = await listDocuments(db, { scope, accountId, ids: [documentId], limit: 1 });
  const found = rows[0];
  if (found === undefined) return undefined;
  const instalments = await sql<InstalmentRow>`
    select instalment_id as "instalmentId", due_date as "dueOn", original_due_date as "originalDueOn", original, open, pending as "pendingClearance", promised,
      written_off as "writtenOff", coalesce((select jsonb_agg(jsonb_build_object('flag', f.flag, 'since', f.since, 'until', f.until) order by f.flag collate "C")
        from instalment_flag f where f.account_id = i.account_id and f.instalment_id = i.instalment_id), '[]') as flags
    from instalment i where account_id = ${accountId} and document_id = ${documentId} order by due_date, instalment_id collate "C"`.execute(
    db,
  );
  return { ...found, instalments: instalments.rows.slice() };
}
