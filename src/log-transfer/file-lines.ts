import { TransferRefused } from "./transfer-refused.ts";

export interface TextLine {
  /** From 1. */
  readonly number: number;
  /** Without its newline. */
  readonly bytes: Buffer;
  /** Where the line ends in the file, behind its newline. */
  readonly endByte: number;
  /** False of a last line without a newline: it was cut off, or is still being written. */
  readonly isWhole: boolean;
}

/** The largest append, its texts escaped, has less; without a limit a file of another kind would fill the memory. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The lines of a file exactly as they stand there: nothing is trimmed, and only a newline ends one. */
export async function* fileLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  let endByte = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length > LONGEST_LINE_BYTES) throw new TransferRefused(`Line ${number} is longer than 16 MiB: no line of an exported log is.`);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      endByte += length + 1;
      yield { number, bytes: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts), endByte, isWhole: true };
      number += 1;
      parts = [];
      length = 0;
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield { number, bytes: Buffer.concat(parts), endByte: endByte + length, isWhole: false };
}
