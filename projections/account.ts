import { sql } from "kysely";
import { type EventType, eventsByCategory } from "../schemas/events/registry.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent, ReadTransaction, TableNames } from "./define-projection.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * account: one row per account from its first event on, as recorded now, whatever the business dates: what decisions see. Exposure and available
 * credit are computed from these columns (`account-queries.ts`); balances at a date come from open_item_version.
 *   account_id   | open_total  | pending_clearance | unapplied_total | unapplied_cleared | credit_limit
 *   103.CO01.COP | 38400000.00 | 4000000.00        | 1500000.00      | 1200000.00        | 50000000.00
 */
export const account = defineRowsProjection({
  name: "account",
  version: 1,
  tables: {
    account: {
      comment: "Accounts (customer, legal entity, currency) as recorded now, whatever the business dates.",
      columns: {
        ...ACCOUNT_COLUMNS,
        open_total: column.numeric("open amounts of all instalments"),
        unapplied_total: column.numeric("money of all receipts that is not applied"),
        unapplied_cleared: column.numeric("the part of it that is cleared"),
        pending_clearance: column.numeric("settled by money that is not cleared"),
        line_id: optional.text("current credit line"),
        credit_limit: optional.numeric(),
        tolerance_pct: optional.numeric("percent above the limit"),
        terms_code: optional.text(),
        line_valid_from: optional.date(),
        line_valid_to: optional.date("last day; null: no end"),
        revision: column.bigint("last revision of the account's stream"),
        last_ordinal: column.bigint("of its last event"),
      },
      primaryKey: ["account_id"],
      indexes: ["(customer_id)", "(entity_id, currency)"],
    },
    account_receipt: {
      comment: "What is left of each receipt: from it follows the cleared money not applied.",
      columns: { account_id: column.text(), receipt_id: column.text(), unapplied: column.numeric(), cleared: column.boolean() },
      primaryKey: ["account_id", "receipt_id"],
      indexes: ["(account_id) include (unapplied) where cleared and unapplied <> 0"],
    },
  },
  alsoHandles: Object.keys(eventsByCategory.account) as EventType[],
  before(rows, event) {
    const { revision, ordinal, streamId } = event;
    if (revision > 0) return rows.account.set({ account_id: streamId }, { revision, last_ordinal: ordinal });
    const key = accountKeyOf(event);
    const zero = decimalText(0n, decimalsOf(key.currency));
    const amounts = { open_total: zero, unapplied_total: zero, unapplied_cleared: zero, pending_clearance: zero };
    rows.account.insert({ ...key, ...amounts, revision, last_ordinal: ordinal });
  },
  on: {
    CreditLineOpened: ({ account }, { data, streamId }) =>
      account.set(
        { account_id: streamId },
        {
          line_id: data.lineId,
          credit_limit: data.limit,
          tolerance_pct: data.tolerancePct,
          terms_code: data.termsCode,
          line_valid_from: data.validFrom,
          line_valid_to: data.validTo ?? null,
        },
      ),
    InvoiceRecorded: ({ account }, { data, streamId }) =>
      account.add({ account_id: streamId }, { open_total: sumDecimals(data.instalments.map(({ amount }) => amount)) }),
    ReceiptRegistered(rows, { data, streamId: account_id }) {
      rows.account.add({ account_id }, { unapplied_total: data.amount });
      rows.account_receipt.insert({ account_id, receipt_id: data.receiptId, unapplied: data.amount, cleared: data.cleared });
    },
    ReceiptCleared(rows, { data, streamId: account_id }) {
      rows.account_receipt.set({ account_id, receipt_id: data.receiptId }, { cleared: true });
      rows.account.add({ account_id }, { pending_clearance: negated(sumDecimals(data.released.map(({ amount }) => amount))) });
    },
    PaymentApplied(rows, { data, streamId: account_id }) {
      const applied = sumDecimals(data.lines.map(({ amount }) => amount));
      rows.account_receipt.add({ account_id, receipt_id: data.receiptId }, { unapplied: negated(applied) });
      rows.account.add({ account_id }, { ...settled(applied, data.conditional), unapplied_total: negated(applied) });
    },
    DiscountGranted: ({ account }, { data, streamId }) => account.add({ account_id: streamId }, settled(data.amount, data.conditional)),
    WithholdingRecorded: ({ account }, { data, streamId }) => account.add({ account_id: streamId }, settled(data.amount, data.conditional)),
    PaymentUnapplied(rows, { data, streamId: account_id }) {
      const money = sumDecimals(data.lines.map(({ amount }) => amount));
      const reopened = sumDecimals([money, ...data.alsoReversed.map(({ amount }) => amount)]);
      rows.account_receipt.add({ account_id, receipt_id: data.receiptId }, { unapplied: money });
      rows.account.add({ account_id }, { ...settled(negated(reopened), data.conditional), unapplied_total: money });
    },
  },
  after: sumClearedMoney,
});

/** Money that is not cleared lowers what is open and raises what is pending. */
function settled(amount: string, conditional: boolean) {
  return { open_total: negated(amount), ...(conditional && { pending_clearance: amount }) };
}

const CHANGES_RECEIPTS: ReadonlySet<string> = new Set(["ReceiptRegistered", "ReceiptCleared", "PaymentApplied", "PaymentUnapplied"]);

async function sumClearedMoney(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void> {
  const touched = new Set(batch.filter(({ type }) => CHANGES_RECEIPTS.has(type)).map(({ streamId }) => streamId));
  if (touched.size === 0) return;
  // With the decimals of the account's other amounts, also where nothing is left.
  await sql`
    update ${sql.table(table("account"))} as a set unapplied_cleared = (a.unapplied_total - a.unapplied_total) + coalesce((
      select sum(r.unapplied) from ${sql.table(table("account_receipt"))} r where r.account_id = a.account_id and r.cleared and r.unapplied <> 0), 0)
    where a.account_id = any(${[...touched]}::text[])`.execute(tx);
}
