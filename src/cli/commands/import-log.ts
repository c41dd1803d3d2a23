import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { importLog as importInto } from "../../log-transfer/import-log.ts";
import { readKeysFile } from "../../log-transfer/keys-file.ts";
import { EXIT } from "../exit-code.ts";
import { count, Progress } from "../progress.ts";
import { type CommandLineParts, JSON_OPTION, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

export const importLog: SubCommand = {
  name: "import-log",
  takes: "<file|->",
  summary: "bring an exported log into an empty one, as it was",
  details: `The log that the settings lead to (EVENTSTOREDB_URL, DATABASE_URL) has to be empty, or hold a beginning of the file: that is compared,
and the import goes on behind it. Every append has to come out with its own ordinal, revision and time; the first that does not ends the
import. No server starts on the log before the import has come to its end with every server of the ledger stopped; what there is until then
can be brought in while one still runs on the old log.

A database that does not hold the ledger's keys needs them from the file that export-log --keys wrote, and the master key file to read them.
Step by step: docs/moving-a-ledger.md.`,
  options: {
    keys: { type: "string", value: "<file>", says: "the ledger's keys, for a database that does not hold them" },
    ...JSON_OPTION,
  },
  run,
};

async function run(words: Words, { openLogPlace, output }: CommandLineParts): Promise<number> {
  const path = words.only("The file of the log");
  const keysPath = words.text("keys");
  for (const file of [path, keysPath]) {
    if (file !== undefined && file !== "-" && (await stat(file).catch(() => undefined))?.isFile() !== true)
      throw new WrongUse(`There is no file ${file}.`);
  }
  const kept = keysPath === undefined ? undefined : await readKeysFile(keysPath);
  const place = await openLogPlace();
  try {
    const progress = new Progress(output, "events");
    const imported = await importInto({
      place,
      chunks: path === "-" ? process.stdin : createReadStream(path),
      ...(kept !== undefined && { kept }),
      onProgress: (done, total) => progress.reached(done, done > total ? undefined : total),
    });
    if (words.flag("json")) output.out(`${JSON.stringify(imported)}\n`);
    else {
      output.out(`Imported ${count(imported.events - imported.before)} events; the log holds all ${count(imported.events)} of the file, `);
      output.out(`in ${count(imported.appends)} appends.\nCheck sum of the log: ${imported.chain}\n`);
      if (imported.tookKeys) output.out("The keys were taken over.\n");
      else if (kept !== undefined) output.out("The ledger's keys were here already and stayed as they are.\n");
      if (!imported.mayStart)
        output.out("A server still runs on the old log: stop it, export and import the rest; then a server can start here.\n");
    }
    return EXIT.done;
  } finally {
    await place.close();
  }
}
