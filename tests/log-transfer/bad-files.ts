import { chainedLine } from "../../src/log-transfer/chained-line.ts";
import { type AppendLine, HEADER_CHAIN, logChain } from "../../src/log-transfer/log-file-format.ts";

export interface BadFile {
  readonly what: string;
  readonly text: string;
  /** The line at which it is refused; nothing from there on may be stored. */
  readonly line: number;
  readonly says: RegExp;
}

const asText = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

function bodyOf(line: string | undefined): Record<string, unknown> {
  const { chain: _chain, ...body } = JSON.parse(line ?? "");
  return body;
}

/** The file of somebody who changed one of its lines, or left it out, and counted the check sums of all that follow anew. */
export function forged(lines: readonly string[], number: number, change: (append: AppendLine) => object | undefined): string {
  const [header = "", ...rest] = lines;
  let chain = logChain(String(bodyOf(header).ledgerId));
  const written = rest.flatMap((line, at) => {
    const changed = at + 2 === number ? change(bodyOf(line) as AppendLine) : bodyOf(line);
    if (changed === undefined) return [];
    const next = chainedLine(changed, chain);
    chain = next.chain;
    return [next.line];
  });
  return [`${header}\n`, ...written].join("");
}

/** Everything that can be wrong with a file, in the order of the lines at which it shows. Of `lines` there are at least 14. */
export function badFiles(lines: readonly string[]): readonly BadFile[] {
  const [header = "", first = ""] = lines;
  const changed = (number: number, change: (line: string) => string) =>
    asText(lines.map((line, at) => (at + 1 === number ? change(line) : line)));
  const headed = (changes: object) => chainedLine({ ...bodyOf(header), ...changes }, HEADER_CHAIN).line + asText(lines.slice(1));
  const commandId = bodyOf(first).commandId as string;
  const underFirstCommand = (append: AppendLine) => ({
    ...{ ...append, commandId },
    events: append.events.map((event) => ({ ...event, meta: JSON.stringify({ ...JSON.parse(event.meta), commandId }) })),
  });
  const last = lines.length;
  return [
    { line: 1, what: "is empty", text: "", says: /The file is empty\./ },
    { line: 1, what: "is something else", text: "command\n", says: /Line 1 is no line of such a file/ },
    { line: 1, what: "is of a later version", text: headed({ version: 2 }), says: /version 2, .* reads version 1/ },
    {
      line: 1,
      what: "is of another ledger",
      text: headed({ ledgerId: "other" }),
      says: /log of ledger other; this database has the keys of/,
    },
    { line: 2, what: "begins later", text: asText(lines.toSpliced(1, 1)), says: /Line 2 does not follow the line before it/ },
    { line: 3, what: "has a changed letter", text: changed(3, (line) => line.replace("Noted", "Motad")), says: /Line 3 does not follow/ },
    { line: 4, what: "has another line end", text: changed(4, (line) => `${line}\r`), says: /Line 4 is no line of such a file/ },
    { line: 5, what: "lacks a line", text: asText(lines.toSpliced(4, 1)), says: /Line 5 does not follow/ },
    {
      ...{ line: 6, what: "has lines in another order", says: /Line 6 does not follow/ },
      text: asText([...lines.slice(0, 5), lines[6] ?? "", lines[5] ?? "", ...lines.slice(7)]),
    },
    { line: 7, what: "leaves an append out", text: forged(lines, 7, () => undefined), says: /Line 7 holds ordinal \d+ where \d+ is due/ },
    {
      ...{ line: 8, what: "goes back in time", says: /Line 8 was recorded before the line before it/ },
      text: forged(lines, 8, (append) => ({ ...append, recordedAt: "2020-01-01T00:00:00.000Z" })),
    },
    {
      ...{ line: 8, what: "has other claims than its events", says: /Line 8 contradicts itself/ },
      text: forged(lines, 8, (append) => ({ ...append, claims: ["NUMBER:X"] })),
    },
    {
      ...{ line: 9, what: "leaves a revision out", says: /Line 9 does not fit .*: account-\d is not at revision/ },
      text: forged(lines, 9, (append) => ({ ...append, revision: append.revision + 1 })),
    },
    {
      ...{ line: 10, what: "has a command twice", says: /Line 10 does not fit .*: the command \S+ is in the log already/ },
      text: forged(lines, 10, underFirstCommand),
    },
    {
      line: last - 1,
      what: "breaks off in a line",
      text: asText(lines.slice(0, -1)).slice(0, -9),
      says: /breaks off: the file was cut short\./,
    },
    {
      line: last,
      what: "lacks its last line",
      text: asText(lines.slice(0, -1)),
      says: /has no last line\. The log is not whole; it holds/,
    },
  ];
}
