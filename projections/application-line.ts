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
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * application_line: what settled an instalment: payments, and the discounts and withholdings that came with them; undone parts beside.
 *   line_id | settlement_id | kind     | instalment_id | amount    | undone
 *   AP-1.1  | AP-1.1        | PAYMENT  | FV-1001.1     | 980000.00 | 0.00
 *   AP-1.1  | DS-1          | DISCOUNT | FV-1001.1     | 20000.00  | 0.00
 */
export const applicationLine = defineRowsProjection({
  name: "application_line",
  version: 1,
  tables: {
    application_line: {
      comment: "Applications of money to instalments, line by line, with the discounts and withholdings of the same application.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text("{applicationId}.{n}"),
        settlement_id: column.text("line, discount or withholding"),
        kind: column.text("PAYMENT, DISCOUNT or WITHHOLDING"),
        subkind: optional.text("kind of discount or withholding"),
        application_id: column.text(),
        receipt_id: column.text(),
        instalment_id: column.text(),
        document_id: column.text(),
        amount: column.numeric(),
        undone: column.numeric("taken back by unapplications"),
        settled_on: column.date("counts for interest and days to pay"),
        effective_on: column.date("business date from which reports count it"),
        applied_on: column.date("business date on which it was decided"),
        conditional: column.boolean("the money was not cleared"),
        undone_by: optional.text("last unapplication"),
        ordinal: column.bigint("of the event"),
      },
      primaryKey: ["account_id", "line_id", "kind", "settlement_id"],
      indexes: ["(account_id, receipt_id)", "(account_id, document_id)", "(effective_on, account_id, line_id)"],
    },
  },
  on: {
    PaymentApplied: ({ application_line }, event) => {
      for (const line of event.data.lines) {
        application_line.insert({ ...settlement(event, { ...event.data, ...line }), kind: "PAYMENT", settlement_id: line.lineId });
      }
    },
    DiscountGranted: ({ application_line }, event) =>
      application_line.insert({
        ...settlement(event, event.data),
        kind: "DISCOUNT",
        settlement_id: event.data.discountId,
        subkind: event.data.kind,
      }),
    WithholdingRecorded: ({ application_line }, event) =>
      application_line.insert({
        ...settlement(event, event.data),
        kind: "WITHHOLDING",
        settlement_id: event.data.withholdingId,
        subkind: event.data.kind,
      }),
    PaymentUnapplied: ({ application_line }, { data, streamId }) => {
      const undone = [...data.lines.map((line) => ({ ...line, id: line.lineId, kind: "PAYMENT" })), ...data.alsoReversed];
      for (const { lineId, id, kind, amount } of undone) {
        const key = { account_id: streamId, line_id: lineId, kind, settlement_id: id };
        application_line.add(key, { undone: amount });
        application_line.set(key, { undone_by: data.unapplicationId });
      }
    },
  },
});

type Settled = Pick<
  LedgerEvent<"DiscountGranted">["data"],
  "applicationId" | "receiptId" | "lineId" | "instalmentId" | "amount" | "settledOn" | "conditional" | "appliedOn"
>;

function settlement(event: LedgerEvent, data: Settled) {
  const key = accountKeyOf(event);
  return {
    ...key,
    line_id: data.lineId,
    application_id: data.applicationId,
    receipt_id: data.receiptId,
    instalment_id: data.instalmentId,
    document_id: documentOf(data.instalmentId),
    amount: data.amount,
    undone: decimalText(0n, decimalsOf(key.currency)),
    settled_on: data.settledOn,
    effective_on: event.effectiveOn,
    applied_on: data.appliedOn,
    conditional: data.conditional,
    ordinal: event.ordinal,
  };
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
