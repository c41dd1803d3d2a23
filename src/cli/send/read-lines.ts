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

/** So many blanks say that this is no array. */
const MOST_BLANKS = 64 * 1024;

/** The byte order mark of UTF-8. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const [NEWLINE, QUOTE, BACKSLASH, COMMA, OPENING_BRACKET] = [0x0a, 0x22, 0x5c, 0x2c, 0x5b];
const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE;
const isOpening = (byte: number) => byte === OPENING_BRACKET || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

interface Splitter {
  push(chunk: Buffer): readonly FileLine[];
  end(): readonly FileLine[];
}

/** The lines of a file, or the elements of its JSON array, one after the other and never all at once. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<FileLine> {
  let splitter: Splitter | undefined;
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (splitter !== undefined) yield* splitter.push(chunk);
    else {
      start = withoutMark(Buffer.concat([start, chunk]));
      if (!saysItsForm(start)) continue;
      splitter = splitterFor(start);
      yield* splitter.push(start);
    }
  }
  if (splitter === undefined) {
    splitter = splitterFor(start);
    yield* splitter.push(start);
  }
  yield* splitter.end();
}

/** Whether a file is an array shows at its first character; it may begin with a mark of three bytes, and with blanks. */
function saysItsForm(start: Buffer): boolean {
  return start.length >= MOST_BLANKS || (start.length >= MARK.length && start.some((byte) => !isBlank(byte)));
}

function splitterFor(start: Buffer): Splitter {
  return start.find((byte) => !isBlank(byte)) === OPENING_BRACKET ? new ArraySplitter() : new NdjsonSplitter();
}

function withoutMark(start: Buffer): Buffer {
  return start.subarray(0, MARK.length).equals(MARK) ? start.subarray(MARK.length) : start;
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
