import { sql } from "kysely";
import type { CreditTransferRow, CreditTransferTotals } from "../schemas/views/credit-move.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * credit_transfer: credit that went from one account to another, as both know it.
 *   account_id | transfer_id | status   | to_account_id | amount
 *   X.CO01.COP | T-1         | RECEIVED | Y.CO01.COP    | 300.00
 */
export const creditTransfer = defineRowsProjection({
  name: "credit_transfer",
  version: 1,
  tables: {
    credit_transfer: {
      comment: "Credit that went from one account to another; the account is the one it came from.",
      columns: {
        ...ACCOUNT_COLUMNS,
        transfer_id: column.text("also of the credit in the other account"),
        status: column.text("OUT, RECEIVED, REVERSED or RETURNED"),
        credit_item_id: column.text("what it was made of"),
        to_account_id: column.text(),
        amount: column.numeric(),
        in_amount: column.numeric("in the currency of the other account"),
        value_date: column.date("of the money"),
        effective_on: column.date("in both accounts"),
        returned_on: optional.date("when its money turned out not to have come"),
      },
      primaryKey: ["account_id", "transfer_id"],
      indexes: ["(effective_on, account_id, transfer_id)", "(to_account_id)"],
    },
  },
  on: {
    CreditTransferredOut(rows, event) {
      const { data, effectiveOn } = event;
      rows.credit_transfer.insert({
        ...accountKeyOf(event),
        transfer_id: data.transferId,
        status: "OUT",
        credit_item_id: data.creditItemId,
        to_account_id: data.toAccount,
        amount: data.amount,
        in_amount: data.inAmount,
        value_date: data.valueDate,
        effective_on: effectiveOn,
      });
    },
    CreditTransferReversed: (rows, { data, streamId }) =>
      rows.credit_transfer.set({ account_id: streamId, transfer_id: data.transferId }, { status: "REVERSED" }),
    CreditTransferredIn: (rows, { data }) =>
      rows.credit_transfer.set({ account_id: data.fromAccount, transfer_id: data.transferId }, { status: "RECEIVED" }),
    TransferredCreditReturned: (rows, { data, effectiveOn }) =>
      rows.credit_transfer.set(
        { account_id: data.fromAccount, transfer_id: data.transferId },
        { status: "RETURNED", returned_on: effectiveOn },
      ),
  },
});

export interface CreditTransferFilter extends AccountFilter {
  readonly status?: string;
  readonly toAccountId?: string;
  /** First and last business date, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By business date, then account and transfer. Account, customer and currency are those of the account it came from. */
export function listCreditTransfers(
  db: ReadDatabase,
  filter: CreditTransferFilter,
): Promise<Page<CreditTransferRow> & { readonly totals: readonly CreditTransferTotals[] }> {
  const query = {
    select: sql`
      t.account_id as "accountId", t.customer_id as "customerId", t.entity_id as "entityId", t.currency, t.transfer_id as "transferId",
      t.status, t.credit_item_id as "creditItemId", t.to_account_id as "toAccountId", t.amount, t.in_amount as "inAmount",
      t.value_date as "valueDate", t.effective_on as "effectiveOn", t.returned_on as "returnedOn"`,
    from: sql`credit_transfer t`,
    where: every([
      accountCondition(filter, "t"),
      equals("t.status", filter.status),
      equals("t.to_account_id", filter.toAccountId),
      between("t.effective_on", filter.from, filter.to),
    ]),
    order: [
      { by: "t.effective_on", type: "date", key: "effectiveOn" },
      { by: "t.account_id", type: "text", key: "accountId" },
      { by: "t.transfer_id", type: "text", key: "transferId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<CreditTransferRow, CreditTransferTotals>(db, query, sql`sum(t.amount) as amount`, "t.currency");
}
