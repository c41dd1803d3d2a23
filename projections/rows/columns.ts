import type { ColumnDefinition, ColumnType } from "../define-projection.ts";

/** `column.text("the caller's identifier")`, `optional.date("null: no end")`. */
const declare =
  (type: ColumnType, nullable: boolean) =>
  (comment?: string): ColumnDefinition => ({
    type,
    ...(nullable && { nullable: true as const }),
    ...(comment !== undefined && { comment }),
  });

const columns = (nullable: boolean) => ({
  text: declare("text", nullable),
  date: declare("date", nullable),
  numeric: declare("numeric", nullable),
  bigint: declare("bigint", nullable),
  integer: declare("integer", nullable),
  boolean: declare("boolean", nullable),
  jsonb: declare("jsonb", nullable),
  instant: declare("timestamptz", nullable),
});

export const column = columns(false);
export const optional = columns(true);

/** The columns by which every row of an account is found and filtered. */
export const ACCOUNT_COLUMNS = {
  account_id: column.text("{customerId}.{entityId}.{currency}"),
  customer_id: column.text(),
  entity_id: column.text("legal entity"),
  currency: column.text("ISO 4217; of all amounts of the row"),
} as const;
