import { sql } from "kysely";
import { type EventType, eventsByCategory } from "../schemas/events/registry.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { amountText, decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent, ReadTransaction, TableNames } from "./define-projection.ts";
import { itemEffectsOf } from "./money/item-effects.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column } from "./rows/columns.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * account: one row per account from its first event on, as recorded now, whatever the business dates: what decisions see. Exposure and available
 * credit are computed from these columns (`account-queries.ts`); balances at a date come from open_item_version.
 *   account_id   | open_total  | pending_clearance | unapplied_total | unapplied_cleared
 *   103.CO01.COP | 38400000.00 | 4000000.00        | 1500000.00      | 1200000.00
 */
export const account = defineRowsProjection({
  name: "account",
  version: 2,
  tables: {
    account: {
      comment: "Accounts (customer, legal entity, currency) as recorded now, whatever the business dates.",
      columns: {
        ...ACCOUNT_COLUMNS,
        open_total: column.numeric("open amounts of all instalments"),
        unapplied_total: column.numeric("receipts and other credits that are not applied"),
        unapplied_cleared: column.numeric("the part of it that is cleared"),
        pending_clearance: column.numeric("settled by money that is not cleared"),
        revision: column.bigint("last revision of the account's stream"),
        last_ordinal: column.bigint("of its last event"),
      },
      primaryKey: ["account_id"],
      indexes: ["(customer_id)", "(entity_id, currency)"],
    },
    account_credit: {
      comment: "What is left of each receipt, credit note and transferred credit: from it follows the cleared money not applied.",
      columns: { account_id: column.text(), credit_item_id: column.text(), unapplied: column.numeric(), cleared: column.boolean() },
      primaryKey: ["account_id", "credit_item_id"],
      indexes: ["(account_id) include (unapplied) where cleared and unapplied <> 0"],
    },
  },
  alsoHandles: Object.keys(eventsByCategory.account) as EventType[],
  before(rows, event) {
    const { revision, ordinal, streamId } = event;
    if (revision > 0) rows.account.set({ account_id: streamId }, { revision, last_ordinal: ordinal });
    else {
      const key = accountKeyOf(event);
      const zero = decimalText(0n, decimalsOf(key.currency));
      const amounts = { open_total: zero, unapplied_total: zero, unapplied_cleared: zero, pending_clearance: zero };
      rows.account.insert({ ...key, ...amounts, revision, last_ordinal: ordinal });
    }
    addUp(rows, event);
  },
  on: {
    ReceiptRegistered: (rows, { data, streamId }) => holdCredit(rows, streamId, data.receiptId, data.amount, data.cleared),
    CreditNoteIssued: (rows, { data, streamId }) => holdCredit(rows, streamId, data.creditNoteId, data.amount, true),
    CreditTransferredIn: (rows, { data, streamId }) => holdCredit(rows, streamId, data.transferId, data.amount, true),
    ReceiptCleared: (rows, { data, streamId: account_id }) =>
      rows.account_credit.set({ account_id, credit_item_id: data.receiptId }, { cleared: true }),
    ReceiptClearanceRevoked: (rows, { data, streamId: account_id }) =>
      rows.account_credit.set({ account_id, credit_item_id: data.receiptId }, { cleared: false }),
  },
  after: sumClearedMoney,
});

type Rows = Readonly<Record<"account" | "account_credit", RowChanges>>;

/** Sums follow from what the event does to items, whatever the event is. */
function addUp(rows: Rows, event: LedgerEvent): void {
  const { currency } = accountKeyOf(event);
  const account_id = event.streamId;
  const { items, changes } = itemEffectsOf(event);
  const born = new Set(items.map(({ itemId }) => itemId));
  const sums = { open: 0n, unapplied: 0n, pending: 0n };
  for (const { itemId, kind, amounts } of changes) {
    sums[kind === "CREDIT" ? "unapplied" : "open"] += amounts.open;
    sums.pending += amounts.pending;
    if (kind === "CREDIT" && !born.has(itemId) && amounts.open !== 0n) {
      rows.account_credit.add({ account_id, credit_item_id: itemId }, { unapplied: amountText(amounts.open, currency) });
    }
  }
  const deltas = { open_total: sums.open, unapplied_total: sums.unapplied, pending_clearance: sums.pending };
  const moved = Object.entries(deltas).filter(([, delta]) => delta !== 0n);
  if (moved.length === 0) return;
  rows.account.add({ account_id }, Object.fromEntries(moved.map(([name, delta]) => [name, amountText(delta, currency)])));
}

function holdCredit(rows: Rows, account_id: string, credit_item_id: string, unapplied: string, cleared: boolean): void {
  rows.account_credit.insert({ account_id, credit_item_id, unapplied, cleared });
}

/** Only accounts whose credits were touched: what is cleared of them is added up again. */
function touchesCredits(event: LedgerEvent): boolean {
  const { type } = event;
  if (type === "ReceiptCleared" || type === "ReceiptClearanceRevoked") return true;
  return itemEffectsOf(event).changes.some(({ kind, amounts }) => kind === "CREDIT" && amounts.open !== 0n);
}

async function sumClearedMoney(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void> {
  const touched = new Set(batch.filter(touchesCredits).map(({ streamId }) => streamId));
  if (touched.size === 0) return;
  // With the decimals of the account's other amounts, also where nothing is left.
  await sql`
    update ${sql.table(table("account"))} as a set unapplied_cleared = (a.unapplied_total - a.unapplied_total) + coalesce((
      select sum(c.unapplied) from ${sql.table(table("account_credit"))} c where c.account_id = a.account_id and c.cleared and c.unapplied <> 0), 0)
    where a.account_id = any(${[...touched]}::text[])`.execute(tx);
}
