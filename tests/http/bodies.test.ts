import t from "tap";
import { post, withApp } from "./stub-app.ts";

const nested = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

t.test("a body is handed over as it came, numbers and unknown fields included", async (t) => {
  const { app, executed } = await withApp(t);
  await post(app, { payload: '{"amount":100,"unknown":true,"text":"\\ud83d\\ude00 \\u00e9 \\\\u0000","n":[1.5,"7"]}' });
  t.strictSame(executed[0]?.body, { amount: 100, unknown: true, text: "😀 é \\u0000", n: [1.5, "7"] });
});

t.test("bodies that nothing may walk are refused before anything does", async (t) => {
  const { app, executed } = await withApp(t);
  const bodies: Record<string, string | Buffer> = {
    empty: "",
    "no JSON": "{",
    "an open string": '{"a":"',
    "a broken escape": '{"a":"\\u12',
    "two documents": "{} {}",
    "a NUL": '{"a":"\\u0000"}',
    "a NUL in a key": '{"\\u0000":1}',
    "a high surrogate alone": '{"a":"\\ud800"}',
    "a high surrogate before a letter": '{"a":"\\ud800x\\udc00"}',
    "a low surrogate alone": '{"a":"\\udc00"}',
    "65 levels": nested(65),
    "a million levels": "[".repeat(1_000_000),
    "a prototype": '{"__proto__":{"admin":true}}',
    "a prototype spelled otherwise": '{"\\u005f_proto__":1}',
    "a prototype below": '{"a":[{"b":{"__proto__":1}}]}',
    "a constructor": '{"constructor":{"prototype":{"admin":true}}}',
    "no UTF-8": Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    "a surrogate in UTF-8": Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  };
  for (const [name, payload] of Object.entries(bodies)) {
    const answer = await post(app, { payload });
    t.equal(answer.statusCode, 400, name);
    t.equal(answer.json().code, "MALFORMED", name);
  }
  t.equal(executed.length, 0);
  t.equal((await post(app, { payload: nested(64) })).statusCode, 201, "64 levels are allowed");
  t.equal((await post(app, { payload: '{"a":"__proto__ and constructor"}' })).statusCode, 201, "words are not keys");
});

t.test("a body above its limit is 413, a batch has a limit of its own", async (t) => {
  const { app } = await withApp(t, { limits: { bodyBytes: 1_000, batchBytes: 3_000 } });
  const large = JSON.stringify({ text: "x".repeat(1_500) });
  const answer = await post(app, { payload: large });
  t.equal(answer.statusCode, 413);
  t.match(answer.json(), { code: "BODY_TOO_LARGE", facts: { limit: "1000 bytes" } });
  const batch = [{ command: "apply-payment", idempotencyKey: "k", body: { text: "x".repeat(1_500) } }];
  t.equal((await post(app, { url: "/v1/command-batches", payload: batch })).statusCode, 200);
  t.equal((await post(app, { url: "/v1/command-batches", payload: [...batch, ...batch] })).statusCode, 413);
});

t.test("other media types are 415, a missing body is malformed", async (t) => {
  const { app } = await withApp(t);
  for (const type of [
    "text/plain",
    "application/xml",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ]) {
    const answer = await post(app, { headers: { "content-type": type }, payload: "a=1" });
    t.equal(answer.statusCode, 415, type);
    t.equal(answer.json().code, "UNSUPPORTED_FORMAT");
  }
  t.equal((await post(app, { headers: { "content-type": "application/json; charset=utf-8" } })).statusCode, 201);
  const none = await app.inject({
    method: "POST",
    url: "/v1/commands/apply-payment",
    headers: { authorization: "Bearer K-1.secret", "idempotency-key": "k" },
  });
  t.equal(none.statusCode, 400);
  t.equal(none.json().code, "MALFORMED");
});
