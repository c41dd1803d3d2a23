import type { EventType } from "../schemas/events/registry.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { amountText, decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent } from "./define-projection.ts";
import { ITEM_EVENTS, itemEffectsOf } from "./money/item-effects.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * receipt and credit_item: money received, and all money of the customer that settles debts (receipts, credit notes, credits transferred
 * in) with what became of it; as recorded now, whatever the business dates.
 *   receipt_id | method | cleared | value_date        credit_item_id | kind    | amount     | unapplied | applied    | refunded
 *   RC-77      | CHEQUE | false   | 2025-11-03        RC-77          | RECEIPT | 3000000.00 | 0.00      | 3000000.00 | 0.00
 */
export const receipt = defineRowsProjection({
  name: "receipt",
  version: 2,
  tables: {
    receipt: {
      comment: "Receipts as recorded now. Their amounts stand in credit_item.",
      columns: {
        ...ACCOUNT_COLUMNS,
        receipt_id: column.text(),
        request_id: optional.text("request of a desk that it fulfils"),
        series: column.text(),
        number: optional.text("null where the ledger numbers the series: see series_number"),
        method: column.text(),
        cleared: column.boolean("the money is there for good"),
        cleared_on: optional.date(),
        ended: optional.text("RETURNED or ANNULLED"),
        ended_on: optional.date(),
        end_reason: optional.text("why it was returned"),
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
    credit_item: {
      comment: "Receipts, credit notes and transferred credits as recorded now: their amount is what is unapplied and what was used.",
      columns: {
        ...ACCOUNT_COLUMNS,
        credit_item_id: column.text(),
        kind: column.text("RECEIPT, CREDIT_NOTE or TRANSFERRED_CREDIT"),
        status: column.text("LIVE; RETURNED, ANNULLED or VOIDED: it counts zero"),
        number: optional.text(),
        amount: column.numeric(),
        unapplied: column.numeric("left"),
        applied: column.numeric("to instalments"),
        recovered: column.numeric("for what was written off"),
        refunded: column.numeric(),
        transferred_out: column.numeric(),
        written_off: column.numeric("small differences kept"),
        value_date: column.date("from which its age counts"),
        effective_on: column.date(),
        branch_id: optional.text(),
      },
      primaryKey: ["account_id", "credit_item_id"],
      indexes: ["(value_date, account_id, credit_item_id)", "(account_id) include (unapplied) where unapplied <> 0"],
    },
  },
  alsoHandles: ITEM_EVENTS,
  before: changeCredits,
  on: {
    ReceiptRegistered(rows, event) {
      const { data, effectiveOn } = event;
      rows.receipt.insert({
        ...accountKeyOf(event),
        receipt_id: data.receiptId,
        request_id: data.requestId ?? null,
        series: data.series,
        number: data.number ?? null,
        method: data.method,
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
    ReceiptClearanceRevoked: ({ receipt }, { data, streamId }) =>
      receipt.set({ account_id: streamId, receipt_id: data.receiptId }, { cleared: false, cleared_on: null }),
    PaymentReturned: (rows, { data, streamId }) => {
      const ended = { ended: "RETURNED", ended_on: data.on, end_reason: data.reasonCode };
      rows.receipt.set({ account_id: streamId, receipt_id: data.receiptId }, ended);
      endCredit(rows, streamId, data.receiptId, "RETURNED");
    },
    ReceiptAnnulled: (rows, { data, streamId, effectiveOn }) => {
      rows.receipt.set({ account_id: streamId, receipt_id: data.receiptId }, { ended: "ANNULLED", ended_on: effectiveOn });
      endCredit(rows, streamId, data.receiptId, "ANNULLED");
    },
    CreditNoteVoided: (rows, { data, streamId }) => endCredit(rows, streamId, data.creditNoteId, "VOIDED"),
    TransferredCreditReturned: (rows, { data, streamId }) => endCredit(rows, streamId, data.transferId, "RETURNED"),

    PaymentApplied: (rows, { data, streamId }) => use(rows, streamId, data.receiptId, "applied", sumOfLines(data.lines)),
    CreditApplied: (rows, { data, streamId }) => use(rows, streamId, data.creditNoteId, "applied", sumOfLines(data.lines)),
    WrittenOffRecovered: (rows, { data, streamId }) => use(rows, streamId, data.receiptId, "recovered", sumOfLines(data.lines)),
    PaymentUnapplied: (rows, { data, streamId }) =>
      use(rows, streamId, data.creditItemId, data.recovery === true ? "recovered" : "applied", negated(sumOfLines(data.lines))),
    RefundRequested: (rows, { data, streamId }) => use(rows, streamId, data.creditItemId, "refunded", data.amount),
    RefundCancelled: (rows, { data, streamId }) => use(rows, streamId, data.creditItemId, "refunded", negated(data.restored)),
    CreditTransferredOut: (rows, { data, streamId }) => use(rows, streamId, data.creditItemId, "transferred_out", data.amount),
    CreditTransferReversed: (rows, { data, streamId }) => use(rows, streamId, data.creditItemId, "transferred_out", negated(data.restored)),
    SmallDifferenceWrittenOff: (rows, { data, streamId }) => {
      if (data.creditItemId !== undefined) use(rows, streamId, data.creditItemId, "written_off", data.amount);
    },
    SmallDifferenceReversed: (rows, { data, streamId }) => {
      if (data.creditItemId !== undefined) use(rows, streamId, data.creditItemId, "written_off", negated(data.amount));
    },
  },
});

type Rows = Readonly<Record<"receipt" | "credit_item", RowChanges>>;

const sumOfLines = (lines: readonly { readonly amount: string }[]) => sumDecimals(lines.map(({ amount }) => amount));

/** Credits begin, and what is left of them changes, as the event's effects on items say. */
function changeCredits({ credit_item }: Rows, event: LedgerEvent<EventType>): void {
  const key = accountKeyOf(event);
  const { items, changes } = itemEffectsOf(event);
  const zero = decimalText(0n, decimalsOf(key.currency));
  const born = new Set<string>();
  for (const { itemId, kind, documentKind, number, issueDate, original, branchId } of items) {
    if (kind === "DEBIT") continue;
    born.add(itemId);
    credit_item.insert({
      ...key,
      credit_item_id: itemId,
      kind: documentKind,
      status: "LIVE",
      number: number === "" ? null : number,
      amount: original,
      unapplied: original,
      ...{ applied: zero, recovered: zero, refunded: zero, transferred_out: zero, written_off: zero },
      value_date: issueDate,
      effective_on: event.effectiveOn,
      branch_id: branchId,
    });
  }
  for (const { itemId, kind, amounts } of changes) {
    if (kind === "DEBIT" || amounts.open === 0n || born.has(itemId)) continue;
    credit_item.add({ account_id: event.streamId, credit_item_id: itemId }, { unapplied: amountText(amounts.open, key.currency) });
  }
}

function use({ credit_item }: Rows, account_id: string, credit_item_id: string, as: string, amount: string): void {
  credit_item.add({ account_id, credit_item_id }, { [as]: amount });
}

function endCredit({ credit_item }: Rows, account_id: string, credit_item_id: string, status: string): void {
  credit_item.set({ account_id, credit_item_id }, { status });
}
