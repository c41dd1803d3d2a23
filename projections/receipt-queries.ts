import { sql } from "kysely";
import type { CreditItemRow, CreditItemTotals } from "../schemas/views/credit-item.ts";
import type { ReceiptRow, ReceiptTotals } from "../schemas/views/receipt.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every, oneOf } from "./query/scope.ts";

export interface ReceiptFilter extends AccountFilter {
  readonly status?: "RECEIVED" | "CLEARED" | "RETURNED" | "ANNULLED";
  readonly method?: string;
  /** Only those with money not applied. */
  readonly unapplied?: boolean;
  /** Value dates, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly ids?: readonly string[];
}

const STATUS = sql<string>`coalesce(r.ended, case when r.cleared then 'CLEARED' else 'RECEIVED' end)`;

/** In a series that the ledger numbers itself, the rank of the receipt. */
const NUMBER = sql`coalesce(r.number, (
  select n.number from series_number n where (n.account_id, n.kind, n.source_id) = (r.account_id, 'RECEIPT', r.receipt_id)))`;

/** By value date, then account and receipt. */
export function listReceipts(
  db: ReadDatabase,
  filter: ReceiptFilter,
): Promise<Page<ReceiptRow> & { readonly totals: readonly ReceiptTotals[] }> {
  const query = {
    select: sql`
      r.account_id as "accountId", r.customer_id as "customerId", r.entity_id as "entityId", r.currency, r.receipt_id as "receiptId",
      ${STATUS} as status, r.series, ${NUMBER} as number, r.method, c.amount, c.applied, c.unapplied, c.recovered, c.refunded,
      c.transferred_out as "transferredOut", c.written_off as "writtenOff", r.received_on as "receivedOn", r.value_date as "valueDate",
      r.effective_on as "effectiveOn", r.cleared_on as "clearedOn", r.ended_on as "endedOn", r.end_reason as "endReason",
      r.bank_account_id as "bankAccountId", r.bank_reference as "bankReference", r.payer, r.instrument, r.original,
      r.branch_id as "branchId", r.salesperson_id as "salespersonId"`,
    from: sql`receipt r join credit_item c on c.account_id = r.account_id and c.credit_item_id = r.receipt_id`,
    where: every([
      accountCondition(filter, "r", "r.branch_id"),
      between("r.value_date", filter.from, filter.to),
      equals("r.method", filter.method),
      oneOf("r.receipt_id", filter.ids),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${STATUS} = ${filter.status}`,
      filter.unapplied === true ? sql<boolean>`c.unapplied <> 0` : sql<boolean>`true`,
    ]),
    order: [
      { by: "r.value_date", type: "date", key: "valueDate" },
      { by: "r.account_id", type: "text", key: "accountId" },
      { by: "r.receipt_id", type: "text", key: "receiptId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(c.amount) as amount, sum(c.applied) as applied, sum(c.unapplied) as unapplied`;
  return listPageWithTotals<ReceiptRow, ReceiptTotals>(db, query, sums, "r.currency");
}

export interface CreditItemFilter extends AccountFilter {
  readonly kind?: "RECEIPT" | "CREDIT_NOTE" | "TRANSFERRED_CREDIT";
  readonly status?: "LIVE" | "RETURNED" | "ANNULLED" | "VOIDED";
  /** Only those with something left. */
  readonly unapplied?: boolean;
  /** Value dates, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** All money of customers that settles debts, with what became of it. By value date, then account and id. */
export function listCreditItems(
  db: ReadDatabase,
  filter: CreditItemFilter,
): Promise<Page<CreditItemRow> & { readonly totals: readonly CreditItemTotals[] }> {
  const query = {
    select: sql`
      c.account_id as "accountId", c.customer_id as "customerId", c.entity_id as "entityId", c.currency, c.credit_item_id as "creditItemId",
      c.kind, c.status, c.number, c.amount, c.unapplied, c.applied, c.recovered, c.refunded, c.transferred_out as "transferredOut",
      c.written_off as "writtenOff", c.value_date as "valueDate", c.effective_on as "effectiveOn", c.branch_id as "branchId"`,
    from: sql`credit_item c`,
    where: every([
      accountCondition(filter, "c", "c.branch_id"),
      between("c.value_date", filter.from, filter.to),
      equals("c.kind", filter.kind),
      equals("c.status", filter.status),
      filter.unapplied === true ? sql<boolean>`c.unapplied <> 0` : sql<boolean>`true`,
    ]),
    order: [
      { by: "c.value_date", type: "date", key: "valueDate" },
      { by: "c.account_id", type: "text", key: "accountId" },
      { by: "c.credit_item_id", type: "text", key: "creditItemId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(c.amount) as amount, sum(c.unapplied) as unapplied`;
  return listPageWithTotals<CreditItemRow, CreditItemTotals>(db, query, sums, "c.currency");
}
