import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of real data; a setting names it, beside the checkout is where it usually lies. It is no part of the repository. */
export const dataFolder = resolve(process.env.CARTERA_TEST_DATA ?? join(import.meta.dirname, "../../../shared/data"));

/** The files of a data set that are there; a test that needs them says by name what it skips. */
export function findData(set: string): string | undefined {
  const folder = join(dataFolder, set);
  return existsSync(folder) ? folder : undefined;
}

/** Rows of a CSV file by the names of its header: quoted fields, doubled quotes, either line end. */
export function readCsv(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = parseCsv(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  return rows
    .filter((row) => row.length > 1 || row[0] !== "")
    .map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "," || character === "\n") {
      rows.at(-1)?.push(field.replace(/\r$/, ""));
      field = "";
      if (character === "\n") rows.push([]);
    } else field += character;
  }
  rows.at(-1)?.push(field);
  return rows;
}
