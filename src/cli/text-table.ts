import { printable } from "./output.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Rows as aligned columns, in the order in which fields first appear. Objects inside a row become columns of their own ("amounts" of an
 * aging), money one cell; numbers stand to the right.
 */
export function textTable(rows: readonly Row[]): string {
  const flat = rows.map((row) => flattened(row));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((column) => Math.max(width(column), ...flat.map((row) => width(row[column] ?? ""))));
  const isRight = columns.map((column) => flat.every((row) => /^(-?\d[\d.]*)?$/.test(row[column] ?? "")));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, place) => (isRight[place] ? padLeft(cell, widths[place] ?? 0) : padRight(cell, widths[place] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(columns), ...flat.map((row) => line(columns.map((column) => row[column] ?? "")))].map((text) => `${text}\n`).join("");
}

function flattened(row: Row): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!isPlain(value) || isMoney(value)) cells[name] = cellText(value);
    else for (const [inner, each] of Object.entries(value)) cells[inner in row ? `${name}.${inner}` : inner] = cellText(each);
  }
  return cells;
}

/** A value on one line: nothing for null, "80.00 COP" for money, JSON for what has parts. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return printable(value.join(", "));
  if (typeof value === "object") return printable(JSON.stringify(value));
  return printable(String(value));
}

function isPlain(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMoney(value: unknown): value is { readonly amount: string; readonly currency: string } {
  return isPlain(value) && Object.keys(value).sort().join() === "amount,currency";
}

// Accents may be characters of their own that take no room.
const width = (text: string) => text.normalize("NFC").length;
const padRight = (text: string, to: number) => text + " ".repeat(Math.max(0, to - width(text)));
const padLeft = (text: string, to: number) => " ".repeat(Math.max(0, to - width(text))) + text;
