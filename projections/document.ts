import { type RawBuilder, sql } from "kysely";
import type { DocumentRow, DocumentTotals, DocumentView, InstalmentRow } from "../schemas/views/document.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { type AccessScope, between, every, oneOf } from "./query/scope.ts";
import { accountKeyOf, documentOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

const instalmentTable = {
  comment: "Instalments as recorded now: what decisions see. Days past due are computed by the reader.",
  columns: {
    ...ACCOUNT_COLUMNS,
    instalment_id: column.text("{documentId}.{n}"),
    document_id: column.text(),
    due_date: column.date(),
    original_due_date: column.date(),
    original: column.numeric(),
    open: column.numeric(),
    pending: column.numeric("settled by money that is not cleared"),
    promised: column.numeric("covered by promises to pay that run"),
  },
  primaryKey: ["account_id", "instalment_id"],
  indexes: ["(account_id, document_id)"],
} as const;

/**
 * document and instalment: what is owed, as recorded now, whatever the business dates. Aging and balances at a date read open_item_version.
 *   document_id | number  | total      | open      | issue_date
 *   FV-1001     | FV-1001 | 1250000.00 | 250000.00 | 2026-03-01
 */
export const document = defineRowsProjection({
  name: "document",
  version: 1,
  tables: {
    document: {
      comment: "Documents as recorded now.",
      columns: {
        ...ACCOUNT_COLUMNS,
        document_id: column.text(),
        kind: column.text("INVOICE"),
        series: column.text(),
        number: column.text(),
        issue_date: column.date(),
        effective_on: column.date("business date from which reports count it"),
        last_due_date: optional.date("of its instalments"),
        net: column.numeric(),
        total: column.numeric(),
        open: column.numeric("of all its instalments"),
        pending: column.numeric("settled by money that is not cleared"),
        taxes: column.jsonb(),
        terms_code: column.text(),
        early_discount: optional.jsonb(),
        fiscal_id: optional.text(),
        purchase_order: optional.text(),
        order_refs: column.jsonb(),
        payment_method: column.text("CASH or CREDIT"),
        credit_decision: column.text("NONE or RELEASED"),
        branch_id: optional.text(),
        salesperson_id: optional.text(),
      },
      primaryKey: ["account_id", "document_id"],
      indexes: ["(issue_date, account_id, document_id)", "(customer_id)"],
    },
    instalment: instalmentTable,
  },
  on: {
    InvoiceRecorded: recordInvoice,
    PaymentApplied: (rows, { data, streamId }) => {
      for (const { instalmentId, amount } of data.lines) settle(rows, streamId, instalmentId, amount, data.conditional);
    },
    DiscountGranted: (rows, { data, streamId }) => settle(rows, streamId, data.instalmentId, data.amount, data.conditional),
    WithholdingRecorded: (rows, { data, streamId }) => settle(rows, streamId, data.instalmentId, data.amount, data.conditional),
    PaymentUnapplied: (rows, { data, streamId }) => {
      for (const { instalmentId, amount } of [...data.lines, ...data.alsoReversed])
        settle(rows, streamId, instalmentId, negated(amount), data.conditional);
    },
    ReceiptCleared: (rows, { data, streamId }) => {
      for (const { instalmentId, amount } of data.released) change(rows, streamId, instalmentId, { pending: negated(amount) });
    },
    PromiseRegistered: (rows, event) => promise(rows, event, (amount) => amount),
    PromiseKeptReversed: (rows, event) => promise(rows, event, (amount) => amount),
    PromiseKept: (rows, event) => promise(rows, event, negated),
    PromisePartiallyKept: (rows, event) => promise(rows, event, negated),
    PromiseBroken: (rows, event) => promise(rows, event, negated),
    PromiseCancelled: (rows, event) => promise(rows, event, negated),
  },
});

interface Rows {
  readonly document: RowChanges;
  readonly instalment: RowChanges;
}

function recordInvoice(rows: Rows, event: LedgerEvent<"InvoiceRecorded">): void {
  const { data, effectiveOn } = event;
  const key = accountKeyOf(event);
  const zero = decimalText(0n, decimalsOf(key.currency));
  const dueDates = data.instalments.map(({ dueOn }) => dueOn).sort();
  rows.document.insert({
    ...key,
    document_id: data.documentId,
    kind: "INVOICE",
    series: data.series,
    number: data.number,
    issue_date: data.issueDate,
    effective_on: effectiveOn,
    last_due_date: dueDates.at(-1) ?? null,
    net: data.net,
    total: data.total,
    open: sumDecimals([zero, ...data.instalments.map(({ amount }) => amount)]),
    pending: zero,
    taxes: data.taxes,
    terms_code: data.termsCode,
    early_discount: data.earlyDiscount ?? null,
    fiscal_id: data.fiscalId ?? null,
    purchase_order: data.purchaseOrder ?? null,
    order_refs: data.orderRefs,
    payment_method: data.paymentMethod,
    credit_decision: data.creditDecision,
    branch_id: data.branchId ?? null,
    salesperson_id: data.salespersonId ?? null,
  });
  for (const { instalmentId, dueOn, amount } of data.instalments) {
    const dates = { due_date: dueOn, original_due_date: dueOn };
    const amounts = { original: amount, open: amount, pending: zero, promised: zero };
    rows.instalment.insert({ ...key, instalment_id: instalmentId, document_id: data.documentId, ...dates, ...amounts });
  }
}

function settle(rows: Rows, accountId: string, instalmentId: string, amount: string, conditional: boolean): void {
  change(rows, accountId, instalmentId, { open: negated(amount), ...(conditional && { pending: amount }) });
}

/** The document holds the sums of its instalments. */
function change(
  rows: Rows,
  account_id: string,
  instalment_id: string,
  deltas: { readonly open?: string; readonly pending?: string },
): void {
  rows.instalment.add({ account_id, instalment_id }, deltas as Record<string, string>);
  rows.document.add({ account_id, document_id: documentOf(instalment_id) }, deltas as Record<string, string>);
}

interface Promised {
  readonly streamId: string;
  readonly data: { readonly lines: readonly { readonly instalmentId: string; readonly amount: string }[] };
}

function promise(rows: Rows, { streamId, data }: Promised, signed: (amount: string) => string): void {
  for (const { instalmentId, amount } of data.lines) {
    rows.instalment.add({ account_id: streamId, instalment_id: instalmentId }, { promised: signed(amount) });
  }
}

const STATUS = sql<string>`case when d.open = 0 then 'SETTLED' when d.open = d.total then 'OPEN' else 'PARTIALLY_SETTLED' end`;

export interface DocumentFilter extends AccountFilter {
  readonly status?: string;
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
      ${STATUS} as status, d.series, d.number, d.issue_date as "issueDate", d.effective_on as "effectiveOn", d.last_due_date as "dueOn", d.net, d.total,
      d.open, d.pending as "pendingClearance", d.terms_code as "termsCode", d.fiscal_id as "fiscalId", d.purchase_order as "purchaseOrder",
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
  const sums = sql`sum(d.total) as total, sum(d.open) as open, sum(d.pending) as "pendingClearance"`;
  return listPageWithTotals<DocumentRow, DocumentTotals>(db, query, sums, "d.currency");
}

function documentCondition(filter: DocumentFilter): RawBuilder<boolean> {
  return every([
    accountCondition(filter, "d", "d.branch_id"),
    between("d.issue_date", filter.from, filter.to),
    oneOf("d.document_id", filter.ids),
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
    select instalment_id as "instalmentId", due_date as "dueOn", original_due_date as "originalDueOn", original, open, pending as "pendingClearance", promised
    from instalment where account_id = ${accountId} and document_id = ${documentId} order by due_date, instalment_id`.execute(db);
  return { ...found, instalments: instalments.rows.slice() };
}
