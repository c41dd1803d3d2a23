import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { type AppendLine, type EndLine, type HeaderLine, logChain } from "./log-file-format.ts";
import { readLogFile } from "./read-log-file.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** What an export has written so far. */
export interface WrittenSoFar {
  readonly header: HeaderLine;
  /** What the next line is chained to. */
  readonly chain: string;
  readonly appends: number;
  readonly events: number;
  readonly lastAppend: AppendLine | undefined;
  readonly end: EndLine | undefined;
}

/** Where an export goes. */
export interface LogSink {
  /** What is there of an earlier run; it has to be looked at before anything is written. */
  readonly before: WrittenSoFar | undefined;
  write(text: string): Promise<void>;
  /** What was written is there to stay. */
  finish(): Promise<void>;
}

const OR_ELSE = "Name another file; an exported log that was damaged can be written anew with --from-start.";

/** A file of an export: a new one, or one that an earlier run began. Readable by its owner only. */
export class LogFile implements LogSink {
  readonly before: WrittenSoFar | undefined;
  readonly #handle: FileHandle;
  /** Behind which something is left that an export goes on over: half a line, or the last line. */
  #keepBytes: number | undefined;

  private constructor(handle: FileHandle, before: WrittenSoFar | undefined, keepBytes: number) {
    this.#handle = handle;
    this.before = before;
    this.#keepBytes = keepBytes;
  }

  /** Throws `TransferRefused` where the file is something else, or not as it was written. */
  static async open(path: string, { fromStart }: { readonly fromStart: boolean }): Promise<LogFile> {
    const handle = await open(path, "a+", 0o600);
    try {
      const { before, keepBytes } = await lookInto(path, fromStart);
      return new LogFile(handle, before, keepBytes);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async write(text: string): Promise<void> {
    if (this.#keepBytes !== undefined) await this.#handle.truncate(this.#keepBytes);
    this.#keepBytes = undefined;
    await this.#handle.appendFile(text);
  }

  finish(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Reads all of it again: an export must not go on behind a line that nobody could import. */
async function lookInto(
  path: string,
  fromStart: boolean,
): Promise<{ readonly before: WrittenSoFar | undefined; readonly keepBytes: number }> {
  let before: WrittenSoFar | undefined;
  let keepBytes = 0;
  try {
    for await (const entry of readLogFile(createReadStream(path), { mayBreakOff: true })) {
      // That it is an exported log at all is asked for even then: a path given by mistake must not cost anybody a file.
      if (fromStart) return { before: undefined, keepBytes: 0 };
      if ("end" in entry && before !== undefined) return { before: { ...before, end: entry.end }, keepBytes };
      before = "header" in entry ? begun(entry.header) : before;
      if ("append" in entry && before !== undefined) before = grown(before, entry.append, entry.chain);
      keepBytes = entry.endByte;
    }
  } catch (error) {
    if (error instanceof TransferRefused) throw new TransferRefused(`${path}: ${error.message} ${OR_ELSE}`);
    throw error;
  }
  if (before === undefined && (await stat(path)).size > 0) throw new TransferRefused(`${path} is no exported log. Name another file.`);
  return { before, keepBytes };
}

function begun(header: HeaderLine): WrittenSoFar {
  return { header, chain: logChain(header.ledgerId), appends: 0, events: 0, lastAppend: undefined, end: undefined };
}

function grown(before: WrittenSoFar, lastAppend: AppendLine, chain: string): WrittenSoFar {
  return { ...before, chain, appends: before.appends + 1, events: before.events + lastAppend.events.length, lastAppend };
}
