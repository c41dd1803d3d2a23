import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t, { type Test } from "tap";
import { contents, freePort } from "../faults/place.ts";
import { isOnEventStoreDb } from "../support/engine.ts";
import { dataFolder, findData } from "../support/real-data.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { FILE, readDocuments, type UciDocument } from "../uci/documents.ts";
import { loadWithKills } from "../uci/killed-load.ts";
import {
  accountOf,
  type CommandLine,
  companyLines,
  documentLines,
  ENTITY,
  type Person,
  tokenOf,
  writeOffLines,
} from "../uci/wholesaler.ts";

// A command takes three calls to a node of EventStoreDB, and ours runs in this process as well.
t.setTimeout(isOnEventStoreDb ? 3_600_000 : 900_000);

const CARTERA = join(import.meta.dirname, "../../src/cli/cartera.mjs");
const AS_OF = "2011-01-31";
const run = promisify(execFile);
/** A verdict per line is long. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const path = findData(FILE);
t.test(
  "a wholesaler's year of 28,816 documents, loaded by `cartera send`",
  { skip: path === undefined ? `UCI online retail: ${FILE} is not in ${dataFolder}` : false },
  async (t) => {
    const documents = readDocuments(path as string);
    t.equal(documents.length, 28_816);
    const folder = await mkdtemp(join(tmpdir(), "cartera-uci-"));
    await chmod(folder, 0o755);
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const server = await startTestServer(t);
    const calm = { directory: folder, port: Number(new URL(server.http.url).port) };
    const sender = senderTo(t, server, folder);
    const year = [...companyLines(documents), ...documentLines(documents)];
    await t.test("every line is accepted", (t) => accept(t, sender, "year", year));
    const expected = await contents(calm, AS_OF);
    await t.test("bad debts are written off, each step by who may", (t) => writeOff(t, sender, server, documents));
    await t.test("gross, credit notes and bad debts are the stated ones, to the cent", (t) => checkSums(t, server));
    await t.test("a rebuild of every read model gives the rows that are live, hash by hash", async (t) => {
      t.strictSame(await server.differences(), []);
    });
    await server.stop();

    await t.test("loader and server killed half-way, the file sent again: the ledger is as without the kill, hash by hash", async (t) => {
      const place = { directory: join(folder, "killed"), port: await freePort() };
      const found = await loadWithKills(t, place, { path: join(folder, "year.ndjson"), lines: year.length }, AS_OF);
      t.strictSame(found.streams, expected.streams, `${Object.keys(expected.streams).length} streams, each with the same hash`);
      t.strictSame(found.reports, expected.reports, "the same aging, the same accounts");
    });
  },
);

interface Sent {
  readonly code: number;
  readonly said: string;
}

type Sender = (name: string, lines: readonly CommandLine[], as?: Person) => Promise<Sent>;

function senderTo(t: Test, server: TestServer, folder: string): Sender {
  return async (name, lines, as) => {
    const file = join(folder, `${name}.ndjson`);
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const environment = { CARTERA_URL: server.http.url, CARTERA_API_KEY: as === undefined ? server.http.token : tokenOf(as) };
    const sent = await run(process.execPath, [CARTERA, "send", file, "--fresh"], {
      env: { ...process.env, NODE_OPTIONS: "", ...environment },
      maxBuffer: MAX_OUTPUT_BYTES,
    })
      .then(({ stdout, stderr }) => ({ code: 0, said: `${stdout}${stderr}` }))
      .catch((error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, said: `${error.stdout}${error.stderr}` }));
    t.comment(`${name}: ${sent.said.trim().split("\n").at(-1)}`);
    return sent;
  };
}

async function accept(t: Test, send: Sender, name: string, lines: readonly CommandLine[], as?: Person): Promise<void> {
  const { code, said } = await send(name, lines, as);
  t.equal(code, 0, `${name}: ${said.slice(-400)}`);
}

/** The clerk proposes the write-offs, corporate approves each, the director counter-signs, accounting posts. */
async function writeOff(t: Test, send: Sender, server: TestServer, documents: readonly UciDocument[]): Promise<void> {
  const { propose, approve, post } = writeOffLines(documents);
  await accept(t, send, "write-offs proposed", propose, "CREDIT");
  await accept(t, send, "write-offs approved by one", approve, "CORPORATE");
  const director = server.http.as(tokenOf("DIRECTOR"));
  const waiting = await director.ask(`/v1/approvals?waitingFor=me&minPosition=${await headOf(server)}`);
  t.equal(waiting.rows.length, 3, "three approvals wait for the director");
  for (const { approvalId } of waiting.rows) {
    t.equal((await director.post("grant-approval", { approvalId })).status, 201);
  }
  await accept(t, send, "write-offs posted", post, "ACCOUNTS");
}

async function headOf(server: TestServer): Promise<number> {
  const { position } = await server.http.ask("/v1/projections");
  return Number(position);
}

async function checkSums(t: Test, { http }: TestServer): Promise<void> {
  const totalsOf = async (query: string) => (await http.ask(`${query}&entityId=${ENTITY}&limit=1`)).totals[0];
  t.match(await totalsOf("/v1/documents?kind=INVOICE"), { currency: "GBP", count: 24_221, total: "10305892.01" }, "gross");
  t.match(await totalsOf("/v1/documents?kind=DEBIT_NOTE"), { count: 1, total: "373.57" }, "the one positive credit note is a debit note");
  const notes = await totalsOf("/v1/credit-items?kind=CREDIT_NOTE");
  t.match(notes, { count: 4_591, amount: "630228.94" }, "credit notes, 629,855.37 with the debit note inside");
  const counter = await http.ask(`/v1/documents?accountId=${accountOf()}&limit=1`);
  t.equal(counter.totals[0].writtenOff, "136552.02", "bad debts");
  const accounts = await totalsOf("/v1/accounts?currency=GBP");
  t.equal(accounts.balance, "9539484.62", "10,305,892.01 + 373.57 - 630,228.94 - 136,552.02");
}
