import { decimalsOf } from "../src/kernel/currency.ts";
import { amountText, decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent } from "./define-projection.ts";
import { ITEM_EVENTS, itemEffectsOf } from "./money/item-effects.ts";
import { accountKeyOf, documentOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated, sumDecimals } from "./rows/decimal-text.ts";
import type { Row, RowChanges } from "./rows/row-changes.ts";
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
    written_off: column.numeric("given up and not recovered: a memo, no longer open"),
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
  version: 2,
  tables: {
    document: {
      comment: "Documents as recorded now.",
      columns: {
        ...ACCOUNT_COLUMNS,
        document_id: column.text(),
        kind: column.text("INVOICE, DEBIT_NOTE, CHARGE; of an opening item the kind it had before"),
        series: optional.text(),
        number: optional.text("null where the ledger numbers the series: see series_number"),
        issue_date: column.date(),
        effective_on: column.date("business date from which reports count it"),
        last_due_date: optional.date("of its instalments"),
        net: column.numeric(),
        total: column.numeric(),
        open: column.numeric("of all its instalments"),
        pending: column.numeric("settled by money that is not cleared"),
        written_off: column.numeric("given up and not recovered: a memo, no longer open"),
        taxes: column.jsonb(),
        terms_code: optional.text(),
        early_discount: optional.jsonb(),
        fiscal_id: optional.text(),
        purchase_order: optional.text(),
        order_refs: column.jsonb(),
        payment_method: optional.text("CASH or CREDIT"),
        credit_decision: optional.text("NONE or RELEASED"),
        origin_document_id: optional.text("the document a debit note or charge belongs to"),
        reason_code: optional.text("why a charge is due"),
        opening: optional.jsonb("of an opening item: cut date and original total"),
        cancelled_by: optional.text("credit note that cancelled it"),
        branch_id: optional.text(),
        salesperson_id: optional.text(),
      },
      primaryKey: ["account_id", "document_id"],
      indexes: ["(issue_date, account_id, document_id)", "(customer_id)"],
    },
    instalment: instalmentTable,
    instalment_flag: {
      comment: "Marks on instalments that change how they are treated.",
      columns: {
        account_id: ACCOUNT_COLUMNS.account_id,
        instalment_id: column.text(),
        flag: column.text("HOLD, NO_DUNNING, IN_LITIGATION"),
        since: column.date(),
        until: optional.date("last day; null: no end"),
      },
      primaryKey: ["account_id", "instalment_id", "flag"],
    },
  },
  alsoHandles: ITEM_EVENTS,
  before: changeInstalments,
  on: {
    InvoiceRecorded: recordInvoice,
    OpeningItemRecorded: (rows, event) => {
      const { data } = event;
      const { originalKind: kind, termsCode, fiscalId, purchaseOrder } = data;
      const opening = { cutDate: data.cutDate, originalTotal: data.total };
      record(rows, event, { ...data, kind, total: data.openAmount, termsCode, fiscalId, purchaseOrder, opening });
    },
    DebitNoteIssued: (rows, event) => record(rows, event, { ...event.data, kind: "DEBIT_NOTE", ...oneInstalment(event.data) }),
    ChargeIssued: (rows, event) =>
      record(rows, event, { ...event.data, kind: "CHARGE", ...oneInstalment(event.data), reason: event.data.reasonCode }),
    InvoiceReferenceCorrected: ({ document }, { data, streamId }) =>
      document.set({ account_id: streamId, document_id: data.documentId }, { [REFERENCE_COLUMNS[data.field]]: data.to }),
    InvoiceCancelled: ({ document }, { data, streamId }) =>
      document.set({ account_id: streamId, document_id: data.documentId }, { cancelled_by: data.creditNoteId }),
    DueDateChanged: ({ instalment }, { data, streamId }) =>
      instalment.set({ account_id: streamId, instalment_id: data.instalmentId }, { due_date: data.to }),
    ItemFlagged: ({ instalment_flag }, { data, streamId, effectiveOn }) =>
      instalment_flag.insert({
        account_id: streamId,
        instalment_id: data.instalmentId,
        flag: data.flag,
        since: effectiveOn,
        until: data.until ?? null,
      }),
    ItemUnflagged: ({ instalment_flag }, { data, streamId }) =>
      instalment_flag.delete({ account_id: streamId, instalment_id: data.instalmentId, flag: data.flag }),
    ItemsWrittenOff: (rows, { data, streamId }) => writeOff(rows, streamId, data.lines, (amount) => amount),
    WriteOffReversed: (rows, { data, streamId }) => writeOff(rows, streamId, data.lines, negated),
    WrittenOffRecovered: (rows, { data, streamId }) => writeOff(rows, streamId, data.lines, negated),
    CreditApplied: (rows, { data, streamId }) => writeOff(rows, streamId, data.lines.filter(ofMemo), negated),
    PaymentUnapplied: (rows, { data, streamId }) => writeOff(rows, streamId, data.lines.filter(ofMemo), (amount) => amount),
  },
});

const REFERENCE_COLUMNS = {
  purchaseOrder: "purchase_order",
  salespersonId: "salesperson_id",
  branchId: "branch_id",
  fiscalId: "fiscal_id",
} as const;

const ofMemo = ({ memoOf }: { readonly memoOf?: string }): boolean => memoOf !== undefined;

type Rows = Readonly<Record<"document" | "instalment" | "instalment_flag", RowChanges>>;

/** What is open, pending and promised of instalments follows from what the event does to items; a document holds their sums. */
function changeInstalments(rows: Rows, event: LedgerEvent): void {
  const { currency } = accountKeyOf(event);
  const account_id = event.streamId;
  const { items, changes } = itemEffectsOf(event);
  const born = new Set(items.map(({ itemId }) => itemId));
  for (const { itemId, kind, amounts } of changes) {
    if (kind === "CREDIT" || born.has(itemId)) continue;
    const { open, pending, promised } = amounts;
    const moved = Object.entries({ open, pending, promised }).filter(([, delta]) => delta !== 0n);
    if (moved.length === 0) continue;
    const deltas = Object.fromEntries(moved.map(([name, delta]) => [name, amountText(delta, currency)]));
    rows.instalment.add({ account_id, instalment_id: itemId }, deltas);
    const { promised: _ofInstalments, ...ofDocument } = deltas;
    if (Object.keys(ofDocument).length > 0) rows.document.add({ account_id, document_id: documentOf(itemId) }, ofDocument);
  }
}

/** What all documents have in common, and what some have. */
interface Recorded {
  readonly documentId: string;
  readonly kind: string;
  readonly series?: string | undefined;
  readonly number?: string | undefined;
  readonly issueDate: string;
  readonly net: string;
  readonly total: string;
  readonly instalments: readonly { readonly instalmentId: string; readonly dueOn: string; readonly amount: string }[];
  readonly termsCode?: string | undefined;
  readonly fiscalId?: string | undefined;
  readonly purchaseOrder?: string | undefined;
  readonly branchId?: string | undefined;
  readonly salespersonId?: string | undefined;
  readonly originDocumentId?: string | undefined;
  readonly reason?: string;
  readonly opening?: object;
  readonly more?: Row;
}

function recordInvoice(rows: Rows, event: LedgerEvent<"InvoiceRecorded">): void {
  const { data } = event;
  const more = {
    taxes: data.taxes,
    early_discount: data.earlyDiscount ?? null,
    order_refs: data.orderRefs,
    payment_method: data.paymentMethod,
    credit_decision: data.creditDecision,
  };
  record(rows, event, { ...data, kind: "INVOICE", more });
}

function oneInstalment({ instalmentId, dueOn, amount }: { instalmentId: string; dueOn: string; amount: string }) {
  return { net: amount, total: amount, instalments: [{ instalmentId, dueOn, amount }] };
}

function record(rows: Rows, event: LedgerEvent, data: Recorded): void {
  const key = accountKeyOf(event);
  const zero = decimalText(0n, decimalsOf(key.currency));
  const dueDates = data.instalments.map(({ dueOn }) => dueOn).sort();
  rows.document.insert({
    ...key,
    document_id: data.documentId,
    kind: data.kind,
    series: data.series ?? null,
    number: data.number ?? null,
    issue_date: data.issueDate,
    effective_on: event.effectiveOn,
    last_due_date: dueDates.at(-1) ?? null,
    net: data.net,
    total: data.total,
    open: sumDecimals([zero, ...data.instalments.map(({ amount }) => amount)]),
    pending: zero,
    written_off: zero,
    taxes: [],
    terms_code: data.termsCode ?? null,
    fiscal_id: data.fiscalId ?? null,
    purchase_order: data.purchaseOrder ?? null,
    order_refs: [],
    origin_document_id: data.originDocumentId ?? null,
    reason_code: data.reason ?? null,
    opening: data.opening ?? null,
    branch_id: data.branchId ?? null,
    salesperson_id: data.salespersonId ?? null,
    ...data.more,
  });
  for (const { instalmentId, dueOn, amount } of data.instalments) {
    const dates = { due_date: dueOn, original_due_date: dueOn };
    const amounts = { original: amount, open: amount, pending: zero, promised: zero, written_off: zero };
    rows.instalment.insert({ ...key, instalment_id: instalmentId, document_id: data.documentId, ...dates, ...amounts });
  }
}

type Lines = readonly { readonly instalmentId: string; readonly amount: string }[];

/** The memo of a write-off: still owed, and no longer open. */
function writeOff(rows: Rows, account_id: string, lines: Lines, signed: (amount: string) => string): void {
  for (const { instalmentId, amount } of lines) {
    rows.instalment.add({ account_id, instalment_id: instalmentId }, { written_off: signed(amount) });
    rows.document.add({ account_id, document_id: documentOf(instalmentId) }, { written_off: signed(amount) });
  }
}
