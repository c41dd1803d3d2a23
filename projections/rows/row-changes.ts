import type { TableDefinition } from "../define-projection.ts";
import { addDecimals } from "./decimal-text.ts";

/** What a column holds: text, dates and amounts as strings; jsonb as any JSON value. */
export type ColumnValue = string | number | boolean | null | object;
export type Row = Readonly<Record<string, ColumnValue>>;
/** Amounts by column, as decimal strings, to be added to what the row holds. */
export type Deltas = Readonly<Record<string, string>>;

/** What a batch leaves to be done with one row. */
export type RowChange =
  | { readonly kind: "insert"; readonly row: Record<string, ColumnValue> }
  | { readonly kind: "update"; readonly key: Row; readonly set: Record<string, ColumnValue>; readonly add: Record<string, string> }
  | { readonly kind: "delete"; readonly key: Row }
  | { readonly kind: "replace"; readonly key: Row; readonly row: Record<string, ColumnValue> };

/**
 * Changes of one table, composed per primary key in the order in which they are made and without reading the table, so that a batch costs
 * one statement of each kind whatever it holds, and so that it does not matter how the log is cut into batches.
 */
export class RowChanges {
  readonly #table: TableDefinition;
  readonly #changes = new Map<string, RowChange>();

  constructor(table: TableDefinition) {
    this.#table = table;
  }

  get changes(): Iterable<RowChange> {
    return this.#changes.values();
  }

  /** A row that does not exist yet. Columns left out are null. */
  insert(row: Row): void {
    const key = this.#keyOf(row);
    const before = this.#changes.get(key.text);
    if (before === undefined) this.#changes.set(key.text, { kind: "insert", row: { ...row } });
    else if (before.kind === "delete") this.#changes.set(key.text, { kind: "replace", key: key.columns, row: { ...row } });
    else throw new Error(`the row ${key.text} exists already`);
  }

  /** New values for some columns of a row that exists. */
  set(row: Row, columns: Row): void {
    const change = this.#existing(row);
    if (change.kind !== "update") return void Object.assign(change.row, columns);
    for (const [column, value] of Object.entries(columns)) {
      change.set[column] = value;
      delete change.add[column];
    }
  }

  /** Adds to amounts of a row that exists. */
  add(row: Row, deltas: Deltas): void {
    const change = this.#existing(row);
    for (const [column, delta] of Object.entries(deltas)) {
      const target = change.kind === "update" ? (column in change.set ? change.set : change.add) : change.row;
      const held = target[column];
      target[column] = typeof held === "string" ? addDecimals(held, delta) : delta;
    }
  }

  delete(row: Row): void {
    const key = this.#keyOf(row);
    if (this.#changes.get(key.text)?.kind === "insert") this.#changes.delete(key.text);
    else this.#changes.set(key.text, { kind: "delete", key: key.columns });
  }

  #existing(row: Row): Exclude<RowChange, { kind: "delete" }> {
    const key = this.#keyOf(row);
    const before = this.#changes.get(key.text);
    if (before?.kind === "delete") throw new Error(`the row ${key.text} was deleted`);
    if (before !== undefined) return before;
    const change: RowChange = { kind: "update", key: key.columns, set: {}, add: {} };
    this.#changes.set(key.text, change);
    return change;
  }

  #keyOf(row: Row): { readonly text: string; readonly columns: Row } {
    const columns: Record<string, ColumnValue> = {};
    for (const column of this.#table.primaryKey) {
      const value = row[column];
      if (value === undefined || value === null) throw new Error(`the key column ${column} has no value`);
      columns[column] = value;
    }
    return { text: JSON.stringify(Object.values(columns)), columns };
  }
}
