import { type Violation, violation } from "../../kernel/decider.ts";
import { failureOf } from "../edge/failure.ts";
import { parseJson } from "../edge/json-text.ts";
import { refused } from "../edge/refused.ts";
import type { Limits } from "../limits.ts";
import { IDEMPOTENCY_KEY } from "./command-headers.ts";

/** One line of a batch: a command, or what is wrong with the line. */
export interface BatchLine {
  /** null where the line has none that could be read. */
  readonly idempotencyKey: string | null;
  readonly command: string;
  readonly body: unknown;
  readonly expected?: number;
  readonly wrong: readonly Violation[];
}

const FIELDS = ["command", "idempotencyKey", "body", "ifMatch"];
const NEWLINE = 0x0a;
/** Of the array and the line around a body. */
const ENVELOPE_DEPTH = 2;

export function linesOfArray(bytes: Buffer, { jsonDepth, batchLines }: Limits): readonly BatchLine[] {
  const lines = parseJson(bytes, jsonDepth + ENVELOPE_DEPTH);
  if (!Array.isArray(lines)) throw refused("MALFORMED", { expected: "an array of lines" }, "");
  if (lines.length > batchLines) throw tooManyLines(batchLines);
  return lines.map(readLine);
}

/** Newline-delimited JSON. A line that is no JSON is that line's failure only; empty lines are none. */
export function linesOfNdjson(bytes: Buffer, { jsonDepth, batchLines }: Limits): readonly BatchLine[] {
  const lines: BatchLine[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    start = end + 1;
    if (isBlank(line)) continue;
    if (lines.length === batchLines) throw tooManyLines(batchLines);
    lines.push(readNdjsonLine(line, jsonDepth));
  }
  return lines;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function readNdjsonLine(line: Buffer, jsonDepth: number): BatchLine {
  try {
    return readLine(parseJson(line, jsonDepth + ENVELOPE_DEPTH));
  } catch (error) {
    return { idempotencyKey: null, command: "", body: undefined, wrong: failureOf(error).refusal.violations };
  }
}

function tooManyLines(batchLines: number) {
  return refused("BODY_TOO_LARGE", { limit: `${batchLines} lines` });
}

function readLine(line: unknown): BatchLine {
  if (typeof line !== "object" || line === null || Array.isArray(line)) {
    return { idempotencyKey: null, command: "", body: undefined, wrong: [violation("MALFORMED", { expected: "an object" }, "")] };
  }
  const { command, idempotencyKey, body, ifMatch } = line as Readonly<Record<string, unknown>>;
  const wrong = Object.keys(line)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => violation("UNKNOWN_FIELD", { field }, `/${field}`));
  if (typeof command !== "string") wrong.push(violation("MALFORMED", { needed: "the name of a command" }, "/command"));
  const key = typeof idempotencyKey === "string" && IDEMPOTENCY_KEY.test(idempotencyKey) ? idempotencyKey : null;
  if (key === null) wrong.push(violation("MALFORMED", { needed: "idempotencyKey of 1 to 128 printable characters" }, "/idempotencyKey"));
  if (body === undefined) wrong.push(violation("MALFORMED", { needed: "body" }, "/body"));
  const expected = ifMatch === undefined ? undefined : revisionOf(ifMatch);
  if (ifMatch !== undefined && expected === undefined) wrong.push(violation("MALFORMED", { expected: "a revision" }, "/ifMatch"));
  return {
    idempotencyKey: key,
    command: typeof command === "string" ? command : "",
    body,
    ...(expected !== undefined && { expected }),
    wrong,
  };
}

/** As the header has it, with or without its quotes, or as a number. */
function revisionOf(ifMatch: unknown): number | undefined {
  if (typeof ifMatch === "number") return Number.isSafeInteger(ifMatch) && ifMatch >= 0 ? ifMatch : undefined;
  const digits = typeof ifMatch === "string" ? /^("?)(\d{1,15})\1$/.exec(ifMatch)?.[2] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
