import { sql } from "kysely";
import type { ReceiptRequestRow, ReceiptRequestTotals } from "../schemas/views/receipt-request.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * receipt_request: receipts that desks asked treasury for, and what became of them.
 *   request_id | status    | amount     | receipt_id
 *   RQ-1       | FULFILLED | 1000000.00 | RC-7
 */
export const receiptRequest = defineRowsProjection({
  name: "receipt_request",
  version: 1,
  tables: {
    receipt_request: {
      comment: "Receipts that desks asked treasury for.",
      columns: {
        ...ACCOUNT_COLUMNS,
        request_id: column.text(),
        status: column.text("REQUESTED, FULFILLED or DECLINED"),
        amount: column.numeric(),
        instalment_ids: column.jsonb("what the money is to pay"),
        support_ids: column.jsonb(),
        requested_by: column.text(),
        requested_on: column.date(),
        receipt_id: optional.text("that fulfilled it"),
        decided_by: optional.text(),
        decided_on: optional.date(),
      },
      primaryKey: ["account_id", "request_id"],
      indexes: ["(requested_on, account_id, request_id)"],
    },
  },
  on: {
    ReceiptRequested(rows, event) {
      const { data, effectiveOn, actor } = event;
      rows.receipt_request.insert({
        ...accountKeyOf(event),
        request_id: data.requestId,
        status: "REQUESTED",
        amount: data.amount,
        instalment_ids: data.instalmentIds,
        support_ids: data.supportIds,
        requested_by: actor,
        requested_on: effectiveOn,
      });
    },
    ReceiptRegistered(rows, { data: { requestId, receiptId, receivedOn }, streamId, actor }) {
      if (requestId === undefined) return;
      rows.receipt_request.set(
        { account_id: streamId, request_id: requestId },
        { status: "FULFILLED", receipt_id: receiptId, decided_by: actor, decided_on: receivedOn },
      );
    },
    ReceiptRequestDeclined: (rows, { data, streamId, actor, effectiveOn }) =>
      rows.receipt_request.set(
        { account_id: streamId, request_id: data.requestId },
        { status: "DECLINED", decided_by: actor, decided_on: effectiveOn },
      ),
  },
});

export interface ReceiptRequestFilter extends AccountFilter {
  readonly status?: string;
  readonly requestedBy?: string;
  /** First and last day of the request, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By day of the request, then account and request. */
export function listReceiptRequests(
  db: ReadDatabase,
  filter: ReceiptRequestFilter,
): Promise<Page<ReceiptRequestRow> & { readonly totals: readonly ReceiptRequestTotals[] }> {
  const query = {
    select: sql`
      r.account_id as "accountId", r.customer_id as "customerId", r.entity_id as "entityId", r.currency, r.request_id as "requestId", r.status,
      r.amount, r.instalment_ids as "instalmentIds", r.support_ids as "supportIds", r.requested_by as "requestedBy",
      r.requested_on as "requestedOn", r.receipt_id as "receiptId", r.decided_by as "decidedBy", r.decided_on as "decidedOn"`,
    from: sql`receipt_request r`,
    where: every([
      accountCondition(filter, "r"),
      equals("r.status", filter.status),
      equals("r.requested_by", filter.requestedBy),
      between("r.requested_on", filter.from, filter.to),
    ]),
    order: [
      { by: "r.requested_on", type: "date", key: "requestedOn" },
      { by: "r.account_id", type: "text", key: "accountId" },
      { by: "r.request_id", type: "text", key: "requestId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<ReceiptRequestRow, ReceiptRequestTotals>(db, query, sql`sum(r.amount) as amount`, "r.currency");
}
