import { once } from "node:events";
import { exportLog as exportTo } from "../../log-transfer/export-log.ts";
import { exportKeys } from "../../log-transfer/keys-file.ts";
import { LogFile, type LogSink } from "../../log-transfer/log-file.ts";
import type { LogPlace } from "../../log-transfer/log-place.ts";
import { TransferRefused } from "../../log-transfer/transfer-refused.ts";
import { EXIT } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { count, Progress } from "../progress.ts";
import { type CommandLineParts, JSON_OPTION, type SubCommand, type Words } from "../sub-command.ts";

export const exportLog: SubCommand = {
  name: "export-log",
  takes: "<file|->",
  summary: "write the whole log into a file, to move the ledger to another engine or database",
  details: `One line per append, up to the end of the log as it is when this begins; works with or without the server running. An export that was
interrupted goes on where it was, and a finished file gets what has come since. "-" writes to the output, from the start.

The keys of personal data are not in the log: they stay where they are when only the engine changes. Another database needs them from a file
of its own, written by --keys, for which the server has to be stopped. Step by step: docs/moving-a-ledger.md.`,
  options: {
    "from-start": { type: "boolean", says: "write an exported log anew that is there already" },
    keys: { type: "string", value: "<file>", says: "write the keys, still wrapped, and how far processes are, into a new file" },
    ...JSON_OPTION,
  },
  run,
};

async function run(words: Words, { openLogPlace, output }: CommandLineParts): Promise<number> {
  const path = words.only("The file for the log");
  const keysPath = words.text("keys");
  const place = await openLogPlace();
  const standstill = keysPath === undefined ? undefined : await place.holdStill();
  try {
    if (keysPath !== undefined && standstill === undefined) {
      throw new TransferRefused("A server runs on this database: stop it first, so that what its processes have done is in the log.");
    }
    const ledger = await place.keys.findLedger();
    if (ledger === undefined) throw new TransferRefused("There is no ledger here.");
    const exported = await exportInto(path, place, ledger.ledgerId, words, output);
    const subjects = keysPath === undefined ? undefined : await exportKeys(keysPath, place, ledger, exported.events);
    const tell = (text: string) => (path === "-" ? output.err(text) : output.out(text));
    if (words.flag("json")) tell(`${JSON.stringify({ ...exported, ...(subjects !== undefined && { subjects }) })}\n`);
    else {
      tell(`Exported ${count(exported.events - exported.before)} events; with those before, the file holds ${count(exported.events)} `);
      tell(`in ${count(exported.appends)} appends.\nCheck sum of the log: ${exported.chain}\n`);
      if (subjects !== undefined) tell(`Exported the keys of ${count(subjects)} people and companies.\n`);
    }
    return EXIT.done;
  } finally {
    await standstill?.release();
    await place.close();
  }
}

async function exportInto(path: string, { store }: LogPlace, ledgerId: string, words: Words, output: Output) {
  const file = path === "-" ? undefined : await LogFile.open(path, { fromStart: words.flag("from-start") });
  try {
    const sink = file ?? pipeTo(output);
    const progress = new Progress(output, "events", sink.before?.events);
    return await exportTo({ store, ledgerId, sink, onProgress: (done, total) => progress.reached(done, total) });
  } finally {
    await file?.close();
  }
}

/** The output, at the pace of whoever reads it. */
function pipeTo(output: Output): LogSink {
  return {
    before: undefined,
    async write(text) {
      output.out(text);
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    },
    async finish() {},
  };
}
