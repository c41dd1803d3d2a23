import { sql } from "kysely";
import type { WithholdingRow, WithholdingTotals } from "../schemas/views/withholding.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPage, listPageWithTotals, type Page } from "./query/list.ts";
import { MAX_LIMIT } from "./query/page.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf, documentOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { negated } from "./rows/decimal-text.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * withholding: taxes that customers withheld, and whether their certificate came.
 *   withholding_id | kind       | base        | rate_pct | amount_left | status
 *   W-7            | INCOME_TAX | 10000000.00 | 2.50     | 250000.00   | PENDING
 */
export const withholding = defineRowsProjection({
  name: "withholding",
  version: 1,
  tables: {
    withholding: {
      comment: "Taxes that customers withheld, until their certificates come.",
      columns: {
        ...ACCOUNT_COLUMNS,
        withholding_id: column.text(),
        status: column.text("PENDING, CERTIFIED or REOPENED; one of which nothing is left was reversed"),
        kind: column.text("INCOME_TAX, VAT or ICA"),
        instalment_id: column.text(),
        document_id: column.text(),
        application_id: optional.text("with which it settled"),
        base: column.numeric(),
        rate_pct: column.text(),
        amount: column.numeric(),
        amount_left: column.numeric("not taken back"),
        settled_on: column.date(),
        effective_on: column.date("business date from which reports count it"),
        certificate: optional.text("number"),
        certified_on: optional.date("date of the certificate"),
        charge_id: optional.text("which it became for want of a certificate"),
      },
      primaryKey: ["account_id", "withholding_id"],
      indexes: ["(effective_on, account_id, withholding_id)", "(entity_id, effective_on) where status = 'PENDING'"],
    },
  },
  on: {
    WithholdingRecorded({ withholding }, event) {
      const { data, effectiveOn } = event;
      withholding.insert({
        ...accountKeyOf(event),
        withholding_id: data.withholdingId,
        status: "PENDING",
        kind: data.kind,
        instalment_id: data.instalmentId,
        document_id: documentOf(data.instalmentId),
        application_id: data.applicationId ?? null,
        base: data.base,
        rate_pct: data.ratePct,
        amount: data.amount,
        amount_left: data.amount,
        settled_on: data.settledOn,
        effective_on: effectiveOn,
      });
    },
    WithholdingCertified({ withholding }, { data, streamId }) {
      for (const id of data.withholdingIds) {
        const certified = { status: "CERTIFIED", certificate: data.number, certified_on: data.issuedOn };
        withholding.set({ account_id: streamId, withholding_id: id }, certified);
      }
    },
    WithholdingReopened: ({ withholding }, { data, streamId }) =>
      withholding.set({ account_id: streamId, withholding_id: data.withholdingId }, { status: "REOPENED", charge_id: data.chargeId }),
    WithholdingReversed: ({ withholding }, { data, streamId }) =>
      withholding.add({ account_id: streamId, withholding_id: data.withholdingId }, { amount_left: negated(data.amount) }),
    PaymentUnapplied({ withholding }, { data, streamId }) {
      for (const { kind, id, amount } of data.alsoReversed) {
        if (kind === "WITHHOLDING") withholding.add({ account_id: streamId, withholding_id: id }, { amount_left: negated(amount) });
      }
    },
  },
});

const STATUS = sql<string>`case when w.amount_left = 0 then 'REVERSED' else w.status end`;

export interface WithholdingFilter extends AccountFilter {
  readonly documentId?: string;
  readonly kind?: string;
  readonly status?: string;
  /** Effective dates, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By effective date, then account and withholding. */
export function listWithholdings(
  db: ReadDatabase,
  filter: WithholdingFilter,
): Promise<Page<WithholdingRow> & { readonly totals: readonly WithholdingTotals[] }> {
  const query = {
    select: sql`
      w.account_id as "accountId", w.customer_id as "customerId", w.entity_id as "entityId", w.currency, w.withholding_id as "withholdingId",
      ${STATUS} as status, w.kind, w.instalment_id as "instalmentId", w.document_id as "documentId", w.application_id as "applicationId",
      w.base, w.rate_pct as "ratePct", w.amount, w.amount_left as left, w.settled_on as "settledOn", w.effective_on as "effectiveOn",
      w.certificate, w.certified_on as "certifiedOn", w.charge_id as "chargeId"`,
    from: sql`withholding w`,
    where: every([
      accountCondition(filter, "w"),
      equals("w.document_id", filter.documentId),
      equals("w.kind", filter.kind),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${STATUS} = ${filter.status}`,
      between("w.effective_on", filter.from, filter.to),
    ]),
    order: [
      { by: "w.effective_on", type: "date", key: "effectiveOn" },
      { by: "w.account_id", type: "text", key: "accountId" },
      { by: "w.withholding_id", type: "text", key: "withholdingId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(w.amount) as amount, sum(w.amount_left) as left`;
  return listPageWithTotals<WithholdingRow, WithholdingTotals>(db, query, sums, "w.currency");
}

export type WithholdingKey = Pick<WithholdingRow, "effectiveOn" | "accountId" | "withholdingId">;

/**
 * Withholdings of a legal entity whose certificate did not come in time: within the months of the policy that was in force when they were
 * recorded, or within `months` where the company has none. Read page by page, while the first of them are re-opened.
 */
export async function* withholdingsUncertified(
  db: ReadDatabase,
  { entityId, on, months }: { readonly entityId: string; readonly on: string; readonly months: number },
): AsyncGenerator<WithholdingKey> {
  const term = sql`coalesce((
    select (p.body ->> 'certificateMonths')::integer from policy_version p
    where p.entity_id = w.entity_id and p.kind = 'withholding' and p.valid_from <= w.effective_on order by p.valid_from desc limit 1), ${months}::integer)`;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<WithholdingKey> = await listPage(db, {
      select: sql`w.effective_on as "effectiveOn", w.account_id as "accountId", w.withholding_id as "withholdingId"`,
      from: sql`withholding w`,
      where: every([
        equals("w.entity_id", entityId),
        equals("w.status", "PENDING"),
        sql<boolean>`w.amount_left <> 0`,
        sql<boolean>`(w.effective_on + make_interval(months => ${term}))::date <= ${on}`,
      ]),
      order: [
        { by: "w.effective_on", type: "date", key: "effectiveOn" },
        { by: "w.account_id", type: "text", key: "accountId" },
        { by: "w.withholding_id", type: "text", key: "withholdingId" },
      ],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}
