import { cellText, textTable } from "./text-table.ts";

type Row = Readonly<Record<string, unknown>>;

/** Lists inside an answer that are not what was asked for. */
const BESIDE = ["totals", "buckets"];

/** The list of an answer and its name: "rows" of a list, "items" of open items, "movements" of a statement. */
export function listOf(answer: Row): { readonly name: string; readonly rows: readonly Row[] } | undefined {
  const found = Object.entries(answer).find(([name, value]) => Array.isArray(value) && !BESIDE.includes(name));
  return found === undefined ? undefined : { name: found[0], rows: found[1] as readonly Row[] };
}

/** An answer for a person: what it says of itself, then its lists as tables. */
export function answerTable(answer: unknown): string {
  if (typeof answer !== "object" || answer === null) return `${cellText(answer)}\n`;
  const fields = Object.entries(answer as Row);
  const lists = fields.filter(([name, value]) => isTable(value) && name !== "buckets");
  const scalars = fields.filter(([name, value]) => !isTable(value) && name !== "nextCursor");
  const isReport = lists.length > 0;
  const head = isReport ? `${scalars.map(([name, value]) => `${name} ${inline(value)}`).join(", ")}\n` : properties(scalars);
  const tables = lists.map(([name, rows]) => `\n${name}\n${(rows as Row[]).length === 0 ? "(none)\n" : textTable(rows as Row[])}`);
  const more = (answer as Row).nextCursor ? "\nThere is more: --all shows it.\n" : "";
  return `${head}${tables.join("")}${more}`;
}

function isTable(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "object" && each !== null);
}

function properties(fields: readonly (readonly [string, unknown])[]): string {
  const longest = Math.max(0, ...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => `${name.padEnd(longest)}  ${inline(value)}\n`).join("");
}

/** The parts of an object one after the other: "status ACTIVE, lineId L-1". */
function inline(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return cellText(value);
  const cell = cellText(value);
  if (!cell.startsWith("{")) return cell;
  return Object.entries(value)
    .map(([name, each]) => `${name} ${cellText(each)}`)
    .join(", ");
}
