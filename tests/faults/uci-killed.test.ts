import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t, { type Test } from "tap";
import { dataFolder, findData } from "../support/real-data.ts";
import { FILE, readDocuments } from "../uci/documents.ts";
import { companyLines, documentLines } from "../uci/wholesaler.ts";
import { contents, ended, hasEnded, headOf, type Place, send, startServer } from "./place.ts";

t.setTimeout(900_000);

const AS_OF = "2011-01-31";

const path = findData(FILE);
t.test(
  "a wholesaler's year: loader and server killed half-way, the file sent again, and the ledger is as without the kill, hash by hash",
  { skip: path === undefined ? `UCI online retail: ${FILE} is not in ${dataFolder}` : false },
  async (t) => {
    const directory = await mkdtemp(join(tmpdir(), "cartera-uci-killed-"));
    await chmod(directory, 0o755);
    t.teardown(() => rm(directory, { recursive: true, force: true }));
    const file = join(directory, "year.ndjson");
    const documents = readDocuments(path as string);
    const lines = [...companyLines(documents), ...documentLines(documents)];
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const expected = await calmly(t, { directory: join(directory, "calm"), port: 18_421 }, file);
    const found = await withKills(t, { directory: join(directory, "killed"), port: 18_422 }, file, lines.length);
    t.strictSame(found.streams, expected.streams, `${Object.keys(expected.streams).length} streams, each with the same hash`);
    t.strictSame(found.reports, expected.reports, "the same aging, the same accounts");
  },
);

async function calmly(t: Test, place: Place, file: string) {
  const server = await startServer(place);
  t.equal(await ended(send(place, file)), 0, "everything is accepted");
  const found = await contents(place, AS_OF);
  server.kill("SIGTERM");
  await ended(server);
  return found;
}

/** A third of the way in the loader dies, two thirds in the server; the loader that is sent again waits for it. */
async function withKills(t: Test, place: Place, file: string, commands: number) {
  let server = await startServer(place);
  t.teardown(async () => {
    server.kill("SIGTERM");
    await ended(server);
  });
  const first = send(place, file);
  await reach(place, commands / 3);
  t.notOk(hasEnded(first), "the loader was in the middle");
  first.kill("SIGKILL");
  await ended(first);

  const second = send(place, file, "--patience", "60");
  await reach(place, (commands * 2) / 3);
  t.notOk(hasEnded(second), "the server was in the middle");
  server.kill("SIGKILL");
  await ended(server);
  server = await startServer(place);
  t.equal(await ended(second), 0, "the loader waited, and everything is accepted");
  const head = await headOf(place);
  t.equal(await ended(send(place, file)), 0, "the same file once more gets the same answers");
  t.equal(await headOf(place), head, "and appends nothing");
  return contents(place, AS_OF);
}

async function reach(place: Place, events: number): Promise<void> {
  for (let tries = 0; tries < 3_000 && (await headOf(place)) < events; tries += 1) await sleep(50);
}
