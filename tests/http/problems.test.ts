import { Value } from "@sinclair/typebox/value";
import t from "tap";
import { Problem } from "../../schemas/problem.ts";
import { problemPath } from "../../src/application/refusal-catalogue.ts";
import { REFUSAL_CODES } from "../../src/kernel/refusal-code.ts";
import { get, post, withApp } from "./stub-app.ts";

t.test("whatever is not there has the same shape", async (t) => {
  const { app } = await withApp(t);
  for (const [method, url, status, code] of [
    ["GET", "/nowhere", 404, "RESOURCE_NOT_FOUND"],
    ["GET", "/v1/nowhere", 404, "RESOURCE_NOT_FOUND"],
    ["POST", "/v1/commands/no-such-command", 404, "RESOURCE_NOT_FOUND"],
    ["DELETE", "/v1/commands/apply-payment", 404, "RESOURCE_NOT_FOUND"],
    ["PUT", "/v1/aging", 404, "RESOURCE_NOT_FOUND"],
    ["GET", "/v1/accounts/%E0%A4%A", 400, "MALFORMED"],
    ["GET", `/v1/streams/${"x".repeat(400)}/events`, 404, "RESOURCE_NOT_FOUND"],
    ["GET", "/problems/no-such-code", 404, "RESOURCE_NOT_FOUND"],
  ] as const) {
    const answer = await app.inject({ method, url, headers: { authorization: "Bearer K-1.secret" } });
    t.equal(answer.statusCode, status, `${method} ${url.slice(0, 60)}`);
    t.match(answer.headers["content-type"], /^application\/problem\+json/);
    t.ok(Value.Check(Problem, answer.json()));
    t.equal(answer.json().code, code);
    t.match(answer.json().traceId, /^[0-9a-f]{32}$/);
  }
});

t.test("everything under /v1 asks for a key, also what is not there, before it reads a body", async (t) => {
  const { app, counted, executed } = await withApp(t);
  for (const headers of [
    {},
    { authorization: "Bearer K-1.wrong" },
    { authorization: "Basic SzE6c2VjcmV0" },
    { authorization: `Bearer ${"x".repeat(600)}` },
  ]) {
    for (const [method, url] of [
      ["POST", "/v1/commands/apply-payment"],
      ["GET", "/v1/aging"],
      ["GET", "/v1/commands"],
      ["GET", "/v1/nowhere"],
    ] as const) {
      const answer = await app.inject({
        method,
        url,
        headers: { ...headers, "idempotency-key": "k", ...(method === "POST" && { "content-type": "application/json" }) },
        ...(method === "POST" && { payload: "{broken" }),
      });
      t.equal(answer.statusCode, 401, `${method} ${url}`);
      t.equal(answer.json().code, "NOT_AUTHENTICATED");
      t.match(answer.headers["www-authenticate"], /^Bearer/);
    }
  }
  t.equal(executed.length, 0);
  t.strictSame(new Set(counted), new Set(["anonymous NOT_AUTHENTICATED"]));
  t.equal((await post(app, { headers: { authorization: "bearer K-1.secret" } })).statusCode, 201, "the scheme has no case");
});

t.test("every refusal is explained where its type leads", async (t) => {
  const { app } = await withApp(t);
  for (const code of REFUSAL_CODES) {
    const answer = await app.inject({ url: problemPath(code) });
    t.equal(answer.statusCode, 200, code);
    t.match(answer.json(), {
      code,
      type: problemPath(code),
      title: { en: String, es: String },
      meaning: { en: String },
      remedy: { es: String },
    });
  }
  t.equal((await app.inject({ url: "/problems" })).json().problems.length, REFUSAL_CODES.length);
});

t.test("browsers get a page, in their language", async (t) => {
  const { app } = await withApp(t);
  const accept = "text/html,application/xhtml+xml";
  const spanish = await app.inject({ url: "/problems/over-application", headers: { accept, "accept-language": "es-MX,es;q=0.9" } });
  t.match(spanish.headers["content-type"], /^text\/html/);
  t.match(spanish.body, /<html lang="es">/);
  const english = await app.inject({
    url: "/problems/over-application",
    headers: { accept, "accept-language": "fr, en-GB;q=0.8, es;q=0.1" },
  });
  t.match(english.body, /<html lang="en">/);
  t.match((await app.inject({ url: "/problems", headers: { accept } })).body, /\/problems\/over-application/);
});

t.test("languages we do not have fall back to the configured one", async (t) => {
  const { app } = await withApp(t);
  for (const [wanted, language] of [
    ["de", "es"],
    ["*", "es"],
    ["en;q=0", "es"],
    ["es-MX", "es"],
    ["en-US,es;q=0.9", "en"],
    ["x".repeat(500), "es"],
  ] as const) {
    const answer = await get(app, "/v1/nowhere", { "accept-language": wanted });
    t.equal(answer.headers["content-language"], language, wanted.slice(0, 20));
  }
});
