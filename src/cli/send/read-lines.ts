/** One command of a file as it stands there. */
export interface FileLine {
  /** Line of the file, or place in the array, from 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** The file itself cannot be read as lines. The message is a sentence. */
export class BrokenFile extends Error {
  override readonly name = "BrokenFile";
}

/** Nothing the ledger takes is longer; a file without an end of line would fill the memory. */
const LONGEST_LINE_BYTES = 8 * 1024 * 1024;

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c];
const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE;
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

interface Splitter {
  push(chunk: Buffer): readonly FileLine[];
  end(): readonly FileLine[];
}

/** The lines of a file, or the elements of its JSON array, one after the other and never all at once. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<FileLine> {
  let splitter: Splitter | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = isFirst ? withoutMark(chunk) : chunk;
    isFirst = false;
    splitter ??= splitterFor(bytes);
    if (splitter !== undefined) yield* splitter.push(bytes);
  }
  if (splitter !== undefined) yield* splitter.end();
}

/** Blank chunks say nothing about the form of the file: then it is decided on the next one. */
function splitterFor(chunk: Buffer): Splitter | undefined {
  const first = chunk.find((byte) => !isBlank(byte));
  if (first === undefined) return chunk.length === 0 ? undefined : new NdjsonSplitter();
  return first === 0x5b ? new ArraySplitter() : new NdjsonSplitter();
}

function withoutMark(chunk: Buffer): Buffer {
  return chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? chunk.subarray(3) : chunk;
}

/** What has been read of a line that is not complete yet. */
class Pending {
  #parts: Buffer[] = [];
  #length = 0;

  add(part: Buffer, number: number): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > LONGEST_LINE_BYTES) throw new BrokenFile(`Line ${number} is longer than 8 MiB; is this a file of commands?`);
  }

  take(): Buffer {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return trimmed(bytes);
  }
}

function trimmed(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length];
  while (start < end && isBlank(bytes[start] as number)) start += 1;
  while (end > start && isBlank(bytes[end - 1] as number)) end -= 1;
  return bytes.subarray(start, end);
}

/** Newline-delimited JSON; empty lines are counted and left out. */
class NdjsonSplitter implements Splitter {
  readonly #pending = new Pending();
  #number = 1;

  push(chunk: Buffer): readonly FileLine[] {
    const lines: FileLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#pending.add(chunk.subarray(start, end), this.#number);
      lines.push({ number: this.#number, bytes: this.#pending.take() });
      this.#number += 1;
      start = end + 1;
    }
    this.#pending.add(chunk.subarray(start), this.#number);
    return lines.filter(({ bytes }) => bytes.length > 0);
  }

  end(): readonly FileLine[] {
    return [{ number: this.#number, bytes: this.#pending.take() }].filter(({ bytes }) => bytes.length > 0);
  }
}

/** The elements of one JSON array. Looks at brackets and strings only: whether an element is JSON is its reader's business. */
class ArraySplitter implements Splitter {
  readonly #pending = new Pending();
  #number = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #ended = false;

  push(chunk: Buffer): readonly FileLine[] {
    const lines: FileLine[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (this.#ended && !isBlank(byte)) throw new BrokenFile("After the array there is something more.");
      const wasOutside = this.#depth === 0;
      const ends = this.#step(byte);
      if (wasOutside) start = at + 1;
      if (!ends) continue;
      this.#pending.add(chunk.subarray(start, at), this.#number);
      lines.push(...this.#take());
      start = at + 1;
    }
    if (!this.#ended) this.#pending.add(chunk.subarray(start), this.#number);
    return lines;
  }

  end(): readonly FileLine[] {
    if (!this.#ended) throw new BrokenFile(`The array is not closed after its element ${this.#number - 1}: the file was cut short.`);
    return [];
  }

  /** True where the byte ends an element. */
  #step(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return false;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (isOpening(byte)) this.#depth += 1;
    else if (isClosing(byte)) {
      this.#depth -= 1;
      this.#ended = this.#depth <= 0;
      return this.#ended;
    }
    return byte === COMMA && this.#depth === 1;
  }

  #take(): readonly FileLine[] {
    const bytes = this.#pending.take();
    if (bytes.length === 0) return [];
    this.#number += 1;
    return [{ number: this.#number - 1, bytes }];
  }
}
