import { sql } from "kysely";
import type { Statement, StatementMovement } from "../schemas/views/statement.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { decimalText, minorOf } from "../src/kernel/money.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { snapshot } from "./query/list.ts";
import { type AccessScope, customerAtHome, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column } from "./rows/columns.ts";
import { addDecimals, negated, sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * movement: what moves an account's balance, in order: the lines of a statement. Applying money moves no balance; what settles without money does.
 *   effective_on | ordinal | event_type        | reference | debit      | credit
 *   2025-11-03   | 17      | InvoiceRecorded   | FV-1001   | 2000000.00 | 0.00
 *   2025-11-20   | 25      | ReceiptRegistered | RC-77     | 0.00       | 3000000.00
 */
export const movement = defineRowsProjection({
  name: "movement",
  version: 2,
  tables: {
    movement: {
      comment: "Movements of account balances by business date, then ordinal.",
      columns: {
        ...ACCOUNT_COLUMNS,
        ordinal: column.bigint("of the event"),
        seq: column.integer("place within the event"),
        known_from: column.bigint("ordinal of the last event of the same append"),
        effective_on: column.date(),
        event_type: column.text(),
        reference: column.text("number of the document or receipt, else the id of what moved"),
        source_id: column.text("id of what moved"),
        debit: column.numeric(),
        credit: column.numeric(),
      },
      primaryKey: ["account_id", "ordinal", "seq"],
      indexes: ["(account_id, effective_on, ordinal, seq) include (known_from, debit, credit)"],
    },
  },
  on: {
    InvoiceRecorded: (rows, event) => owes(rows, event, event.data.total, event.data.documentId, event.data.number),
    OpeningItemRecorded: (rows, event) => owes(rows, event, event.data.openAmount, event.data.documentId, event.data.number),
    DebitNoteIssued: (rows, event) => owes(rows, event, event.data.amount, event.data.documentId, event.data.number),
    ChargeIssued: (rows, event) => owes(rows, event, event.data.amount, event.data.documentId, event.data.number),
    ReceiptRegistered: (rows, event) => pays(rows, event, event.data.amount, event.data.receiptId, event.data.number),
    CreditNoteIssued: (rows, event) => pays(rows, event, event.data.amount, event.data.creditNoteId, event.data.number),
    CreditTransferredIn: (rows, event) => pays(rows, event, event.data.amount, event.data.transferId),
    ReceiptAnnulled: (rows, event) => owes(rows, event, event.data.amount, event.data.receiptId),
    CreditNoteVoided: (rows, event) => owes(rows, event, event.data.amount, event.data.creditNoteId),
    PaymentReturned: (rows, event) => owes(rows, event, event.data.unapplied, event.data.receiptId),
    TransferredCreditReturned: (rows, event) => owes(rows, event, event.data.unapplied, event.data.transferId),
    DiscountGranted: (rows, event) => pays(rows, event, event.data.amount, event.data.discountId),
    DiscountRevoked: (rows, event) => owes(rows, event, event.data.amount, event.data.discountId),
    WithholdingRecorded: (rows, event) => pays(rows, event, event.data.amount, event.data.withholdingId),
    WithholdingReversed: (rows, event) => owes(rows, event, event.data.amount, event.data.withholdingId),
    SmallDifferenceWrittenOff: (rows, event) =>
      (event.data.side === "RECEIVABLE" ? pays : owes)(rows, event, event.data.amount, event.data.differenceId),
    SmallDifferenceReversed: (rows, event) =>
      (event.data.creditItemId === undefined ? owes : pays)(rows, event, event.data.amount, event.data.differenceId),
    RefundRequested: (rows, event) => owes(rows, event, event.data.amount, event.data.refundId),
    RefundCancelled: (rows, event) => pays(rows, event, event.data.restored, event.data.refundId),
    CreditTransferredOut: (rows, event) => owes(rows, event, event.data.amount, event.data.transferId),
    CreditTransferReversed: (rows, event) => pays(rows, event, event.data.restored, event.data.transferId),
    ItemsWrittenOff: (rows, event) => pays(rows, event, sumOf(event.data.lines), event.data.writeOffId),
    WriteOffReversed: (rows, event) => owes(rows, event, sumOf(event.data.lines), event.data.writeOffId),
    WrittenOffRecovered: (rows, event) => owes(rows, event, sumOf(event.data.lines), event.data.applicationId, event.data.writeOffId),
    CreditApplied: (rows, event) => {
      const recovered = event.data.lines.filter(({ memoOf }) => memoOf !== undefined);
      owes(rows, event, sumOf(recovered), event.data.applicationId);
    },
    PaymentUnapplied: (rows, event) => {
      for (const [seq, { id, amount }] of event.data.alsoReversed.entries()) owes(rows, event, amount, id, id, seq);
      const toMemo = event.data.lines.filter(({ memoOf }) => memoOf !== undefined);
      pays(rows, event, sumOf(toMemo), event.data.applicationId, event.data.applicationId, event.data.alsoReversed.length);
    },
  },
});

type Rows = Readonly<Record<"movement", RowChanges>>;

const sumOf = (lines: readonly { readonly amount: string }[]) => sumDecimals(lines.map(({ amount }) => amount));

/** The balance rises by an amount. Nothing that amounts to nothing is a movement, but for a document of total zero. */
function owes(rows: Rows, event: LedgerEvent, debit: string, source: string, reference = source, seq = 0): void {
  move(rows.movement, event, { reference, source, debit, seq });
}

/** The balance falls by an amount. */
function pays(rows: Rows, event: LedgerEvent, credit: string, source: string, reference = source, seq = 0): void {
  move(rows.movement, event, { reference, source, credit, seq });
}

interface Moved {
  readonly reference: string;
  readonly source: string;
  readonly debit?: string;
  readonly credit?: string;
  readonly seq: number;
}

function move(movement: RowChanges, event: LedgerEvent, { reference, source, debit, credit, seq }: Moved): void {
  if (minorOf(debit ?? credit ?? "0") === 0n && event.type !== "InvoiceRecorded") return;
  const key = accountKeyOf(event);
  const zero = decimalText(0n, decimalsOf(key.currency));
  const place = { ordinal: event.ordinal, seq, known_from: event.knownFrom, effective_on: event.effectiveOn };
  movement.insert({ ...key, ...place, event_type: event.type, reference, source_id: source, debit: debit ?? zero, credit: credit ?? zero });
}

export interface StatementRequest {
  readonly accountId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** As known at this ordinal, the end of an append. */
  readonly ordinal: number;
  readonly scope: AccessScope;
}

/** The movements of an account from one business date to another, both included, with the balance before and after. Nothing when it is not visible. */
export function statement(db: ReadDatabase, request: StatementRequest): Promise<Statement | undefined> {
  const { accountId, from, to, ordinal, scope } = request;
  return snapshot(db, async (tx) => {
    const { currency } = accountKeyOf({ streamId: accountId });
    const found = await sql<{ opening: string }>`
      select ${decimalText(0n, decimalsOf(currency))}::numeric + coalesce((
        select sum(m.debit - m.credit) from movement m
        where m.account_id = a.account_id and m.effective_on < ${from} and m.known_from <= ${ordinal}), 0) as opening
      from account a where a.account_id = ${accountId} and ${oneOf("a.entity_id", scope.entityIds)}
        and ${customerAtHome(scope, "a.customer_id", "a.entity_id")}`.execute(tx);
    const opening = found.rows[0]?.opening;
    if (opening === undefined) return undefined;
    const { rows } = await sql<Omit<StatementMovement, "balance">>`
      select effective_on as "effectiveOn", ordinal, event_type as type, reference, debit, credit from movement
      where account_id = ${accountId} and effective_on between ${from} and ${to} and known_from <= ${ordinal}
      order by effective_on, ordinal, seq`.execute(tx);
    let balance = opening;
    const movements = rows.map((row) => {
      balance = addDecimals(balance, addDecimals(row.debit, negated(row.credit)));
      return { ...row, balance };
    });
    return { accountId, from, to, ordinal, opening: { amount: opening, currency }, movements, closing: { amount: balance, currency } };
  });
}
