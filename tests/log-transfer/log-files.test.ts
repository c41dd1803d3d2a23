import { readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import t, { type Test } from "tap";
import { importLog } from "../../src/log-transfer/import-log.ts";
import type { LogPlace } from "../../src/log-transfer/log-place.ts";
import { badFiles, forged } from "./bad-files.ts";
import { type Folder, openFolder, Place } from "./places.ts";
import { recordSampleLog } from "./sample-log.ts";

const LEDGER = { ledgerId: "6f1c4f52-9a55-4c3e-8f0a-2d0c9a7f9b11", wrappedHashKey: Buffer.alloc(8, 1), settableClock: false };
const APPENDS = 12;

/** A database with a ledger's identity; its log is empty. */
async function openPlace(t: Test, folder: Folder): Promise<{ place: Place; log: LogPlace }> {
  const place = await Place.open(t, folder);
  const log = await place.log();
  t.teardown(() => log.close());
  await log.keys.adopt(LEDGER, []);
  return { place, log };
}

t.test("a file that is not as it was written is refused with its line, and nothing from that line on is stored", async (t) => {
  const folder = await openFolder(t);
  const source = await openPlace(t, folder);
  const { place, log } = await openPlace(t, folder);
  const bring = (text: string) => importLog({ place: log, chunks: Readable.from([Buffer.from(text)]) });
  await recordSampleLog(source.log, APPENDS);
  await source.place.cartera("export-log", folder.path("log"));
  const lines = await folder.lines("log");
  for (const { what, text, line, says } of badFiles(lines)) {
    await t.rejects(bring(text), { name: "TransferRefused", message: says }, `a file that ${what}`);
    const { ordinal } = await log.store.head();
    t.ok(ordinal <= 3 * Math.max(line - 2, 0), `nothing from line ${line} on is stored`);
  }
  await t.rejects(place.start(), { name: "BadSettings", message: /import into this log was not finished/ });
  t.match(await place.cartera("import-log", folder.path("log")), { code: 0 }, "the whole file goes on from there");

  const another = forged(lines, 7, (append) => ({ ...append, recordedAt: JSON.parse(lines[7] ?? "").recordedAt }));
  await t.rejects(bring(another), {
    message: /The log is no beginning of the file\. Line 7, ordinal 16: recordedAt is .* in the file and/,
  });
  await recordSampleLog(log, 1);
  await t.rejects(bring(await readFile(folder.path("log"), "utf8")), { message: /the file is older than the log/ });
});

t.test("an export goes on where it was interrupted, and never over a file that is something else", async (t) => {
  const folder = await openFolder(t);
  const { place, log } = await openPlace(t, folder);
  const path = folder.path("log");
  const exported = () => readFile(path, "utf8");
  await recordSampleLog(log, APPENDS);
  t.match(await place.cartera("export-log", path), { code: 0 });
  const whole = await exported();
  for (const cut of [1, 200, whole.length - whole.indexOf("\n") - 1]) {
    await writeFile(path, whole.slice(0, -cut));
    t.match(await place.cartera("export-log", path), { code: 0 });
    t.equal(await exported(), whole, `cut off by ${cut} characters`);
  }
  t.match(await place.cartera("export-log", path), { code: 0, out: /Exported 0 events/ });
  t.equal(await exported(), whole, "a finished file stays as it is");
  t.equal((await place.cartera("export-log", "-")).out, whole, "a pipe gets the same");
  await recordSampleLog(log, 1);
  t.match(await place.cartera("export-log", path), { code: 0, out: /Exported 3 events/ }, "what has come since is added");
  await place.cartera("export-log", folder.path("anew"));
  t.strictSame((await folder.lines("log")).slice(1), (await folder.lines("anew")).slice(1));

  const [header = "", ...lines] = await folder.lines("log");
  await writeFile(path, [header, ...lines.toSpliced(3, 1)].join("\n"));
  t.match(await place.cartera("export-log", path), { code: 1, err: /Line 5 does not follow .* Name another file/ });
  t.match(await place.cartera("export-log", path, "--from-start"), { code: 0 });
  t.strictSame((await folder.lines("log")).slice(1), lines);
  const other = await openPlace(t, folder);
  await recordSampleLog(other.log, APPENDS);
  t.match(await other.place.cartera("export-log", path), { code: 1, err: /it is not the one that was exported/ });
  await recordSampleLog(other.log, 2);
  t.match(await other.place.cartera("export-log", path), { code: 1, err: /holds another log than this one: at ordinal \d+, / });
  await writeFile(path, "my only copy");
  for (const option of [[], ["--from-start"]])
    t.match(await place.cartera("export-log", path, ...option), { code: 1, err: /no exported log/ });
  t.equal(await exported(), "my only copy");
});
