import type { Test } from "tap";
import { applicationBody, invoiceBody, receiptBody } from "../support/company.ts";
import type { HttpAnswer } from "../support/http-ledger.ts";
import { dataFolder, findData } from "../support/real-data.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "../support/server.ts";
import { cents, type Portfolio, readPortfolio } from "./portfolio.ts";
import { accountOf, type CommandLine, ENTITY, portfolioCommands } from "./portfolio-commands.ts";
import { sendInOrder } from "./send-in-order.ts";

/** The sample company's files, where they are; else why they are skipped. */
export const folder = findData("classicmodels");
export const skip = folder === undefined ? `classicmodels: the sample company's files are not in ${dataFolder}` : false;

/** Loads the sample company over HTTP and holds the ledger to the figures of the files; the same on every engine of the log. */
export async function runTheYears(t: Test, folder: string, options: TestServerOptions = {}): Promise<void> {
  const portfolio = readPortfolio(folder);
  const server = await startTestServer(t, options);
  const lines = portfolioCommands(portfolio);
  const answers = await sendInOrder(server.http, lines);
  t.strictSame(
    answers.filter(({ status }) => status !== 201).map(({ text }) => text),
    [],
    `every one of ${lines.length} commands is accepted`,
  );
  const position = Math.max(...answers.map(({ body }) => Number(body.position)));
  await t.test("the totals are the ones measured on the files", (t) => checkTotals(t, server, portfolio, position));
  let reports: readonly Report[] = [];
  await t.test("aging per customer at every month's end is the balance of the movements", async (t) => {
    reports = await checkMonths(t, server, portfolio);
  });
  await t.test("each of those reports is the same when asked again by its ordinal after later events", (t) =>
    checkAgain(t, server, reports),
  );
  await t.test("refusals and acceptances stand", (t) => checkKeys(t, server));
  await t.test("a rebuild of every read model gives the rows that are live, hash by hash", async (t) => {
    t.strictSame(await server.differences(), []);
  });
  await t.test("a repeat of every command after a restart and a rebuild gives its first answer", (t) =>
    checkRepeats(t, server, lines, answers),
  );
}

async function checkTotals(t: Test, { http }: TestServer, portfolio: Portfolio, position: number): Promise<void> {
  const documents = await all(http, `/v1/documents?entityId=${ENTITY}&minPosition=${position}&limit=500`);
  const receipts = await all(http, `/v1/receipts?entityId=${ENTITY}&limit=500`);
  const accounts = await all(http, `/v1/accounts?entityId=${ENTITY}&limit=500`);
  const sum = (rows: readonly Row[], pick: (row: Row) => string) => rows.reduce((total, row) => total + cents(pick(row)), 0n);
  t.equal(
    sum(documents, (row) => row.total),
    936_533_643n,
    "invoiced 9,365,336.43",
  );
  t.equal(
    sum(receipts, (row) => row.amount),
    885_383_923n,
    "received 8,853,839.23",
  );
  t.equal(
    sum(accounts, (row) => row.balance),
    51_149_720n,
    "open 511,497.20",
  );
  t.equal(
    sum(accounts, (row) => row.unapplied),
    0n,
    "unapplied 0.00",
  );
  t.equal(accounts.filter((row) => cents(row.balance) > 0n).length, 16, "16 customers with an open balance");
  t.strictSame(
    accounts
      .filter((row) => row.available.startsWith("-"))
      .map((row) => row.customerId)
      .sort(),
    ["328", "362", "450"],
    "three customers above their credit limit",
  );
  t.equal(documents.length, portfolio.orders.length);
}

// biome-ignore lint/suspicious/noExplicitAny: rows of answers of several shapes
type Row = any;

async function all(http: TestServer["http"], path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await http.ask(`${path}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return rows;
}

interface Report {
  readonly asOf: string;
  readonly ordinal: number;
  readonly text: string;
}

async function checkMonths(t: Test, { http }: TestServer, portfolio: Portfolio): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const asOf of monthEnds()) {
    const answer = await http.get(`/v1/aging?groupBy=customer&asOf=${asOf}&entityId=${ENTITY}&limit=500`);
    const expected = balances(portfolio, asOf);
    const found = new Map<string, bigint>();
    for (const { key, amounts, unapplied, total } of answer.body.rows) {
      const buckets = Object.values(amounts as Record<string, string>).reduce((sum, amount) => sum + cents(amount), 0n);
      t.equal(buckets - cents(unapplied), cents(total), `${asOf} ${key}: buckets less unapplied are the total`);
      if (cents(total) !== 0n) found.set(key, cents(total));
    }
    t.strictSame([...found].sort(), [...expected].sort(), `${asOf}: every customer's total is the balance of its movements`);
    reports.push({ asOf, ordinal: answer.body.ordinal, text: reportText(answer) });
  }
  return reports;
}

function* monthEnds(): Generator<string> {
  for (let month = 0; month < 30; month += 1) yield new Date(Date.UTC(2003, month + 1, 0)).toISOString().slice(0, 10);
}

/** Invoices less cheques up to a day, straight from the files. */
function balances({ orders, cheques }: Portfolio, asOf: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const add = (customerId: string, amount: bigint) => sums.set(customerId, (sums.get(customerId) ?? 0n) + amount);
  for (const { customerId, on, total } of orders) if (on <= asOf) add(customerId, total);
  for (const { customerId, on, amount } of cheques) if (on <= asOf) add(customerId, -amount);
  for (const [customerId, sum] of sums) if (sum === 0n) sums.delete(customerId);
  return sums;
}

/** The report itself, without the position of the answer, which moves on. */
function reportText({ body }: HttpAnswer): string {
  const { position, knownAt, nextCursor, ...report } = body;
  return JSON.stringify(report);
}

async function checkAgain(t: Test, { http }: TestServer, reports: readonly Report[]): Promise<void> {
  const account = accountOf("103");
  await http.accept("record-invoice", invoiceBody(account, "LATE1", "1234.56", "2004-02-10", { series: "CM" }));
  const { position } = await http.accept(
    "register-receipt",
    receiptBody(account, "LATE2", "34.56", "2004-02-11", { bankAccountId: "CM01-BANK" }),
  );
  await http.accept("apply-payment", applicationBody(account, "LATE3", "LATE2", [["LATE1.1", "34.56"]]));
  const now = await http.get(`/v1/aging?groupBy=customer&asOf=2004-02-29&entityId=${ENTITY}&limit=500&minPosition=${position}`);
  t.not(reportText(now), reports.find(({ asOf }) => asOf === "2004-02-29")?.text, "what was recorded later shows today");
  for (const { asOf, ordinal, text } of reports) {
    const again = await http.get(`/v1/aging?groupBy=customer&asOf=${asOf}&entityId=${ENTITY}&limit=500&knownAt=${ordinal}`);
    t.equal(reportText(again), text, `${asOf} as known at ${ordinal}`);
  }
}

async function checkKeys(t: Test, { http }: TestServer): Promise<void> {
  const account = accountOf("112");
  await http.accept("record-invoice", invoiceBody(account, "K1", "100.00", "2005-01-10", { series: "CM" }));
  const body = applicationBody(account, "K3", "K2", [["K1.1", "60.00"]]);
  const early = await http.post("apply-payment", body, { key: "before the money came" });
  t.equal(early.body.code, "RECEIPT_NOT_FOUND");
  await http.accept("register-receipt", receiptBody(account, "K2", "60.00", "2005-01-20", { bankAccountId: "CM01-BANK" }));
  const still = await http.post("apply-payment", body, { key: "before the money came" });
  t.strictSame([still.status, still.body.code, still.headers.get("idempotency-replayed")], [404, "RECEIPT_NOT_FOUND", "true"]);
  t.equal(still.body.traceId, early.body.traceId);
  const accepted = await http.post("apply-payment", body, { key: "after the money came" });
  t.equal(accepted.status, 201, "a new key succeeds");
  const retried = await http.post("apply-payment", body, { key: "after the money came" });
  t.equal(retried.text, accepted.text, "a retry whose second decision would be a refusal gets its acceptance");
  const other = await http.post("apply-payment", { ...body, applicationId: "K4" }, { key: "after the money came" });
  t.notOk(other.status < 400, "the same key with another body is refused");
  const reused = await http.post("apply-payment", applicationBody(account, "K4", "K2", [["K1.1", "1.00"]]), {
    key: "after the money came",
  });
  t.strictSame([reused.status, reused.body.code], [422, "IDEMPOTENCY_KEY_REUSED"]);
}

async function checkRepeats(t: Test, server: TestServer, lines: readonly CommandLine[], first: readonly HttpAnswer[]): Promise<void> {
  await server.restart();
  await server.rebuild();
  const again = await sendInOrder(server.http, lines);
  const different = lines.filter(
    (_, at) => again[at]?.text !== first[at]?.text || again[at]?.headers.get("idempotency-replayed") !== "true",
  );
  t.strictSame(
    different.map(({ idempotencyKey }) => idempotencyKey),
    [],
    `${lines.length} repeats get the bytes of their first answers`,
  );
}
