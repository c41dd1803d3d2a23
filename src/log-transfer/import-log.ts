import { AppendWriter, type NumberedAppend } from "./append-writer.ts";
import { adoptKept, type KeptBeside } from "./keys-file.ts";
import { appendLineOf, firstDifference, type HeaderLine } from "./log-file-format.ts";
import type { LogPlace, Standstill } from "./log-place.ts";
import { type LogFileEntry, readLogFile } from "./read-log-file.ts";
import { storedAppends } from "./stored-appends.ts";
import { TransferRefused } from "./transfer-refused.ts";

export interface ImportParts {
  readonly place: LogPlace;
  /** The bytes of an exported log. */
  readonly chunks: AsyncIterable<Buffer>;
  /** For a place that does not hold the ledger's keys. */
  readonly kept?: KeptBeside;
  onProgress?(done: number, total: number): void;
}

export interface ImportedLog {
  readonly appends: number;
  readonly events: number;
  /** Of these, how many were in the log before. */
  readonly before: number;
  /** The check sum of the file's last line. */
  readonly chain: string;
  /** True when the keys that were handed in were taken on; a place that has them keeps its own. */
  readonly tookKeys: boolean;
  /** False where a server runs on the database, on another log, which may go on: the mark stays until all of it is here. */
  readonly mayStart: boolean;
}

/**
 * Brings an exported log into a log that is empty or holds its beginning, as it was: streams, revisions, ids, ordinals, times, bytes, claims and
 * commands. What the log holds already is compared with the file; whatever breaks off is gone on with by the next call. Until the file's last
 * line was reached, and no server runs on the log it comes from, the log is marked as unfinished and no server starts on it. Throws
 * `TransferRefused` at the first thing that is not right; nothing behind it is stored.
 */
export async function importLog(parts: ImportParts): Promise<ImportedLog> {
  const { holdStill, store, imports } = parts.place;
  const standstill = await holdStill();
  // On an empty log no server runs, since it would have begun it, nor on a marked one: the one that does is on the log this is to replace.
  if (standstill === undefined && (await store.head()).ordinal > 0 && !(await imports.isMarked())) {
    throw new TransferRefused("A server runs on this database: stop it first.");
  }
  try {
    return await bringIn(parts, standstill);
  } finally {
    await standstill?.release();
  }
}

async function bringIn({ place, chunks, kept, onProgress }: ImportParts, standstill: Standstill | undefined): Promise<ImportedLog> {
  const entries = readLogFile(chunks);
  const first = (await entries.next()).value as LogFileEntry | undefined;
  if (first === undefined || !("header" in first)) throw new TransferRefused("The file is empty.");
  const { header } = first;
  const { ordinal: before } = await place.store.head();
  const needed = await keysNeeded(place, header, kept);
  const held = storedAppends(place.store, 0, before);
  const writer = new AppendWriter(place.store, (ms) => place.setClock(ms));
  let isMarked = false;
  try {
    for await (const entry of entries) {
      if (standstill?.lost.aborted) throw new TransferRefused("The connection that keeps servers away was lost; import again to go on.");
      if ("append" in entry) {
        const { append } = entry;
        if (append.ordinal <= before) refuseDifference(entry, (await held.next()).value);
        else {
          if (!isMarked) await place.imports.mark();
          isMarked = true;
          await writer.add(entry);
        }
        onProgress?.(append.ordinal + append.events.length - 1, header.head);
      } else if ("end" in entry) {
        const { appends, events } = entry.end;
        if (before > events)
          throw new TransferRefused(`The log holds ${before} events and the file ${events}: the file is older than the log.`);
        await writer.finish();
        if (needed !== undefined) await takeKeys(place, needed, events);
        const mayStart = standstill !== undefined;
        if (mayStart) await place.imports.finish();
        return { appends, events, before, chain: entry.chain, tookKeys: needed !== undefined, mayStart };
      }
    }
    await writer.finish();
  } finally {
    await writer.settled();
  }
  const { ordinal } = await place.store.head();
  throw new TransferRefused(
    `The file was cut short: it has no last line. The log is not whole; it holds what was there, up to ordinal ${ordinal}.`,
  );
}

/** What has to be taken on. Without the ledger's id every command would get another one, and pass for new though it was done long ago. */
async function keysNeeded(place: LogPlace, { ledgerId }: HeaderLine, kept: KeptBeside | undefined): Promise<KeptBeside | undefined> {
  const there = await place.keys.findLedger();
  if (there !== undefined && there.ledgerId !== ledgerId) {
    throw new TransferRefused(`The file holds the log of ledger ${ledgerId}; this database has the keys of ledger ${there.ledgerId}.`);
  }
  if (kept !== undefined && kept.ledger.ledgerId !== ledgerId) {
    throw new TransferRefused(`The keys are those of ledger ${kept.ledger.ledgerId}, the log is that of ${ledgerId}.`);
  }
  if (there !== undefined) return undefined;
  if (kept === undefined) throw new TransferRefused("This database does not hold the ledger's keys: give --keys, from the same export.");
  return kept;
}

/** Last of all, since nothing is a ledger without them. Those of another moment would lack people, or let processes leave something out. */
async function takeKeys(place: LogPlace, kept: KeptBeside, events: number): Promise<void> {
  if (kept.events !== events) {
    throw new TransferRefused(`The keys go with ${kept.events} events and the log has ${events}: export both together, and import again.`);
  }
  await place.imports.mark();
  if (!(await adoptKept(place, kept))) throw new TransferRefused("Somebody else has begun a ledger in this database.");
}

function refuseDifference({ number, append }: NumberedAppend, stored: Parameters<typeof appendLineOf>[0] | undefined): void {
  const difference = stored === undefined ? "the log ends within it" : firstDifference(append, appendLineOf(stored));
  if (difference === undefined) return;
  throw new TransferRefused(`The log is no beginning of the file. Line ${number}, ordinal ${append.ordinal}: ${difference}.`);
}
