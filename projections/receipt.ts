import { sql } from "kysely";
import type { ReceiptRow, ReceiptTotals } from "../schemas/views/receipt.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * receipt: money received, as recorded now, whatever the business dates.
 *   receipt_id | method | amount     | unapplied | cleared | value_date
 *   RC-77      | CHEQUE | 3000000.00 | 0.00      | false   | 2025-11-03
 */
export const receipt = defineRowsProjection({
  name: "receipt",
  version: 1,
  tables: {
    receipt: {
      comment: "Receipts as recorded now.",
      columns: {
        ...ACCOUNT_COLUMNS,
        receipt_id: column.text(),
        series: column.text(),
        number: column.text(),
        method: column.text(),
        amount: column.numeric(),
        unapplied: column.numeric("not applied to instalments"),
        cleared: column.boolean("the money is there for good"),
        cleared_on: optional.date(),
        received_on: column.date(),
        value_date: column.date(),
        effective_on: column.date("business date from which reports count it"),
        bank_account_id: optional.text(),
        bank_line_id: optional.text(),
        bank_reference: optional.text(),
        payer: optional.jsonb("where it was not the customer; a name is sealed"),
        instrument: optional.jsonb("cheque"),
        original: optional.jsonb("amount in the currency that was handed over, and the rate"),
        branch_id: optional.text(),
        salesperson_id: optional.text(),
      },
      primaryKey: ["account_id", "receipt_id"],
      indexes: ["(value_date, account_id, receipt_id)", "(customer_id)"],
    },
  },
  on: {
    ReceiptRegistered: ({ receipt }, event) => {
      const { data, effectiveOn } = event;
      receipt.insert({
        ...accountKeyOf(event),
        receipt_id: data.receiptId,
        series: data.series,
        number: data.number,
        method: data.method,
        amount: data.amount,
        unapplied: data.amount,
        cleared: data.cleared,
        cleared_on: data.cleared ? effectiveOn : null,
        received_on: data.receivedOn,
        value_date: data.valueDate,
        effective_on: effectiveOn,
        bank_account_id: data.bankAccountId ?? null,
        bank_line_id: data.bankLineId ?? null,
        bank_reference: data.bankReference ?? null,
        payer: data.payer ?? null,
        instrument: data.instrument ?? null,
        original: data.original ?? null,
        branch_id: data.branchId ?? null,
        salesperson_id: data.salespersonId ?? null,
      });
    },
    ReceiptCleared: ({ receipt }, { data, streamId }) =>
      receipt.set(
        { account_id: streamId, receipt_id: data.receiptId },
        { cleared: true, cleared_on: data.on, ...(data.bankLineId !== undefined && { bank_line_id: data.bankLineId }) },
      ),
    PaymentApplied: ({ receipt }, { data, streamId }) =>
      receipt.add(
        { account_id: streamId, receipt_id: data.receiptId },
        { unapplied: negated(sumDecimals(data.lines.map(({ amount }) => amount))) },
      ),
    PaymentUnapplied: ({ receipt }, { data, streamId }) =>
      receipt.add({ account_id: streamId, receipt_id: data.receiptId }, { unapplied: sumDecimals(data.lines.map(({ amount }) => amount)) }),
  },
});

export interface ReceiptFilter extends AccountFilter {
  readonly status?: "RECEIVED" | "CLEARED";
  readonly method?: string;
  /** Only those with money not applied. */
  readonly unapplied?: boolean;
  /** Value dates, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly ids?: readonly string[];
}

/** By value date, then account and receipt. */
export function listReceipts(
  db: ReadDatabase,
  filter: ReceiptFilter,
): Promise<Page<ReceiptRow> & { readonly totals: readonly ReceiptTotals[] }> {
  const query = {
    select: sql`
      r.account_id as "accountId", r.customer_id as "customerId", r.entity_id as "entityId", r.currency, r.receipt_id as "receiptId",
      case when r.cleared then 'CLEARED' else 'RECEIVED' end as status, r.series, r.number, r.method, r.amount, r.amount - r.unapplied as applied,
      r.unapplied, r.received_on as "receivedOn", r.value_date as "valueDate", r.effective_on as "effectiveOn", r.cleared_on as "clearedOn",
      r.bank_account_id as "bankAccountId", r.bank_reference as "bankReference", r.payer, r.instrument, r.original,
      r.branch_id as "branchId", r.salesperson_id as "salespersonId"`,
    from: sql`receipt r`,
    where: every([
      accountCondition(filter, "r", "r.branch_id"),
      between("r.value_date", filter.from, filter.to),
      equals("r.method", filter.method),
      oneOf("r.receipt_id", filter.ids),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`r.cleared = ${filter.status === "CLEARED"}`,
      filter.unapplied === true ? sql<boolean>`r.unapplied <> 0` : sql<boolean>`true`,
    ]),
    order: [
      { by: "r.value_date", type: "date", key: "valueDate" },
      { by: "r.account_id", type: "text", key: "accountId" },
      { by: "r.receipt_id", type: "text", key: "receiptId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(r.amount) as amount, sum(r.amount - r.unapplied) as applied, sum(r.unapplied) as unapplied`;
  return listPageWithTotals<ReceiptRow, ReceiptTotals>(db, query, sums, "r.currency");
}
