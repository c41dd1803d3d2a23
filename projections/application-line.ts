import { sql } from "kysely";
import type { ApplicationLineRow, ApplicationLineTotals } from "../schemas/views/application-line.ts";
import { decimalsOf } from "../src/kernel/currency.ts";
import { decimalText } from "../src/kernel/money.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf, documentOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * application_line: what settled an instalment: money and notes applied, discounts, withholdings, small differences; undone parts beside.
 *   line_id | settlement_id | kind     | instalment_id | amount    | undone
 *   AP-1.1  | AP-1.1        | PAYMENT  | FV-1001.1     | 980000.00 | 0.00
 *   AP-1.1  | DS-1          | DISCOUNT | FV-1001.1     | 20000.00  | 0.00
 */
export const applicationLine = defineRowsProjection({
  name: "application_line",
  version: 2,
  tables: {
    application_line: {
      comment: "What settled instalments, line by line: money and notes applied, recoveries, discounts, withholdings, small differences.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text("{applicationId}.{n}; of what settled by itself, its own id"),
        settlement: column.text("LINE, DISCOUNT, WITHHOLDING or DIFFERENCE: an id is unique among its like"),
        settlement_id: column.text("line, discount, withholding or difference"),
        kind: column.text("PAYMENT, CREDIT or RECOVERY of a line; DISCOUNT, WITHHOLDING, DIFFERENCE"),
        subkind: optional.text("kind of discount or withholding; side of a difference"),
        application_id: optional.text("null: it settled by itself"),
        receipt_id: optional.text("receipt, credit note or transferred credit"),
        instalment_id: optional.text("null: a rest of a credit"),
        document_id: optional.text(),
        amount: column.numeric(),
        undone: column.numeric("taken back by unapplications"),
        settled_on: column.date("counts for interest and days to pay"),
        effective_on: column.date("business date from which reports count it"),
        applied_on: column.date("business date on which it was decided"),
        conditional: column.boolean("the money was not cleared"),
        undone_by: optional.text("last unapplication"),
        ordinal: column.bigint("of the event"),
      },
      primaryKey: ["account_id", "settlement", "settlement_id"],
      indexes: ["(account_id, receipt_id)", "(account_id, document_id)", "(effective_on, account_id, line_id)"],
    },
  },
  on: {
    PaymentApplied: (rows, event) => apply(rows, event, "PAYMENT", event.data, event.data.receiptId),
    CreditApplied: (rows, event) => apply(rows, event, "CREDIT", { ...event.data, conditional: false }, event.data.creditNoteId),
    WrittenOffRecovered: (rows, event) => apply(rows, event, "RECOVERY", event.data, event.data.receiptId),
    DiscountGranted: (rows, event) =>
      settle(rows, event, "DISCOUNT", { ...event.data, id: event.data.discountId, subkind: event.data.kind }),
    WithholdingRecorded: (rows, event) =>
      settle(rows, event, "WITHHOLDING", { ...event.data, id: event.data.withholdingId, subkind: event.data.kind }),
    SmallDifferenceWrittenOff: (rows, event) => {
      const { differenceId: id, side: subkind, settledOn, creditItemId } = event.data;
      settle(rows, event, "DIFFERENCE", { ...event.data, id, subkind, appliedOn: settledOn, receiptId: creditItemId });
    },
    PaymentUnapplied: (rows, { data, streamId }) => {
      const lines = data.lines.map(({ lineId, amount }) => ({ id: lineId, kind: "LINE", amount }));
      for (const { id, kind, amount } of [...lines, ...data.alsoReversed]) takeBack(rows, streamId, kind, id, amount, data.unapplicationId);
    },
    DiscountRevoked: (rows, { data, streamId }) => takeBack(rows, streamId, "DISCOUNT", data.discountId, data.amount),
    WithholdingReversed: (rows, { data, streamId }) => takeBack(rows, streamId, "WITHHOLDING", data.withholdingId, data.amount),
    SmallDifferenceReversed: (rows, { data, streamId }) => takeBack(rows, streamId, "DIFFERENCE", data.differenceId, data.amount),
  },
});

type Rows = Readonly<Record<"application_line", RowChanges>>;

interface Settled {
  readonly id: string;
  readonly amount: string;
  readonly settledOn: string;
  readonly appliedOn: string;
  readonly conditional: boolean;
  readonly lineId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly instalmentId?: string | undefined;
  readonly subkind?: string;
}

interface Applied {
  readonly applicationId: string;
  readonly appliedOn: string;
  readonly conditional: boolean;
  readonly lines: readonly {
    readonly lineId: string;
    readonly instalmentId: string;
    readonly amount: string;
    readonly settledOn: string;
  }[];
}

function apply(rows: Rows, event: LedgerEvent, kind: string, { lines, ...application }: Applied, receiptId: string): void {
  for (const line of lines) settle(rows, event, kind, { ...application, ...line, receiptId, id: line.lineId });
}

function settle({ application_line }: Rows, event: LedgerEvent, kind: string, settled: Settled): void {
  const key = accountKeyOf(event);
  const { id, lineId = id, instalmentId } = settled;
  application_line.insert({
    ...key,
    line_id: lineId,
    settlement: settled.subkind === undefined ? "LINE" : kind,
    settlement_id: id,
    kind,
    subkind: settled.subkind ?? null,
    application_id: settled.applicationId ?? null,
    receipt_id: settled.receiptId ?? null,
    instalment_id: instalmentId ?? null,
    document_id: instalmentId === undefined ? null : documentOf(instalmentId),
    amount: settled.amount,
    undone: decimalText(0n, decimalsOf(key.currency)),
    settled_on: settled.settledOn,
    effective_on: event.effectiveOn,
    applied_on: settled.appliedOn,
    conditional: settled.conditional,
    ordinal: event.ordinal,
  });
}

function takeBack({ application_line }: Rows, account_id: string, settlement: string, id: string, amount: string, by?: string): void {
  const key = { account_id, settlement, settlement_id: id };
  application_line.add(key, { undone: amount });
  if (by !== undefined) application_line.set(key, { undone_by: by });
}

export interface ApplicationLineFilter extends AccountFilter {
  readonly receiptId?: string;
  readonly documentId?: string;
  readonly applicationId?: string;
  /** Effective dates, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By effective date, then account, line, kind and id. */
export function listApplicationLines(
  db: ReadDatabase,
  filter: ApplicationLineFilter,
): Promise<Page<ApplicationLineRow> & { readonly totals: readonly ApplicationLineTotals[] }> {
  const query = {
    select: sql`
      l.account_id as "accountId", l.customer_id as "customerId", l.entity_id as "entityId", l.currency, l.application_id as "applicationId",
      l.line_id as "lineId", l.settlement_id as "settlementId", l.kind, l.subkind, l.receipt_id as "receiptId", l.instalment_id as "instalmentId",
      l.amount, l.undone, l.amount - l.undone as applied, l.settled_on as "settledOn", l.effective_on as "effectiveOn", l.applied_on as "appliedOn",
      l.conditional, l.undone_by as "undoneBy"`,
    from: sql`application_line l`,
    where: every([
      accountCondition(filter, "l"),
      equals("l.receipt_id", filter.receiptId),
      equals("l.document_id", filter.documentId),
      equals("l.application_id", filter.applicationId),
      between("l.effective_on", filter.from, filter.to),
    ]),
    order: [
      { by: "l.effective_on", type: "date", key: "effectiveOn" },
      { by: "l.account_id", type: "text", key: "accountId" },
      { by: "l.line_id", type: "text", key: "lineId" },
      { by: "l.kind", type: "text", key: "kind" },
      { by: "l.settlement_id", type: "text", key: "settlementId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(l.amount) as amount, sum(l.undone) as undone, sum(l.amount - l.undone) as applied`;
  return listPageWithTotals<ApplicationLineRow, ApplicationLineTotals>(db, query, sums, "l.currency");
}
