import { sql } from "kysely";
import type { RefundRow, RefundTotals } from "../schemas/views/credit-move.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * refund: money on account that is paid back.
 *   refund_id | status | credit_item_id | amount     | paid_on
 *   RF-1      | PAID   | RC-7           | 1000000.00 | 2025-11-18
 */
export const refund = defineRowsProjection({
  name: "refund",
  version: 1,
  tables: {
    refund: {
      comment: "Money on account that is paid back.",
      columns: {
        ...ACCOUNT_COLUMNS,
        refund_id: column.text(),
        status: column.text("REQUESTED, PAID or CANCELLED"),
        credit_item_id: column.text("receipt, credit note or transferred credit"),
        amount: column.numeric(),
        payout_method: column.text(),
        payee: column.jsonb("a customer, or a sealed name"),
        to_third_party: column.boolean("the payee did not pay it in"),
        authority_level: column.text(),
        approvers: column.jsonb(),
        requested_by: column.text(),
        requested_on: column.date("business date on which it was asked for"),
        effective_on: column.date("from when it is no longer unapplied"),
        paid_on: optional.date(),
        cancelled_on: optional.date(),
      },
      primaryKey: ["account_id", "refund_id"],
      indexes: ["(requested_on, account_id, refund_id)"],
    },
  },
  on: {
    RefundRequested(rows, event) {
      const { data, effectiveOn, actor } = event;
      rows.refund.insert({
        ...accountKeyOf(event),
        refund_id: data.refundId,
        status: "REQUESTED",
        credit_item_id: data.creditItemId,
        amount: data.amount,
        payout_method: data.payoutMethod,
        payee: data.payee,
        to_third_party: data.toThirdParty,
        authority_level: data.authorityLevel,
        approvers: data.approvers,
        requested_by: actor,
        requested_on: data.requestedOn,
        effective_on: effectiveOn,
      });
    },
    RefundPaid: (rows, { data, streamId }) =>
      rows.refund.set({ account_id: streamId, refund_id: data.refundId }, { status: "PAID", paid_on: data.on }),
    RefundCancelled: (rows, { data, streamId, effectiveOn }) =>
      rows.refund.set({ account_id: streamId, refund_id: data.refundId }, { status: "CANCELLED", cancelled_on: effectiveOn }),
  },
});

export interface RefundFilter extends AccountFilter {
  readonly status?: string;
  /** First and last day of the request, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By day of the request, then account and refund. */
export function listRefunds(
  db: ReadDatabase,
  filter: RefundFilter,
): Promise<Page<RefundRow> & { readonly totals: readonly RefundTotals[] }> {
  const query = {
    select: sql`
      r.account_id as "accountId", r.customer_id as "customerId", r.entity_id as "entityId", r.currency, r.refund_id as "refundId", r.status,
      r.credit_item_id as "creditItemId", r.amount, r.payout_method as "payoutMethod", r.payee, r.to_third_party as "toThirdParty",
      r.authority_level as "authorityLevel", r.approvers, r.requested_by as "requestedBy", r.requested_on as "requestedOn",
      r.effective_on as "effectiveOn", r.paid_on as "paidOn", r.cancelled_on as "cancelledOn"`,
    from: sql`refund r`,
    where: every([accountCondition(filter, "r"), equals("r.status", filter.status), between("r.requested_on", filter.from, filter.to)]),
    order: [
      { by: "r.requested_on", type: "date", key: "requestedOn" },
      { by: "r.account_id", type: "text", key: "accountId" },
      { by: "r.refund_id", type: "text", key: "refundId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<RefundRow, RefundTotals>(db, query, sql`sum(r.amount) as amount`, "r.currency");
}
