import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { commandCatalogue } from "../../src/application/command-catalogue.ts";
import { openApiServer, problem } from "./api-server.ts";
import { cartera } from "./command-line-run.ts";

const OWN = ["start", "send", "query", "replay", "rebuild", "processes", "verify", "export-log", "import-log", "version"];

t.test("wrong use ends with 2 and a sentence that says what is wrong", async (t) => {
  const file = join(t.testdir({ "commands.ndjson": "" }), "commands.ndjson");
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["pay"], /^cartera pay: There is no such command; cartera help lists them all\.\n$/],
    [["start", "now"], /Nothing is expected here, and "now" came\./],
    [["send"], /The file of commands is missing\./],
    [["send", "a", "b"], /Only The file of commands is expected, and "b" came as well\./],
    [["send", "/no/such/file"], /There is no file \/no\/such\/file\./],
    [["send", file, "--batch", "1001"], /--batch takes a whole number from 1 to 1000, not "1001"\./],
    [["send", file, "--patience", "soon"], /--patience takes a whole number/],
    [["send", file, "--url", "ftp://x"], /--url takes a URL such as/],
    [["send", file, "--api-key", "a b"], /The API key holds characters that no key has\./],
    [["query"], /The path of a question is missing/],
    [["query", "aging", "asOf"], /"asOf" is not name=value\./],
    [["query", "aging", "a=1", "a=2"], /a is given twice\./],
    [["query", "http://elsewhere/v1/aging"], /is no path of a question/],
    [["query", "../problems"], /is no path of a question/],
    [["replay", "103"], /"103" is no stream; it looks like account-103\.CO01\.COP\./],
    [["replay", "account-1.A.COP", "--as-of", "2025-02-30"], /--as-of takes a date/],
    [["replay", "account-1.A.COP", "--known-at", "yesterday"], /--known-at takes an ordinal, a date, or an instant/],
    [["verify", "--as-of", "today"], /--as-of takes a date/],
    [["verify", "--loudly"], /Unknown option '--loudly'\./],
    [["export-log"], /The file for the log is missing\./],
    [["import-log", "/no/such/file"], /There is no file \/no\/such\/file\./],
    [["apply-payment"], /The body is missing/],
    [["apply-payment", "--body", "17"], /The body is not a JSON object\./],
    [["apply-payment", "--body", "@/no/such/file"], /The file \/no\/such\/file cannot be read\./],
    [["apply-payment", "--body", "{}", "--if-match", "-1"], /if-match/],
    [["apply-payment", "--body", "{}", "--key", "é"], /--key takes 1 to 128 printable characters\./],
  ];
  for (const [argv, sentence] of wrong) {
    const { code, out, err } = await cartera(argv);
    t.strictSame([code, out], [2, ""], argv.join(" "));
    t.match(err, sentence);
  }
  t.match(await cartera(["query", "aging"], { apiKey: null }), {
    code: 2,
    err: /An API key is needed: set CARTERA_API_KEY, or give --api-key\./,
  });
  t.match(await cartera([]), { code: 2, out: "", err: /^cartera <command>/ });
});

t.test("every command has help, and help names every command of the catalogue", async (t) => {
  const names = commandCatalogue.map(({ path }) => path);
  const general = await cartera(["help"]);
  t.equal(general.code, 0);
  for (const name of [...OWN, ...names]) {
    t.match(general.out, new RegExp(`^ {2}${name} `, "m"));
    const own = await cartera([name, "--help"]);
    t.match(own, { code: 0, err: "" });
    t.ok(own.out.startsWith(`cartera ${name}`));
    t.equal((await cartera(["help", name])).out, own.out);
  }
  t.match((await cartera(["record-invoice", "--help"])).out, / {2}accountId\* +text, e\.g\. 103\.CO01\.COP/);
});

t.test("start runs until it ends, version says which one this is", async (t) => {
  let started = 0;
  const start = async () => {
    started += 1;
  };
  t.match(await cartera(["start"], { start }), { code: 0 });
  t.equal(started, 1);
  t.match(await cartera(["version"]), { code: 0, out: /^cartera \d+\.\d+\.\d+\n$/ });
  t.type(JSON.parse((await cartera(["version", "--json"])).out).version, "string");
});

t.test("a command of the catalogue is posted with its key and told what became of it", async (t) => {
  const accepted = {
    commandId: "c",
    streamId: "account-1.A.COP",
    revision: 7,
    position: "99",
    effectiveOn: "2025-06-01",
    recordedAt: "",
    events: [{ type: "PaymentApplied", eventId: "e", revision: 7, data: { receiptId: "R" } }],
  };
  const server = await openApiServer(t, ({ path }) =>
    path.endsWith("apply-payment") ? { status: 201, body: accepted } : problem(422, "LINE_OVERLAPS", "No."),
  );
  const file = join(t.testdir(), "a.json");
  writeFileSync(file, '{"accountId":"1.A.COP","amount":12345678901234567890.10}');
  const done = await cartera(["apply-payment", "--body", `@${file}`, "--key", "K-1", "--if-match", "6", "--dry-run"], { url: server.url });
  t.equal(done.code, 0);
  t.match(done.out, 'Would be accepted on account-1.A.COP with\n  PaymentApplied {"receiptId":"R"}\n');
  t.match(server.requests[0], {
    method: "POST",
    path: "/v1/commands/apply-payment",
    query: { dryRun: "true" },
    headers: { "idempotency-key": "K-1", "if-match": '"6"', authorization: "Bearer first.secret" },
    body: '{"accountId":"1.A.COP","amount":12345678901234567890.10}',
  });
  const refused = await cartera(["open-credit-line", "--body", "{}"], { url: server.url });
  t.equal(refused.code, 1);
  t.match(refused.err, /^Idempotency key [0-9a-f-]{36}\n422 LINE_OVERLAPS: No\. \(\/amount\)\n$/);
  t.equal(JSON.parse((await cartera(["open-credit-line", "--body", "{}", "--json"], { url: server.url })).out).code, "LINE_OVERLAPS");
});

t.test("a command that waits for others says for whom, and a dry run that it would", async (t) => {
  const body = { approvalId: "AP-7", status: "REQUESTED", waitingFor: ["SM", "AM"], expiresOn: "2025-06-06" };
  const server = await openApiServer(t, ({ query }) => ({ status: query.dryRun === "true" ? 200 : 202, body }));
  const send = (...more: string[]) => cartera(["open-credit-line", "--body", '{"submitForApproval":true}', ...more], { url: server.url });
  t.match(await send(), { code: 0, out: "Waits for approval AP-7 of SM, AM until 2025-06-06.\n" });
  t.match(await send("--dry-run"), { code: 0, out: "Would wait for approval: SM, AM.\n" });
});

t.test("a server that is away or busy is told as such, under the same key when it is tried again", async (t) => {
  const away = await cartera(["apply-payment", "--body", "{}", "--patience", "0"]);
  t.match(away, { code: 3, err: /No answer from http/ });
  let tries = 0;
  const server = await openApiServer(t, () => {
    tries += 1;
    return tries === 1
      ? { ...problem(503, "STORE_UNAVAILABLE", "Not now."), headers: { "retry-after": "0" } }
      : { status: 200, body: { streamId: "s", revision: 1, events: [] } };
  });
  t.match(await cartera(["apply-payment", "--body", "{}"], { url: server.url }), {
    code: 0,
    out: /there was nothing to change on s, revision 1/,
  });
  t.equal(new Set(server.requests.map(({ headers }) => headers["idempotency-key"])).size, 1);
});

t.test("a question gets a table on a terminal and JSON elsewhere, page by page where all are wanted", async (t) => {
  const rows = [1, 2, 3].map((place) => ({
    key: `C${place}`,
    label: `Café\u001b[2J ${place}`,
    currency: "COP",
    amounts: { NOT_DUE: `${place}0.00`, D1_30: "0.00" },
    total: `${place}0.00`,
  }));
  const server = await openApiServer(t, ({ path, query }) => {
    if (path !== "/v1/aging") return problem(404, "RESOURCE_NOT_FOUND", "There is no such thing.");
    const from = Number(query.cursor ?? 0);
    return {
      body: {
        asOf: "2025-06-30",
        rows: rows.slice(from, from + 2),
        totals: [{ currency: "COP", total: "60.00" }],
        nextCursor: from === 0 ? "2" : null,
      },
    };
  });
  const { url } = server;
  const table = await cartera(["query", "aging", "groupBy=customer", "--all"], { url, isTerminal: true });
  t.matchOnly(table, {
    code: 0,
    err: "",
    out: `asOf 2025-06-30

rows
key  label            currency  NOT_DUE  D1_30  total
C1   Café\\u001b[2J 1  COP         10.00   0.00  10.00
C2   Café\\u001b[2J 2  COP         20.00   0.00  20.00
C3   Café\\u001b[2J 3  COP         30.00   0.00  30.00

totals
currency  total
COP       60.00
`,
  });
  t.strictSame(
    server.requests.map(({ query }) => query),
    [{ groupBy: "customer" }, { groupBy: "customer", cursor: "2" }],
  );
  const first = JSON.parse((await cartera(["query", "/v1/aging"], { url })).out);
  t.strictSame([first.rows.length, first.nextCursor], [2, "2"]);
  const all = JSON.parse((await cartera(["query", "aging", "--all", "--json"], { url, isTerminal: true })).out);
  t.strictSame([all.rows, all.nextCursor], [rows, null]);
  t.match(await cartera(["query", "nothing"], { url }), { code: 1, out: "", err: /404 RESOURCE_NOT_FOUND: There is no such thing\./ });
});

t.test("the program itself runs", { timeout: 120_000 }, async (t) => {
  const program = join(import.meta.dirname, "..", "..", "src", "cli", "cartera.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [program, "version"]);
  t.match(stdout, /^cartera \d/);
  await t.rejects(promisify(execFile)(process.execPath, [program, "pay"]), { code: 2, stderr: /There is no such command/ });
});
