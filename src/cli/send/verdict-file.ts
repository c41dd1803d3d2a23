import { closeSync, createReadStream, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { WrongUse } from "../sub-command.ts";
import { readLines } from "./read-lines.ts";
import { isAccepted, type Verdict } from "./verdict.ts";

interface Header {
  readonly verdictsOf: string;
  /** The ledger that gave them: another one knows nothing of these lines. */
  readonly url: string;
}

const TAIL_BYTES = 1024 * 1024;
const HEADER_BYTES = 16 * 1024;
const OR_ELSE = "Begin anew with --fresh, or name another file with --verdicts.";

/** The verdicts of earlier runs over the same file, and of this one: a line that has one is not sent again. */
export class VerdictFile {
  readonly path: string;
  readonly #fd: number;
  readonly #keys = new Map<number, string>();
  #accepted = 0;

  private constructor(path: string, fd: number) {
    this.path = path;
    this.#fd = fd;
  }

  /** Opens or begins a file of verdicts; throws `WrongUse` where it belongs to something else. */
  static async open(path: string, header: Header, { fresh }: { readonly fresh: boolean }): Promise<VerdictFile> {
    const fd = openSync(path, "a+");
    const file = new VerdictFile(path, fd);
    try {
      // Looked at before anything is cut off: a path given by mistake must not cost anybody a file.
      const isEmpty = fstatSync(fd).size === 0;
      if (!isEmpty) checkHeader(path, fd, fresh ? undefined : header.url);
      if (fresh) ftruncateSync(fd, 0);
      if (isEmpty || fresh) writeSync(fd, `${JSON.stringify(header)}\n`);
      else await file.#load();
      return file;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  get count(): number {
    return this.#keys.size;
  }
  get accepted(): number {
    return this.#accepted;
  }

  /** True when the line has its verdict. A line that is another one now than when it was judged is a mistake somebody should look at. */
  has(number: number, key: string): boolean {
    const kept = this.#keys.get(number);
    if (kept !== undefined && kept !== key) {
      throw new WrongUse(`Line ${number} is not the one whose verdict is in ${this.path}: the file was changed. ${OR_ELSE}`);
    }
    return kept !== undefined;
  }

  /** Written before anybody hears of them: what was told is never sent again. */
  keep(verdicts: readonly Verdict[]): void {
    writeSync(this.#fd, verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(""));
    for (const verdict of verdicts) this.#remember(verdict);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #remember(verdict: Verdict): void {
    this.#keys.set(verdict.line, verdict.key);
    if (isAccepted(verdict)) this.#accepted += 1;
  }

  async #load(): Promise<void> {
    dropHalfLine(this.#fd);
    for await (const { number, bytes } of readLines(createReadStream(this.path))) {
      if (number === 1) continue;
      const verdict = parse(bytes) as Verdict | undefined;
      if (verdict === undefined) throw new WrongUse(`Line ${number} of ${this.path} is no verdict. ${OR_ELSE}`);
      this.#remember(verdict);
    }
  }
}

function checkHeader(path: string, fd: number, url: string | undefined): void {
  const start = Buffer.alloc(HEADER_BYTES);
  const bytes = start.subarray(0, readSync(fd, start, 0, HEADER_BYTES, 0));
  const header = parse(bytes.subarray(0, bytes.indexOf("\n") + 1)) as Partial<Header> | undefined;
  if (typeof header?.verdictsOf !== "string") throw new WrongUse(`${path} is no file of verdicts. Name another file with --verdicts.`);
  if (url !== undefined && header.url !== url) throw new WrongUse(`${path} holds verdicts of ${header.url}, not of ${url}. ${OR_ELSE}`);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** A run that was killed may leave half a line at the end. */
function dropHalfLine(fd: number): void {
  const { size } = fstatSync(fd);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(fd, tail, 0, tail.length, size - tail.length);
  const lastNewline = tail.lastIndexOf("\n");
  if (lastNewline < tail.length - 1) ftruncateSync(fd, size - tail.length + lastNewline + 1);
}
