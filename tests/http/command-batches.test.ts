import t from "tap";
import { ACCEPTED, accepted, OVER, post, refusedWith, type StubOptions, withApp } from "./stub-app.ts";

const url = "/v1/command-batches";
const line = (key: string, more: object = {}) => ({ command: "apply-payment", idempotencyKey: key, body: { applicationId: key }, ...more });
const execute: NonNullable<StubOptions["execute"]> = ({ idempotencyKey }) => (idempotencyKey === "bad" ? refusedWith([OVER]) : accepted());

t.test("one verdict per line, in order, each alone", async (t) => {
  const { app, executed } = await withApp(t, { execute });
  const answer = await post(app, {
    url,
    payload: [
      line("a", { ifMatch: '"3"' }),
      line("bad"),
      { command: "apply-payment", body: {} },
      line("c", { ifMatch: 4 }),
      line("d", { x: 1 }),
    ],
  });
  t.equal(answer.statusCode, 200);
  const { results } = answer.json();
  t.strictSame(
    results.map(({ idempotencyKey, status }: { idempotencyKey: string; status: number }) => [idempotencyKey, status]),
    [
      ["a", 201],
      ["bad", 422],
      [null, 400],
      ["c", 201],
      ["d", 400],
    ],
  );
  t.strictSame(results[0].body, ACCEPTED);
  t.match(results[1].body, { code: "OVER_APPLICATION", type: "/problems/over-application" });
  t.match(results[2].body, { code: "MALFORMED", violations: [{ pointer: "/idempotencyKey" }] });
  t.match(results[4].body, { code: "UNKNOWN_FIELD", violations: [{ pointer: "/x" }] });
  t.strictSame(
    executed.map(({ idempotencyKey, expected }) => [idempotencyKey, expected]),
    [
      ["a", 3],
      ["bad", undefined],
      ["c", 4],
    ],
  );
});

t.test("NDJSON in is NDJSON out; a line that is no JSON fails alone", async (t) => {
  const { app, counted } = await withApp(t, { execute });
  const payload = `${JSON.stringify(line("a"))}\n\n{oops\r\n${JSON.stringify(line("bad"))}\r\n[1]\n${JSON.stringify(line("é".slice(1)))}`;
  const answer = await post(app, { url, payload, headers: { "content-type": "application/x-ndjson" } });
  t.equal(answer.statusCode, 200);
  t.match(answer.headers["content-type"], /^application\/x-ndjson/);
  const lines = answer.body
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
  t.strictSame(
    lines.map(({ status }) => status),
    [201, 400, 422, 400, 400],
  );
  t.strictSame(counted, ["P-1 MALFORMED", "P-1 MALFORMED", "P-1 MALFORMED"]);
});

t.test("a batch holds at most 1,000 lines", async (t) => {
  const { app, executed } = await withApp(t);
  const lines = Array.from({ length: 1_000 }, (_, index) => line(`k-${index}`));
  t.equal((await post(app, { url, payload: lines })).json().results.length, 1_000);
  const tooMany = [...lines, line("one more")];
  const answer = await post(app, { url, payload: tooMany });
  t.equal(answer.statusCode, 413);
  t.match(answer.json(), { code: "BODY_TOO_LARGE", facts: { limit: "1000 lines" } });
  const ndjson = await post(app, {
    url,
    payload: tooMany.map((each) => JSON.stringify(each)).join("\n"),
    headers: { "content-type": "application/x-ndjson" },
  });
  t.equal(ndjson.statusCode, 413);
  t.equal(executed.length, 1_000);
});

t.test("an atomic batch with a line that cannot be read is refused whole", async (t) => {
  const { app, executed } = await withApp(t);
  const answer = await post(app, { url: `${url}?atomic=true`, payload: [line("a"), { ...line("b"), command: 7 }] });
  t.equal(answer.statusCode, 400);
  t.match(answer.json(), { violations: [{ pointer: "/1/command" }] });
  t.equal(executed.length, 0);
});

t.test("atomic goes along, and nothing else does", async (t) => {
  const seen: boolean[] = [];
  const { app } = await withApp(t, {
    ledger: {
      executeBatch: async (requests, { atomic }) => {
        seen.push(atomic);
        return requests.map(() => accepted());
      },
    },
  });
  await post(app, { url: `${url}?atomic=true`, payload: [line("a")] });
  await post(app, { url, payload: [line("a")] });
  t.strictSame(seen, [true, false]);
  t.equal((await post(app, { url: `${url}?dryRun=true`, payload: [line("a")] })).json().code, "UNKNOWN_FIELD");
  t.strictSame((await post(app, { url, payload: [] })).json(), { results: [] });
  t.equal((await post(app, { url, payload: {} })).json().code, "MALFORMED");
});
