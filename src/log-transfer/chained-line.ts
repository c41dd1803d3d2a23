import { createHash } from "node:crypto";
import type { TextLine } from "./file-lines.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** `,"chain":"` + 64 hexadecimal digits + `"}`: what every line ends with. */
const CHAIN_BYTES = 76;
const CHAIN = /^,"chain":"([0-9a-f]{64})"\}$/;

/** The beginning of a chain. */
export function chainFrom(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * An object as a line that carries a SHA-256 over the line before it and its own text, so that a line that was changed, left out or moved is
 * noticed where it stands. It guards against accidents: whoever wants to forge a file can compute it as well.
 */
export function chainedLine(body: object, before: string): { readonly line: string; readonly chain: string } {
  const text = JSON.stringify(body);
  const chain = chainFrom(before + text);
  return { line: `${text.slice(0, -1)},"chain":"${chain}"}\n`, chain };
}

/** Reads such a line back, `before` being the chain of the line before it. Throws `TransferRefused`. */
export function readChainedLine({ number, bytes }: TextLine, before: string): { readonly body: unknown; readonly chain: string } {
  const split = Math.max(0, bytes.length - CHAIN_BYTES);
  const chain = CHAIN.exec(bytes.toString("latin1", split))?.[1];
  if (chain === undefined) throw new TransferRefused(`Line ${number} is no line of such a file: it does not end with its check sum.`);
  const text = bytes.subarray(0, split);
  if (createHash("sha256").update(before).update(text).update("}").digest("hex") !== chain) {
    throw new TransferRefused(`Line ${number} does not follow the line before it: it was changed, or lines are missing or out of order.`);
  }
  try {
    return { body: JSON.parse(`${text.toString("utf8")}}`), chain };
  } catch {
    throw new TransferRefused(`Line ${number} is not JSON.`);
  }
}
