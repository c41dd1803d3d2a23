import { type Static, Type } from "@sinclair/typebox";
import { SeriesKind, SeriesOwnership } from "../codes.ts";
import { Identifier } from "../identifiers.ts";
import { Nullable } from "./list.ts";

export const SeriesRow = Type.Object({
  entityId: Identifier,
  kind: SeriesKind,
  code: Identifier,
  ownership: SeriesOwnership,
  prefix: Nullable(Type.String()),
  from: Type.Integer(),
  to: Nullable(Type.Integer()),
  legalReference: Nullable(Type.String()),
  /** How many numbers the ledger gave; null where it gave none. */
  issued: Nullable(Type.Integer()),
  lastNumber: Nullable(Type.String()),
});
export type SeriesRow = Static<typeof SeriesRow>;

/** A list that is short by nature comes whole. */
export const SeriesList = Type.Object({ rows: Type.Array(SeriesRow) });
