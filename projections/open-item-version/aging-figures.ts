import { type RawBuilder, sql } from "kysely";
import { decimalsOf } from "../../src/kernel/currency.ts";
import { decimalText } from "../../src/kernel/money.ts";
import { addDecimals, negated, sumDecimals } from "../rows/decimal-text.ts";
import type { Bucket } from "./buckets.ts";

/** The key of credit that is not applied, where rows are buckets. */
export const UNAPPLIED = "UNAPPLIED";

/** Sums by bucket in columns: b0 is the first bucket. */
export interface PivotRow {
  readonly currency: string;
  readonly items: number;
  readonly unapplied: string;
  readonly pending: string;
  readonly promised: string;
  readonly covered: string;
  readonly [bucket: `b${number}`]: string;
}

/** Turns rows (bucket, open, pending, promised, covered, items) into one row of columns; bucket −1 is credit. */
export function pivotColumns(buckets: readonly Bucket[]): RawBuilder<unknown> {
  const ofBucket = (place: number) => sql`coalesce(sum(open) filter (where bucket = ${sql.lit(place)}), 0)`;
  return sql.join([
    ...buckets.map((_, place) => sql`${ofBucket(place)} as ${sql.ref(`b${place}`)}`),
    sql`${ofBucket(-1)} as unapplied`,
    ...["pending", "promised", "covered"].map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`),
    sql`sum(items)::bigint as items`,
  ]);
}

export function figuresOf(row: PivotRow, buckets: readonly Bucket[]) {
  const { currency } = row;
  const amounts = buckets.map(({ code }, place) => [code, inCurrency(row[`b${place}`] ?? "0", currency)] as const);
  const unapplied = inCurrency(row.unapplied, currency);
  return {
    currency,
    amounts: Object.fromEntries(amounts),
    unapplied,
    total: addDecimals(inCurrency(sumDecimals(amounts.map(([, amount]) => amount)), currency), negated(unapplied)),
    pendingClearance: inCurrency(row.pending, currency),
    promised: inCurrency(row.promised, currency),
    coveredByPostDated: inCurrency(row.covered, currency),
  };
}

/** With exactly the currency's decimals: SQL sums nothing to a bare 0. */
export function inCurrency(amount: string, currency: string): string {
  return addDecimals(amount, decimalText(0n, decimalsOf(currency)));
}
