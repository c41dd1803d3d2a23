import type { EventStore } from "../event-store/port.ts";
import { chainedLine } from "./chained-line.ts";
import type { LogSink, WrittenSoFar } from "./log-file.ts";
import { appendLineOf, type EndLine, firstDifference, HEADER_CHAIN, headerOf, logChain } from "./log-file-format.ts";
import { storedAppends } from "./stored-appends.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** Lines are gathered up to here before they are written. */
const WRITE_CHARACTERS = 1024 * 1024;

export interface ExportParts {
  readonly store: Pick<EventStore, "capabilities" | "head" | "readAll">;
  readonly ledgerId: string;
  readonly sink: LogSink;
  /** `done` and `total` are ordinals. */
  onProgress?(done: number, total: number): void;
}

export interface ExportedLog {
  readonly appends: number;
  /** Also the ordinal of the last one. */
  readonly events: number;
  /** Of these, how many were in the file before. */
  readonly before: number;
  /** The check sum of the last line: the same for every log that holds the same. */
  readonly chain: string;
}

/**
 * Writes the log, as far as it is when this begins, append by append behind what an earlier run has written. A file that was finished gets
 * what has come since. Others may go on appending. Throws `TransferRefused` where the file holds another log than this.
 */
export async function exportLog({ store, ledgerId, sink, onProgress }: ExportParts): Promise<ExportedLog> {
  const { ordinal: head } = await store.head();
  const { before } = sink;
  if (before !== undefined) await refuseOtherLog(before, ledgerId, head, store);
  const header = before === undefined ? chainedLine(headerOf(ledgerId, store.capabilities.engine, head), HEADER_CHAIN).line : "";
  let { chain, appends, events } = before ?? { chain: logChain(ledgerId), appends: 0, events: 0 };
  const ended = (): EndLine => ({ end: true, appends, events });
  const inFile = events;
  if (before?.end !== undefined && events === head) return { appends, events, before: inFile, chain: chainedLine(ended(), chain).chain };

  let gathered = header;
  for await (const append of storedAppends(store, events, head)) {
    const written = chainedLine(appendLineOf(append), chain);
    chain = written.chain;
    appends += 1;
    events += append.length;
    gathered += written.line;
    if (gathered.length < WRITE_CHARACTERS) continue;
    await sink.write(gathered);
    gathered = "";
    onProgress?.(events, head);
  }
  const end = chainedLine(ended(), chain);
  await sink.write(gathered + end.line);
  await sink.finish();
  return { appends, events, before: inFile, chain: end.chain };
}

async function refuseOtherLog(
  { header, events, lastAppend }: WrittenSoFar,
  ledgerId: string,
  head: number,
  store: Pick<EventStore, "readAll">,
): Promise<void> {
  if (header.ledgerId !== ledgerId) throw new TransferRefused(`The file holds the log of ledger ${header.ledgerId}; this is ${ledgerId}.`);
  if (events > head)
    throw new TransferRefused(`The file holds ${events} events and this log ${head}: it is not the one that was exported.`);
  if (lastAppend === undefined) return;
  for await (const append of storedAppends(store, lastAppend.ordinal - 1, events)) {
    const difference = firstDifference(lastAppend, appendLineOf(append));
    if (difference === undefined) return;
    throw new TransferRefused(`The file holds another log than this one: at ordinal ${lastAppend.ordinal}, ${difference}.`);
  }
}
