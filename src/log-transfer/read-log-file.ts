import type { TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { placeInAppend } from "../event-store/append-place.ts";
import { type AppendKeys, keysOfAppend } from "./append-keys.ts";
import { readChainedLine } from "./chained-line.ts";
import { fileLines, type TextLine } from "./file-lines.ts";
import { AppendLine, EndLine, HEADER_CHAIN, HeaderLine, logChain } from "./log-file-format.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** A line of a file whose check sum, place and contents hold. */
export type LogFileEntry = {
  readonly number: number;
  /** Where the file may be cut so that this line is its last. */
  readonly endByte: number;
  readonly chain: string;
} & ({ readonly header: HeaderLine } | { readonly append: AppendLine } | { readonly end: EndLine });

const isHeader = TypeCompiler.Compile<TSchema>(HeaderLine);
const isAppend = TypeCompiler.Compile<TSchema>(AppendLine);
const isEnd = TypeCompiler.Compile<TSchema>(EndLine);

/**
 * Reads an exported log, line by line. Throws `TransferRefused` at the first line that is not as it was written or not where it belongs; whether
 * a file ends with its last line is for the caller to see. A last line without a newline is left out with `mayBreakOff`, else refused.
 */
export async function* readLogFile(
  chunks: AsyncIterable<Buffer>,
  { mayBreakOff = false }: { readonly mayBreakOff?: boolean } = {},
): AsyncGenerator<LogFileEntry> {
  const reading = new Reading();
  for await (const line of fileLines(chunks)) {
    if (line.isWhole) yield reading.read(line);
    else if (!mayBreakOff) throw new TransferRefused(`Line ${line.number} breaks off: the file was cut short.`);
  }
}

/** What the lines so far say of the next one. */
class Reading {
  #chain = HEADER_CHAIN;
  #appends = 0;
  #events = 0;
  #recordedAt = "";
  #ended = false;

  read(line: TextLine): LogFileEntry {
    const { number, endByte } = line;
    if (this.#ended) throw new TransferRefused(`Line ${number} comes after the last line of the log.`);
    const { body, chain } = readChainedLine(line, this.#chain);
    this.#chain = chain;
    if (number === 1) {
      const header = headerIn(body);
      this.#chain = logChain(header.ledgerId);
      return { number, endByte, chain, header };
    }
    if (isAppend.Check(body)) return { number, endByte, chain, append: this.#append(number, body as AppendLine) };
    if (isEnd.Check(body)) return { number, endByte, chain, end: this.#end(number, body as EndLine) };
    throw new TransferRefused(`Line ${number} is neither an append nor the last line of a log.`);
  }

  #append(number: number, append: AppendLine): AppendLine {
    const { ordinal, recordedAt, events } = append;
    if (ordinal !== this.#events + 1)
      throw new TransferRefused(`Line ${number} holds ordinal ${ordinal} where ${this.#events + 1} is due.`);
    if (recordedAt < this.#recordedAt) throw new TransferRefused(`Line ${number} was recorded before the line before it.`);
    const inPlace = events.every(({ meta }, index) => {
      const place = placeInAppend(meta);
      return place?.index === index && place.count === events.length;
    });
    if (!inPlace || !sameKeys(append)) {
      throw new TransferRefused(`Line ${number} contradicts itself: its events do not say that they are this append.`);
    }
    this.#appends += 1;
    this.#events += events.length;
    this.#recordedAt = recordedAt;
    return append;
  }

  #end(number: number, end: EndLine): EndLine {
    if (end.appends !== this.#appends || end.events !== this.#events) {
      throw new TransferRefused(`Line ${number} counts ${end.appends} appends and ${end.events} events: the file holds others.`);
    }
    this.#ended = true;
    return end;
  }
}

function headerIn(body: unknown): HeaderLine {
  if (isHeader.Check(body)) return body as HeaderLine;
  const { format, version } = (body ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== "cartera log") throw new TransferRefused("Line 1 is not the first line of an exported log.");
  throw new TransferRefused(
    `The file is of version ${JSON.stringify(version)}, or its first line is incomplete; this program reads version 1.`,
  );
}

function sameKeys({ commandId, alsoCommands, claims, events }: AppendLine): boolean {
  try {
    const keys: AppendKeys = keysOfAppend(events);
    return JSON.stringify(keys) === JSON.stringify({ commandId, alsoCommands, claims });
  } catch {
    return false;
  }
}
