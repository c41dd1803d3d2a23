import { type RawBuilder, sql } from "kysely";
import { isCalendarDate } from "../../src/kernel/calendar-date.ts";

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 500;

export interface PageRequest {
  /** 1 to 500, default 100. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** The cursor was not made by the query it was given to. */
export class InvalidCursor extends Error {
  override readonly name = "InvalidCursor";
}

export type KeyValue = string | number;
/** A column (or expression) of the total order of a list, with the SQL type it is compared as. */
export interface SortColumn {
  readonly by: string;
  readonly type: "text" | "bigint" | "date";
  readonly descending?: true;
}

export function limitOf(request: PageRequest): number {
  return Math.min(Math.max(Math.trunc(request.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
}

/** Opaque: base64url of the JSON array of the last row's key. */
export function encodeCursor(key: readonly KeyValue[]): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(key))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The key in a cursor; throws `InvalidCursor` unless it holds values of exactly these types. */
export function decodeCursor(cursor: string, types: readonly SortColumn["type"][]): readonly KeyValue[] {
  const key = parse(cursor);
  const fits = Array.isArray(key) && key.length === types.length && key.every((value, index) => isOf(types[index], value));
  if (!fits) throw new InvalidCursor("the cursor does not belong to this list");
  return key as readonly KeyValue[];
}

function parse(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isOf(type: SortColumn["type"] | undefined, value: unknown): boolean {
  if (type === "bigint") return Number.isSafeInteger(value);
  return typeof value === "string" && !value.includes("\u0000") && (type !== "date" || isCalendarDate(value));
}

/** The condition "after the last row of the page before": a >, or a = and b > ... */
export function afterCursor(request: PageRequest, order: readonly SortColumn[]): RawBuilder<boolean> {
  if (request.cursor === undefined) return sql<boolean>`true`;
  return afterKey(
    decodeCursor(
      request.cursor,
      order.map(({ type }) => type),
    ),
    order,
  );
}

export function afterKey(key: readonly KeyValue[], order: readonly SortColumn[]): RawBuilder<boolean> {
  const alternatives = order.map((column, index) => {
    const equal = order.slice(0, index).map((earlier, place) => comparison(earlier, sql`=`, key[place] as KeyValue));
    const beyond = comparison(column, column.descending === true ? sql`<` : sql`>`, key[index] as KeyValue);
    return sql<boolean>`(${sql.join([...equal, beyond], sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(alternatives, sql` or `)})`;
}

function comparison(column: SortColumn, operator: RawBuilder<unknown>, value: KeyValue): RawBuilder<boolean> {
  return sql<boolean>`${expression(column)} ${operator} ${value}::${sql.raw(column.type)}`;
}

export function orderBy(order: readonly SortColumn[]): RawBuilder<unknown> {
  return sql`order by ${sql.join(order.map((column) => sql`${expression(column)} ${sql.raw(column.descending === true ? "desc" : "asc")}`))}`;
}

function expression(column: SortColumn): RawBuilder<unknown> {
  return column.type === "text" ? sql`${sql.ref(column.by)} collate "C"` : sql.ref(column.by);
}

/** Cuts a page out of rows fetched with one more than the limit. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly KeyValue[],
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
