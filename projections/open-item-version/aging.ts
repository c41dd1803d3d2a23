import { type RawBuilder, sql } from "kysely";
import type { AgingReport, AgingRow, AgingTotal } from "../../schemas/views/aging.ts";
import type { ReadDatabase } from "../define-projection.ts";
import { afterKey, decodeCursor, encodeCursor, InvalidCursor, limitOf, type PageRequest } from "../query/page.ts";
import { figuresOf, type PivotRow, pivotColumns, UNAPPLIED } from "./aging-figures.ts";
import type { AgingGroup } from "./aging-groups.ts";
import { labelsOf } from "./aging-labels.ts";
import { type Bucket, bucketStarts } from "./buckets.ts";
import { type AgingBasis, basisColumn, type ItemFilter, itemsAt, type Moment } from "./items-at.ts";

export interface AgingRequest extends Moment, ItemFilter, PageRequest {
  readonly groupBy: AgingGroup;
  readonly basis: AgingBasis;
  readonly buckets: readonly Bucket[];
}

type ReportRow = PivotRow & { readonly part: "row" | "total"; readonly key: string };

const KEY_COLUMNS = {
  customer: "customer_id",
  account: "account_id",
  salesperson: "salesperson_id",
  branch: "branch_id",
  entity: "entity_id",
} as const;

const ORDER = [
  { by: "key", type: "text" },
  { by: "currency", type: "text" },
] as const;

/**
 * Aging at a moment: what is open by days past due, per group and currency, with totals over everything whatever the page shows. A group in
 * which nothing is open and nothing unapplied has no row; what it has pending clearance stands in the totals. A cursor holds
 * the date and ordinal of its first page, so that the pages of one report fit together.
 */
export async function aging(db: ReadDatabase, request: AgingRequest): Promise<AgingReport> {
  const { moment, after } = resumed(request);
  const limit = limitOf(request);
  const rows = await readReport(db, { ...request, ...moment }, after, limit);
  const page = rows.filter(({ part }) => part === "row");
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  const labels = await labelsOf(
    db,
    request.groupBy,
    shown.map(({ key }) => key),
  );
  return {
    ...moment,
    groupBy: request.groupBy,
    basis: request.basis,
    buckets: request.buckets.map(({ code, fromDays, toDays }) => ({ code, fromDays, toDays })),
    rows: shown.map(
      (row): AgingRow => ({ key: row.key === "" ? null : row.key, label: labels.get(row.key) ?? null, ...totalOf(row, request.buckets) }),
    ),
    totals: rows.filter(({ part }) => part === "total").map((row) => totalOf(row, request.buckets)),
    nextCursor: page.length > limit && last !== undefined ? encodeCursor([moment.ordinal, moment.asOf, last.key, last.currency]) : null,
  };
}

function totalOf(row: ReportRow, buckets: readonly Bucket[]): AgingTotal {
  return { ...figuresOf(row, buckets), items: row.items };
}

function resumed({ asOf, ordinal, cursor }: AgingRequest): { readonly moment: Moment; readonly after: RawBuilder<boolean> } {
  if (cursor === undefined) return { moment: { asOf, ordinal }, after: sql<boolean>`true` };
  const [first, date, key, currency] = decodeCursor(cursor, ["bigint", "date", "text", "text"]);
  if (date !== asOf) throw new InvalidCursor("the cursor belongs to a report of another date");
  return { moment: { asOf, ordinal: first as number }, after: afterKey([key as string, currency as string], ORDER) };
}

async function readReport(
  db: ReadDatabase,
  request: AgingRequest,
  after: RawBuilder<boolean>,
  limit: number,
): Promise<readonly ReportRow[]> {
  const { asOf, groupBy, basis, buckets } = request;
  const starts = bucketStarts(buckets);
  const codes = [UNAPPLIED, ...buckets.map(({ code }) => code)];
  const key = groupBy === "bucket" ? sql`(${codes}::text[])[bucket + 2]` : sql`coalesce(${sql.ref(KEY_COLUMNS[groupBy])}, '')`;
  const bucket = sql`case i.kind when 'CREDIT' then -1 else width_bucket(${asOf}::date - ${basisColumn(basis)}, ${starts}::integer[]) end`;
  const { rows } = await sql<ReportRow>`
    with recursive ${itemsAt(request, request)},
    aged as (select i.*, ${bucket} as bucket from items i),
    summed as (
      select ${key} as key, currency, bucket, count(*) filter (where open <> 0) as items,
             sum(open) as open, sum(pending) as pending, sum(promised) as promised, sum(covered) as covered
      from aged group by 1, 2, 3
    ),
    grouped as materialized (select key, currency, ${pivotColumns(buckets)} from summed group by key, currency),
    page as (select * from grouped where items > 0 and ${after} order by key collate "C", currency collate "C" limit ${limit + 1})
    select * from (
      select 'row' as part, page.* from page
      union all
      select 'total', '', currency, ${totalColumns(buckets)} from grouped group by currency) as parts
    order by part, key collate "C", currency collate "C"`.execute(db);
  return rows;
}

function totalColumns(buckets: readonly Bucket[]): RawBuilder<unknown> {
  const names = [...buckets.map((_, place) => `b${place}`), "unapplied", "pending", "promised", "covered", "items"];
  return sql.join(
    names.map((name) => (name === "items" ? sql`sum(items)::bigint as items` : sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`)),
  );
}
