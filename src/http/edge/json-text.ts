import { isUtf8 } from "node:buffer";
import { refused } from "./refused.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * JSON from outside. Its depth is measured on the bytes before anything walks it, and what no place of the ledger can hold is refused:
 * NUL and lone surrogates (PostgreSQL stores neither), and keys that reach for the prototypes of JavaScript.
 */
export function parseJson(bytes: Buffer, maxDepth: number): unknown {
  if (!isUtf8(bytes)) throw refused("MALFORMED", { expected: "UTF-8" }, "");
  const hasEscapes = scan(bytes, maxDepth);
  const text = bytes.toString("utf8");
  // A key may be spelled with escapes, so either is a reason to look closer; most bodies have neither.
  const suspicious = hasEscapes || text.includes("__proto__") || text.includes("constructor");
  try {
    return JSON.parse(text, suspicious ? refusePrototypeKeys : undefined);
  } catch (error) {
    throw error instanceof SyntaxError ? refused("MALFORMED", { expected: "JSON" }, "") : error;
  }
}

/** One pass over the bytes; true when a string holds a \u escape. */
function scan(bytes: Buffer, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  let hasEscapes = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === QUOTE) inString = false;
      else if (byte === BACKSLASH) {
        at++;
        if (bytes[at] !== LOWER_U) continue;
        hasEscapes = true;
        at += checkEscape(bytes, at + 1);
      }
    } else if (byte === QUOTE) inString = true;
    else if (isOpening(byte)) {
      if (++depth > maxDepth) throw refused("MALFORMED", { expected: `at most ${maxDepth} levels` }, "");
    } else if (isClosing(byte)) depth--;
  }
  return hasEscapes;
}

/** Looks at the code unit after `\u`; gives how many bytes belong to the escape besides that. */
function checkEscape(bytes: Buffer, at: number): number {
  const unit = codeUnit(bytes, at);
  if (unit === 0) throw refused("MALFORMED", { expected: "text without NUL" }, "");
  if (unit < 0xd800 || unit > 0xdfff) return 4;
  const next = bytes[at + 4] === BACKSLASH && bytes[at + 5] === LOWER_U ? codeUnit(bytes, at + 6) : 0;
  if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) throw refused("MALFORMED", { expected: "text without lone surrogates" }, "");
  return 10;
}

/** What is no hexadecimal number becomes a harmless one here: the parser refuses it. */
function codeUnit(bytes: Buffer, at: number): number {
  const digits = bytes.toString("latin1", at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 1;
}

function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === "__proto__" || key === "constructor") throw refused("MALFORMED", { expected: `no key "${key}"` }, "");
  return value;
}
