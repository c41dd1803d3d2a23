import { type TSchema, Type } from "@sinclair/typebox";
import { CurrencyCode } from "../identifiers.ts";

/** A bare amount in the currency its row names; of either sign. Sums may have more digits than a single amount. */
export const RowAmount = Type.String({ pattern: "^-?[0-9]+(\\.[0-9]{1,4})?$", examples: ["1250000.00"] });

/** Opaque; null on the last page. */
export const NextCursor = Type.Union([Type.String(), Type.Null()]);

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const listOf = <Row extends TSchema>(row: Row) => Type.Object({ rows: Type.Array(row), nextCursor: NextCursor });

/** With what everything that matches adds up to per currency, whatever the page shows. */
export const listWithTotals = <Row extends TSchema, Sums extends string>(row: Row, sums: readonly Sums[]) =>
  Type.Object({ rows: Type.Array(row), totals: Type.Array(totalsOf(sums)), nextCursor: NextCursor });

export const totalsOf = <Sums extends string>(sums: readonly Sums[]) =>
  Type.Object({
    currency: CurrencyCode,
    count: Type.Integer(),
    ...(Object.fromEntries(sums.map((name) => [name, RowAmount])) as { [Name in Sums]: typeof RowAmount }),
  });
