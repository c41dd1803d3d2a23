import { type RawBuilder, sql } from "kysely";
import type { ReadDatabase } from "../define-projection.ts";
import { afterCursor, type KeyValue, limitOf, orderBy, type PageRequest, pageOf, type SortColumn } from "./page.ts";

/** A column of the total order and the property of the row that holds it. */
export type ListOrder<Row> = SortColumn & { readonly key: keyof Row & string };

export interface ListQuery<Row> {
  readonly select: RawBuilder<unknown>;
  /** Tables and joins. */
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<boolean>;
  readonly order: readonly ListOrder<Row>[];
  readonly page: PageRequest;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** null on the last page. */
  readonly nextCursor: string | null;
}

/** One page in a total order, continued after the last key of the page before. */
export async function listPage<Row>(db: ReadDatabase, query: ListQuery<Row>): Promise<Page<Row>> {
  const { select, from, where, order, page } = query;
  const limit = limitOf(page);
  const { rows } = await sql<Row>`
    select ${select} from ${from} where ${where} and ${afterCursor(page, order)} ${orderBy(order)} limit ${limit + 1}`.execute(db);
  return pageOf(rows, limit, (row) => order.map(({ key }) => row[key] as KeyValue));
}

/** A page and what everything that matches adds up to per currency, of one moment. `sums`: expressions by name. */
export async function listPageWithTotals<Row, Totals>(
  db: ReadDatabase,
  query: ListQuery<Row>,
  sums: RawBuilder<unknown>,
  currency = "currency",
): Promise<Page<Row> & { readonly totals: readonly Totals[] }> {
  return snapshot(db, async (tx) => {
    const page = await listPage(tx, query);
    const by = sql.ref(currency);
    const totals = await sql<Totals>`
      select ${by} as currency, count(*) as count, ${sums} from ${query.from} where ${query.where} group by ${by} order by ${by} collate "C"`.execute(
      tx,
    );
    return { ...page, totals: totals.rows };
  });
}

/** Several statements that see the same moment. */
export function snapshot<T>(db: ReadDatabase, work: (tx: ReadDatabase) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work);
}
