import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import type { Verdict } from "../../src/cli/send/verdict.ts";
import { openBatchServer } from "./batch-server.ts";
import { cartera, jsonLines } from "./command-line-run.ts";

const registration = (customerId: string) => ({ command: "register-customer", body: { customerId } });
const receipt = (accountId: string, amount: string) => ({
  command: "register-receipt",
  body: { accountId, receiptId: `R-${amount}`, amount },
});

/** Customers and what happens on their accounts, mixed as a file from a former system would be. */
function someCommands(customers: number, receiptsEach: number): object[] {
  const commands: object[] = [];
  for (let customer = 1; customer <= customers; customer += 1) {
    commands.push(registration(`C${customer}`));
    for (let place = 1; place <= receiptsEach; place += 1) {
      commands.push(receipt(`C${customer}.CO01.${place % 2 === 0 ? "USD" : "COP"}`, `${place}.00`));
    }
  }
  return commands;
}

const ndjson = (commands: readonly object[]) => commands.map((command) => `${JSON.stringify(command)}\n`).join("");

function fileIn(t: { testdir(): string }, content: string, name = "commands.ndjson"): string {
  const path = join(t.testdir(), name);
  writeFileSync(path, content);
  return path;
}

const keptIn = (path: string) => jsonLines<Verdict>(readFileSync(`${path}.verdicts.ndjson`, "utf8")).slice(1);
const numbersOf = (verdicts: readonly Verdict[]) => verdicts.map(({ line }) => line).sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

t.test("every line gets one verdict, and no line overtakes one it rests on", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(t, ndjson(someCommands(30, 9)));
  const { code, out, err } = await cartera(["send", path, "--batch", "20", "--concurrency", "4", "--json"], { url: server.url });
  const verdicts = jsonLines<Verdict>(out);
  t.equal(code, 0, err);
  t.strictSame(numbersOf(verdicts), upTo(300));
  t.strictSame(numbersOf(keptIn(path)), upTo(300));
  t.ok(verdicts.every(({ status }) => status === 201));
  t.ok(server.mostAtOnce() > 1, `${server.mostAtOnce()} requests at once`);
  for (const customerId of ["C1", "C17", "C30"]) {
    for (const account of [`${customerId}.CO01.COP`, `${customerId}.CO01.USD`]) {
      const amounts = server.decided.filter(({ body }) => body.accountId === account).map(({ body }) => Number(body.amount));
      t.strictSame(
        amounts,
        amounts.slice().sort((a, b) => a - b),
        `${account} in file order`,
      );
    }
  }
  t.match(err, /Done: 300 lines judged, 300 accepted, 0 refused\./);
});

t.test("a refusal is a verdict: the others go on, and the exit code says so", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(t, ndjson([registration("C1"), receipt("C1.CO01.COP", "0.00"), receipt("C1.CO01.COP", "5.00")]));
  const { code, out } = await cartera(["send", path], { url: server.url });
  t.equal(code, 1);
  t.match(out, "2 422 register-receipt account-C1.CO01.COP MALFORMED It is refused.\n");
  t.match(out, "3 201 register-receipt account-C1.CO01.COP - Accepted as revision 0.\n");
});

t.test("a server that is busy, cuts answers or leaves lines out is asked again, and nothing is done twice", async (t) => {
  const server = await openBatchServer(t);
  server.incidents.push({ kind: "unavailable", retryAfter: "1" }, { kind: "cuts the answer" }, { kind: "lines unavailable", every: 3 });
  const path = fileIn(t, ndjson(someCommands(10, 4)));
  const began = performance.now();
  const { code, out, err } = await cartera(["send", path, "--batch", "50", "--concurrency", "1", "--json"], { url: server.url });
  t.equal(code, 0, err);
  t.ok(performance.now() - began >= 1_000, "it waited as long as the server asked for");
  t.strictSame(numbersOf(jsonLines<Verdict>(out)), upTo(50));
  t.equal(server.decided.length, 50);
  t.match(err, /503 STORE_UNAVAILABLE: Not now\./);
  t.match(err, /The answer was cut short\./);
});

t.test("a server that is killed and comes back is survived", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(t, ndjson(someCommands(20, 4)));
  let comingBack: Promise<void> | undefined;
  const run = cartera(["send", path, "--batch", "10", "--concurrency", "2", "--json"], {
    url: server.url,
    onOut() {
      if (comingBack !== undefined) return;
      server.incidents.push({ kind: "dies after deciding" });
      comingBack = sleep(700).then(() => server.restart());
    },
  });
  const { code, out, err } = await run;
  await comingBack;
  t.equal(code, 0, err);
  t.strictSame(numbersOf(jsonLines<Verdict>(out)), upTo(100));
  t.equal(server.decided.length, 100, "answers that were lost are not decided anew");
  t.match(err, /No answer from http/);
});

t.test("what is given up goes on with the next call, after the last verdict kept", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(t, ndjson(someCommands(20, 4)));
  const first = await cartera(["send", path, "--batch", "10", "--patience", "0", "--json"], {
    url: server.url,
    onOut: () => server.incidents.push({ kind: "dies after deciding" }),
  });
  t.equal(first.code, 3);
  t.match(first.err, /Patience is used up; send the file again to go on\./);
  const done = jsonLines<Verdict>(first.out).length;
  t.ok(done > 0 && done < 100, `${done} lines were judged`);

  appendFileSync(`${path}.verdicts.ndjson`, '{"line":99,"key":"half a ver');
  server.incidents.length = 0;
  await server.restart();
  const second = await cartera(["send", path, "--json"], { url: server.url });
  t.equal(second.code, 0, second.err);
  t.equal(jsonLines(second.out).length, 100 - done, "only the others are told");
  t.match(second.err, `Skipped ${done} that had their verdict from an earlier run, 0 of them refused.`);
  t.strictSame(numbersOf(keptIn(path)), upTo(100));
  t.equal(server.decided.length, 100);

  const third = await cartera(["send", path], { url: server.url });
  t.strictSame([third.code, third.out], [0, ""]);
  const fresh = await cartera(["send", path, "--fresh", "--json"], { url: server.url });
  t.equal(jsonLines(fresh.out).length, 100, "with --fresh all are sent, under the same keys");
  t.equal(server.decided.length, 100, "so that nothing is done twice");
});

t.test("verdicts of another file, of another ledger, and files that hold none are left alone", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(t, ndjson([registration("C1"), registration("C2")]));
  await cartera(["send", path], { url: server.url });
  writeFileSync(path, ndjson([registration("C9"), registration("C2")]));
  const changed = await cartera(["send", path], { url: server.url });
  t.equal(changed.code, 2);
  t.match(changed.err, /Line 1 is not the one whose verdict is in .*: the file was changed\. Begin anew with --fresh/);
  const elsewhere = await cartera(["send", path, "--url", "http://127.0.0.1:2"]);
  t.equal(elsewhere.code, 2);
  t.match(elsewhere.err, /holds verdicts of http/);
  const precious = join(t.testdirName, "precious.json");
  writeFileSync(precious, '{"a": 1}\nwithout an end of line');
  const mistaken = await cartera(["send", path, "--verdicts", precious, "--fresh"], { url: server.url });
  t.equal(mistaken.code, 2);
  t.equal(readFileSync(precious, "utf8"), '{"a": 1}\nwithout an end of line');
});

t.test("lines keep their own keys, get derived ones otherwise, and are sent as they were written", async (t) => {
  const server = await openBatchServer(t);
  const path = fileIn(
    t,
    '\ufeff[ {"command":"register-customer","idempotencyKey":"mine","body":{"customerId":"C1"}},\n {"command":"register-customer",\r\n "body":{"customerId":"C2","note":"a, \\"b\\" ] }"}} , 17 ]',
    "commands.json",
  );
  const { code, out } = await cartera(["send", path, "--json"], { url: server.url });
  const verdicts = jsonLines<Verdict>(out).sort((a, b) => a.line - b.line);
  t.equal(code, 1);
  t.strictSame(
    verdicts.map(({ line, status, sentence }) => [line, status, sentence]),
    [
      [1, 201, "Accepted as revision 0."],
      [2, 201, "Accepted as revision 0."],
      [3, 400, "The line is not a JSON object."],
    ],
  );
  t.equal(verdicts[0]?.key, "mine");
  t.match(verdicts[1]?.key, /^[0-9a-f]{64}$/);
  t.match(server.decided[1]?.body, { note: 'a, "b" ] }' });
});

t.test("a batch that is too large goes in parts", async (t) => {
  const server = await openBatchServer(t);
  server.incidents.push({ kind: "too large" }, { kind: "too large" });
  const { code, out } = await cartera(["send", fileIn(t, ndjson(upTo(8).map((place) => registration(`C${place}`)))), "--json"], {
    url: server.url,
  });
  t.equal(code, 0);
  t.equal(jsonLines(out).length, 8);
  t.strictSame(
    server.requests.map((lines) => lines.length),
    [8, 4, 2, 2, 4],
  );
});

t.test("a server that wants to be left alone for longer than the patience is", async (t) => {
  const server = await openBatchServer(t);
  server.incidents.push({ kind: "unavailable", retryAfter: "3600" });
  const { code } = await cartera(["send", fileIn(t, ndjson([registration("C1")])), "--patience", "2"], { url: server.url });
  t.equal(code, 3);
});
