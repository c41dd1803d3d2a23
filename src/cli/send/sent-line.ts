import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { findCommand } from "../../application/command-catalogue.ts";
import type { FileLine } from "./read-lines.ts";

/** Lines of the whole ledger (entities, roles, policies): what follows may rest on them, and they on what came before. */
export const LEDGER_LANE = "ledger";

/** A line ready to go. */
export interface SentLine {
  readonly number: number;
  readonly key: string;
  readonly command: string;
  /** The stream it addresses, as far as that can be told. */
  readonly stream: string;
  /** Lines of one lane are decided in file order: a customer and all accounts of that customer. */
  readonly lane: string;
  /** The line with its key in it, free of line breaks. */
  readonly wire: string;
  readonly bytes: number;
}

/** A line that is not worth sending. */
export interface UnreadableLine {
  readonly number: number;
  readonly key: string;
  readonly problem: string;
}

/** Reads a line of a file. One that is JSON goes to the server whatever else is wrong with it: there the sentences are. */
export function toSentLine({ number, bytes }: FileLine): SentLine | UnreadableLine {
  const derivedKey = createHash("sha256").update(`${number}\n`).update(bytes).digest("hex");
  if (!isUtf8(bytes)) return { number, key: derivedKey, problem: "The line is not UTF-8." };
  const text = bytes.toString("utf8");
  const parsed = parse(text);
  if (parsed === undefined) return { number, key: derivedKey, problem: "The line is not a JSON object." };
  const { command, idempotencyKey, body } = parsed;
  const hasKey = idempotencyKey !== undefined;
  const key = typeof idempotencyKey === "string" ? idempotencyKey : derivedKey;
  const wire = (hasKey ? text : withKey(text, key)).replace(/[\r\n]+/g, " ");
  const name = typeof command === "string" ? command : "";
  return { number, key, command: name, ...placeOf(name, body, number), wire, bytes: Buffer.byteLength(wire) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The text stays what it was but for the key: numbers keep their digits, and the server judges what the author wrote. */
function withKey(text: string, key: string): string {
  const rest = text.slice(text.indexOf("{") + 1);
  return `{"idempotencyKey":${JSON.stringify(key)}${rest.trimStart().startsWith("}") ? "" : ","}${rest}`;
}

/**
 * Where a line belongs. A customer's lines share a lane, since an account's commands rest on what its customer's have done. A command this
 * version does not know may concern anything; a known one whose subject cannot be read will be refused whenever it is sent.
 */
function placeOf(command: string, body: unknown, number: number): Pick<SentLine, "stream" | "lane"> {
  const target = findCommand(command)?.target;
  if (target === undefined) return { stream: "", lane: LEDGER_LANE };
  const { category } = target.fold;
  try {
    const id: unknown = target.id(body);
    if (typeof id !== "string") throw new TypeError("no subject");
    const customerId = category === "customer" ? id : target.customerId?.(body);
    return { stream: `${category}-${id}`, lane: customerId === undefined ? LEDGER_LANE : `customer ${customerId}` };
  } catch {
    return { stream: "", lane: `line ${number}` };
  }
}
