import { createHash } from "node:crypto";
import t, { type Test } from "tap";
import { applicationBody, customerBody, invoiceBody, receiptBody, setUpAccount, setUpCompany } from "../support/company.ts";
import { type HttpAnswer, HttpLedger, type PostOptions } from "../support/http-ledger.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const ACCOUNT = "C1.CO01.COP";
const good = invoiceBody(ACCOUNT, "F1", "1.00", "2025-05-01");
const pesos = (amount: unknown) => ({ amount, currency: "COP" });

interface Case {
  readonly name: string;
  readonly command?: string;
  readonly body: unknown;
  readonly options?: PostOptions;
  readonly expected: readonly [status: number, code: string];
}

const cases: readonly Case[] = [
  { name: "malformed JSON", body: '{"accountId": ', expected: [400, "MALFORMED"] },
  { name: "JSON that is no object", body: "[]", expected: [400, "MALFORMED"] },
  { name: "an unknown field", body: { ...good, colour: "red" }, expected: [400, "UNKNOWN_FIELD"] },
  { name: "a prototype key", body: `{"__proto__": {"admin": true}, ${JSON.stringify(good).slice(1)}`, expected: [400, "MALFORMED"] },
  { name: "an amount as a JSON number", body: { ...good, total: pesos(1) }, expected: [400, "BAD_MONEY"] },
  { name: "an amount with an exponent", body: { ...good, total: pesos("1e2") }, expected: [400, "BAD_MONEY"] },
  { name: "an amount with too many decimals", body: { ...good, total: pesos("1.001") }, expected: [400, "BAD_MONEY"] },
  { name: "a negative amount", body: { ...good, total: pesos("-1.00") }, expected: [400, "BAD_MONEY"] },
  { name: "10^18 minor units", body: { ...good, total: pesos("10000000000000000.00") }, expected: [400, "BAD_MONEY"] },
  { name: "an unknown currency", body: { ...good, total: { amount: "1.00", currency: "XXQ" } }, expected: [400, "UNKNOWN_CURRENCY"] },
  { name: "an account in an unknown currency", body: { ...good, accountId: "C1.CO01.XXQ" }, expected: [400, "UNKNOWN_CURRENCY"] },
  { name: "a date that does not exist", body: { ...good, issueDate: "2025-02-29" }, expected: [400, "BAD_DATE"] },
  { name: "a date before the first one", body: { ...good, issueDate: "1989-12-31" }, expected: [400, "BAD_DATE"] },
  { name: "a date beyond the horizon", body: { ...good, issueDate: "2199-01-01" }, expected: [400, "BAD_DATE"] },
  { name: "a missing field", body: { ...good, total: undefined }, expected: [400, "MALFORMED"] },
  { name: "a NUL character", body: { ...good, purchaseOrder: "a\u0000b" }, expected: [400, "MALFORMED"] },
  { name: "a lone surrogate", body: `${JSON.stringify(good).slice(0, -1)},"purchaseOrder":"\\ud800"}`, expected: [400, "MALFORMED"] },
  { name: "a body nested too deep", body: `${"[".repeat(200)}${"]".repeat(200)}`, expected: [400, "MALFORMED"] },
  { name: "an unknown customer", body: { ...good, accountId: "NOBODY.CO01.COP" }, expected: [404, "CUSTOMER_NOT_FOUND"] },
  { name: "an unknown company", body: { ...good, accountId: "C1.XX99.COP" }, expected: [404, "ACCOUNT_NOT_FOUND"] },
  { name: "an unknown command", command: "print-money", body: {}, expected: [404, "RESOURCE_NOT_FOUND"] },
  {
    name: "an unknown receipt",
    command: "apply-payment",
    body: applicationBody(ACCOUNT, "A1", "R?9".replace("?", ""), [["F1.1", "1.00"]]),
    expected: [404, "RECEIPT_NOT_FOUND"],
  },
  { name: "a stale If-Match", body: good, options: { headers: { "if-match": '"77"' } }, expected: [412, "STALE_REVISION"] },
  {
    name: "a stream that must not exist and does",
    body: good,
    options: { headers: { "if-none-match": "*" } },
    expected: [412, "STALE_REVISION"],
  },
  { name: "a missing key", body: good, options: { headers: { "idempotency-key": "" } }, expected: [400, "MALFORMED"] },
  {
    name: "no credentials",
    body: good,
    options: { token: "nobody.00000000000000000000000000000000" },
    expected: [401, "NOT_AUTHENTICATED"],
  },
  { name: "a wrong secret", body: good, options: { token: `owner.${"x".repeat(43)}` }, expected: [401, "NOT_AUTHENTICATED"] },
  {
    name: "a media type that is not JSON",
    body: "<a/>",
    options: { headers: { "content-type": "text/xml" } },
    expected: [415, "UNSUPPORTED_FORMAT"],
  },
  { name: "a body over the limit", body: { ...good, purchaseOrder: "x".repeat(1_100_000) }, expected: [413, "BODY_TOO_LARGE"] },
  { name: "an unknown query parameter", body: good, options: { query: "?dryrun=true" }, expected: [400, "UNKNOWN_FIELD"] },
];

t.test("bad input gets a clear refusal and leaves nothing half done", async (t) => {
  const server = await startTestServer(t);
  const { http } = server;
  await setUpAccount(http);
  const before = await http.ask("/v1/streams/account-C1.CO01.COP/events");
  for (const { name, command = "record-invoice", body, options, expected } of cases) {
    const answer = await http.post(command, body, options);
    isProblem(t, name, answer, expected);
  }
  const after = await http.ask("/v1/streams/account-C1.CO01.COP/events");
  t.strictSame(after.events ?? after.rows, before.events ?? before.rows, "the account has no trace of any of it");
  const most = pesos("9999999999999999.99");
  const accepted = await http.post("record-invoice", { ...good, net: most, total: most });
  t.strictSame(
    [accepted.status, accepted.body.events[0].data.total],
    [201, "9999999999999999.99"],
    "10^18 - 1 minor units survive the round trip",
  );
  await t.test("what the log cannot hold is refused alone, while 63 good commands are on their way", (t) => checkNeighbours(t, server));
  await t.test("another company's ids, and a role without the command", (t) => checkScopes(t, server));
});

function isProblem(t: Test, name: string, { status, body, headers }: HttpAnswer, [expectedStatus, code]: readonly [number, string]): void {
  t.strictSame([status, body.code], [expectedStatus, code], name);
  t.match(headers.get("content-type"), /^application\/problem\+json/, `${name}: is a problem`);
  t.ok(
    body.type?.startsWith("/problems/") && body.title && body.detail && body.traceId && body.instance?.startsWith("/v1/"),
    `${name}: has all its parts`,
  );
  t.notMatch(JSON.stringify(body), /at .*\.ts|select |node_modules|\/src\//, `${name}: shows nothing of the inside`);
}

async function checkNeighbours(t: Test, { http }: TestServer): Promise<void> {
  const bad = JSON.stringify(invoiceBody(ACCOUNT, "BAD", "1.00", "2025-05-01"));
  const withField = (value: string) => `${bad.slice(0, -1)},"purchaseOrder":${value}}`;
  const parts = Array.from({ length: 50 }, () => ({ pct: "2.00", due: { kind: "NET", days: 30 } }));
  const codes = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`T${n}`, { due: { kind: "SPLIT", parts }, rollRule: "NONE" }]));
  const large = { entityId: "CO01", kind: "terms", version: 9, validFrom: "2025-01-01", reason: "too much", body: { codes } };
  const unstorable: readonly (readonly [name: string, command: string, body: unknown, expected: readonly [number, string]])[] = [
    ["NUL", "record-invoice", withField('"a\\u0000b"'), [400, "MALFORMED"]],
    ["a lone surrogate", "record-invoice", withField('"a\\udfffb"'), [400, "MALFORMED"]],
    ["1,000 levels", "record-invoice", withField(`${"[".repeat(1_000)}${"]".repeat(1_000)}`), [400, "MALFORMED"]],
    ["an event above 64 KiB", "define-policy", large, [413, "BODY_TOO_LARGE"]],
  ];
  const neighbours = Array.from({ length: 63 }, (_, n) => invoiceBody(ACCOUNT, `N${n}`, "1.00", "2025-05-01"));
  const [refused, accepted] = await Promise.all([
    Promise.all(unstorable.map(([, command, body]) => http.post(command, body))),
    Promise.all(neighbours.map((body) => http.post("record-invoice", body))),
  ]);
  for (const [index, [name, , , expected]] of unstorable.entries()) isProblem(t, name, refused[index] as HttpAnswer, expected);
  t.strictSame([...new Set(accepted.map(({ status }) => status))], [201]);
}

async function checkScopes(t: Test, { http }: TestServer): Promise<void> {
  await setUpCompany(http.accept, { entityId: "MX01", currency: "MXN", timeZone: "America/Mexico_City", country: "MX" });
  await http.accept("register-branch", { entityId: "MX01", branchId: "MX01-B2", name: "Norte" });
  await http.accept("register-customer", customerBody("M1", { homeBranches: [{ entityId: "MX01", branchId: "MX01-B1" }] }));
  await http.accept("record-invoice", invoiceBody("M1.MX01.MXN", "M1F", "1.00", "2025-05-01"));
  await http.accept("register-person", { personId: "ANA", name: "Ana" });
  await http.accept("assign-role", { personId: "ANA", role: "PC", entityIds: ["MX01"], branchIds: ["MX01-B2"], from: "2025-01-01" });
  const secret = "a".repeat(43);
  await http.accept("issue-api-key", { keyId: "ana", personId: "ANA", secretHash: createHash("sha256").update(secret).digest("hex") });
  const ana = new HttpLedger(http.url, `ana.${secret}`, () => String(Math.random()));
  isProblem(
    t,
    "another company's account in a command",
    await ana.post("register-receipt", receiptBody(ACCOUNT, "R1", "1.00", "2025-05-01")),
    [404, "ACCOUNT_NOT_FOUND"],
  );
  isProblem(t, "another company's account in a question", await ana.get(`/v1/accounts/${ACCOUNT}`), [404, "ACCOUNT_NOT_FOUND"]);
  isProblem(
    t,
    "another branch of mine",
    await ana.post("register-receipt", receiptBody("M1.MX01.MXN", "R1", "1.00", "2025-05-01", { branchId: "MX01-B1" })),
    [403, "BRANCH_SCOPE"],
  );
  isProblem(
    t,
    "a role without the command",
    await ana.post("record-invoice", invoiceBody("M1.MX01.MXN", "M2F", "1.00", "2025-05-01", { branchId: "MX01-B2" })),
    [403, "NOT_AUTHORISED"],
  );
  isProblem(t, "a trail without the role", await ana.get("/v1/audit-trail"), [403, "NOT_AUTHORISED"]);
  const aging = await ana.ask("/v1/aging");
  t.ok(
    aging.rows.every((row: { key: string }) => row.key !== "C1"),
    "reports hold nothing of another company",
  );
}
