import { readFile, stat, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { Client } from "pg";
import t, { type Test } from "tap";
import type { RunningServer } from "../../src/composition.ts";
import { exportLog } from "../../src/log-transfer/export-log.ts";
import { importLog } from "../../src/log-transfer/import-log.ts";
import { openLedger } from "../projections/ledger.ts";
import { recordSampleLedger } from "../projections/sample-ledger.ts";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { startTestNode } from "../support/eventstoredb/test-node.ts";
import { HttpLedger } from "../support/http-ledger.ts";
import { asStored, type Folder, openFolder, Place, TOKEN } from "./places.ts";

const ACCOUNT = "C1.CO01.COP";
const FIRST = invoiceBody(ACCOUNT, "F1", "100000.00", "2025-05-01");

t.setTimeout(120_000);

function clientOf({ url }: RunningServer): HttpLedger {
  return new HttpLedger(url, TOKEN, () => crypto.randomUUID());
}

/** Some of everything that an append can be: claims, refusals, a batch in one append, a command in it that changes nothing. */
async function live(http: HttpLedger): Promise<void> {
  await setUpAccount(http);
  await http.accept("record-invoice", FIRST, { key: "first invoice" });
  await http.accept("record-invoice", invoiceBody(ACCOUNT, "F2", "70.50", "2025-05-02"));
  await http.accept("register-branch", { entityId: "CO01", branchId: "B2", name: "Bogotá — ñandú \u2028 🏦" });
  await http.post("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-03"), { key: "refused invoice" });
  await http.accept("register-receipt", receiptBody(ACCOUNT, "R1", "1000.00", "2025-05-20"));
  await http.accept("apply-payment", applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "30.00"]]));
  await http.accept("block-customer", { customerId: "C1", scope: "ORDERS", reason: "checked" });
  await batch(http);
}

const BATCH = [
  ["block-customer", { customerId: "C1", scope: "ORDERS", reason: "again" }],
  ["unblock-customer", { customerId: "C1", scope: "ORDERS", reason: "fine" }],
  ["block-customer", { customerId: "C1", scope: "ORDERS", reason: "or not" }],
] as const;

function batch(http: HttpLedger) {
  return http.request("/v1/command-batches?atomic=true", {
    method: "POST",
    headers: { authorization: `Bearer ${http.token}`, "content-type": "application/json" },
    body: JSON.stringify(BATCH.map(([command, body], at) => ({ command, body, idempotencyKey: `batch ${at}` }))),
  });
}

/** What callers were told before, asked again under the same keys. */
async function toldAgain(http: HttpLedger): Promise<readonly string[]> {
  const invoice = await http.post("record-invoice", FIRST, { key: "first invoice" });
  const refused = await http.post("record-invoice", invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-03"), { key: "refused invoice" });
  const { legalName, taxIdNumber } = await http.ask("/v1/customers/C1");
  return [invoice.text, `${refused.status} ${refused.body.code}`, (await batch(http)).text, legalName, taxIdNumber];
}

async function tablesOfLog(place: Place): Promise<unknown> {
  const client = new Client({ connectionString: place.environment.DATABASE_URL });
  await client.connect();
  const rows = async (table: string, order: string) => (await client.query(`select * from cartera_log.${table} order by ${order}`)).rows;
  const tables = { events: await rows("event", "position"), claims: await rows("claim", "1"), streams: await rows("stream", "1") };
  await client.end();
  return tables;
}

async function positionsIn(place: Place): Promise<unknown> {
  const { processes, close } = await place.log();
  const positions = await processes.positions();
  await close();
  return positions;
}

/** Into a database that knows nothing of the ledger. */
async function importWithKeys(t: Test, place: Place, folder: Folder): Promise<void> {
  const importLogWith = (...more: string[]) => place.cartera("import-log", folder.path("1"), ...more);
  t.match(await importLogWith(), { code: 1, err: /does not hold the ledger's keys: give --keys/ });
  const tooOld = await importLogWith("--keys", folder.path("keys"));
  t.match(tooOld, { code: 1, err: /export both together/ }, "older keys would lack those of people who came since");
  await t.rejects(place.start(), { name: "BadSettings", message: /was not finished: run cartera import-log again/ });
  await writeFile(folder.path("half"), (await readFile(folder.path("keys now"), "utf8")).slice(0, -20));
  t.match(await importLogWith("--keys", folder.path("half")), { code: 1, err: /Line \d+ is no line of such a file/ });
  t.match(await importLogWith("--keys", folder.path("keys now")), { code: 0, out: /The keys were taken over\./ });
  t.match(await importLogWith("--keys", folder.path("keys now")), { code: 0, out: /here already and stayed as they are/ });
}

t.test("a ledger moved to EventStoreDB, and from there into another database, is the same ledger, and its life goes on", async (t) => {
  const folder = await openFolder(t);
  const node = await startTestNode(t);
  const first = await Place.open(t, folder);
  let server = await first.start();
  await live(clientOf(server));
  await server.settled();
  await server.caughtUp();
  const told = await toldAgain(clientOf(server));
  t.match(await first.cartera("export-log", folder.path("never"), "--keys", folder.path("keys")), {
    code: 1,
    err: /A server runs on this/,
  });
  t.match(await first.cartera("import-log", folder.path("master.key")), {
    code: 1,
    err: /A server runs on this database: stop it first\./,
  });
  t.equal((await first.cartera("export-log", folder.path("beside a server"))).code, 0);
  const onNode = first.onNode(node.connectionString);
  const early = await onNode.cartera("import-log", folder.path("beside a server"));
  t.match(early, { code: 0, out: /A server still runs on the old log/ }, "most of it can be brought in while the server runs");
  await server.close();
  await t.rejects(onNode.start(), { message: /import into this log was not finished/ }, "but nobody starts on it before the rest is there");

  const [before, tables] = [await first.look(), await tablesOfLog(first)];
  const count = before.events.length;
  t.equal((await first.cartera("export-log", folder.path("1"), "--keys", folder.path("keys"))).code, 0);
  t.equal((await stat(folder.path("keys"))).mode & 0o777, 0o600);
  t.strictSame(await folder.lines("beside a server"), await folder.lines("1"));

  t.match(await onNode.cartera("import-log", folder.path("1")), { code: 0, out: new RegExp(`holds all ${count} of the file`) });
  await t.rejects(first.start(), { message: /moved to another log \(eventstoredb\)/ }, "nobody goes on with the log that was left");
  t.strictSame(await onNode.look(), before, "on the node the events are the same, and the read models are still theirs");
  t.match(await onNode.cartera("verify"), { code: 0, out: new RegExp(`All of it holds, up to ordinal ${count}`) });
  await onNode.cartera("export-log", folder.path("2"));
  t.strictSame((await folder.lines("2")).slice(1), (await folder.lines("1")).slice(1), "but for the header the files are the same");

  server = await onNode.start();
  t.strictSame(await toldAgain(clientOf(server)), told, "who asks again is told the same");
  const duplicate = await clientOf(server).post("record-invoice", { ...FIRST, documentId: "F9" });
  t.equal(duplicate.body.code, "DUPLICATE_DOCUMENT", "a number that was used stays used");
  await clientOf(server).accept("register-customer", customerBody("C2"));
  await server.settled();
  await server.caughtUp();
  await server.close();
  const later = await onNode.look();
  t.strictSame(later.events.slice(0, count), before.events);

  const second = await Place.open(t, folder);
  t.match(await onNode.cartera("export-log", folder.path("1"), "--keys", folder.path("keys")), { code: 1, err: /is there already/ });
  t.equal((await onNode.cartera("export-log", folder.path("1"), "--keys", folder.path("keys now"))).code, 0);
  await importWithKeys(t, second, folder);
  t.strictSame(await positionsIn(second), await positionsIn(onNode), "processes go on where they were");
  t.equal((await second.cartera("rebuild")).code, 0);
  t.match(await second.cartera("verify", "--no-replay"), { code: 0, out: /All of it holds/ });
  t.strictSame(await second.look(), later);
  server = await second.start();
  await server.settled();
  t.strictSame(await toldAgain(clientOf(server)), told, "personal data can be read with the keys that came along");
  await server.close();
  t.strictSame((await second.look()).events, later.events, "and nothing was done twice");

  const back = await first.cartera("import-log", folder.path("1"));
  t.match(back, { code: 0, out: new RegExp(`Imported ${later.events.length - count} events`) }, "the old log goes on where it was left");
  const moved = (await tablesOfLog(first)) as { events: unknown[] };
  t.strictSame(moved, await tablesOfLog(second), "events, claims and streams of both databases are the same");
  t.strictSame(moved.events.slice(0, count), (tables as { events: unknown[] }).events);
});

t.test("every kind of event comes through as it was, from memory to PostgreSQL and on to EventStoreDB", async (t) => {
  const folder = await openFolder(t);
  const ledgerId = crypto.randomUUID();
  const source = await openLedger();
  await recordSampleLedger(source);
  const written: string[] = [];
  const sink = { before: undefined, write: async (text: string) => void written.push(text), finish: async () => {} };
  const { chain, events } = await exportLog({ store: source.store, ledgerId, sink });
  const onDatabase = await Place.open(t, folder);
  for (const place of [onDatabase, onDatabase.onNode((await startTestNode(t)).connectionString)]) {
    const log = await place.log();
    await log.keys.adopt({ ledgerId, wrappedHashKey: Buffer.alloc(8), settableClock: false }, []);
    const imported = await importLog({ place: log, chunks: Readable.from([Buffer.from(written.join(""))]) });
    t.match(imported, { events, before: 0, chain });
    const [here, there] = [await log.store.readAll(0, events), await source.store.readAll(0, events)];
    t.strictSame(here.map(asStored), there.map(asStored));
    await log.close();
  }
});
