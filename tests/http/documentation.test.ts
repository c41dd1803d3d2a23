import t from "tap";
import { refusalCatalogue } from "../../src/application/refusal-catalogue.ts";
import { QUERIES } from "../../src/http/queries/queries.ts";
import type { RefusalCode } from "../../src/kernel/refusal-code.ts";
import { get, withApp } from "./stub-app.ts";

t.test("every command and every question is in the OpenAPI document", async (t) => {
  const { app } = await withApp(t);
  const answer = await app.inject({ url: "/openapi.json" });
  t.equal(answer.statusCode, 200);
  const document = answer.json();
  t.equal(document.openapi, "3.1.0");
  for (const { url, operation } of QUERIES) {
    const path = `/v1${url.replace(/:([a-zA-Z]+)/g, "{$1}")}`;
    t.equal(document.paths[path]?.get?.operationId, operation, path);
    t.ok(document.paths[path].get.responses["200"].content["application/json"].schema);
    t.strictSame(document.paths[path].get.security, [{ apiKey: [] }]);
  }
  for (const path of ["/health/live", "/health/ready", "/metrics"]) t.ok(document.paths[path]?.get, path);
  t.ok(document.components.schemas.Problem);
  t.notMatch(answer.body, /calendar-date|"def-0"/, "formats and names the world knows");
});

t.test("a command is documented with its body, its headers and its refusals by status", async (t) => {
  const { app } = await withApp(t);
  const { paths } = (await app.inject({ url: "/openapi.json" })).json();
  const { post } = paths["/v1/commands/apply-payment"];
  t.equal(post.operationId, "ApplyPayment");
  t.equal(post.requestBody.content["application/json"].schema.additionalProperties, false);
  t.ok(post.requestBody.content["application/json"].schema.properties.applicationId);
  const parameters = Object.fromEntries(post.parameters.map((each: { name: string; in: string; required?: boolean }) => [each.name, each]));
  t.match(parameters["Idempotency-Key"], { in: "header", required: true });
  t.match(parameters.dryRun, { in: "query" });
  for (const code of post["x-refusals"] as RefusalCode[]) {
    const { status } = refusalCatalogue[code];
    const [problem, codes] = post.responses[String(status)].content["application/problem+json"].schema.allOf;
    t.strictSame(problem, { $ref: "#/components/schemas/Problem" });
    t.ok(codes.properties.code.enum.includes(code), `${code} under ${status}`);
  }
  t.ok(post["x-refusals"].includes("OVER_APPLICATION"));
  t.match(post.responses["201"].headers, { etag: { schema: { type: "string" } }, location: { schema: { type: "string" } } });
  const batch = paths["/v1/command-batches"].post.requestBody.content;
  t.strictSame(Object.keys(batch), ["application/json", "application/x-ndjson"]);
});

t.test("every reference in the document leads somewhere, and names are unique", async (t) => {
  const { app } = await withApp(t);
  const answer = await app.inject({ url: "/openapi.json" });
  const document = answer.json();
  const references = [...new Set(answer.body.match(/"\$ref":"[^"]+"/g) ?? [])].map((text) => text.slice(8, -1));
  t.ok(references.length > 0);
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split("/")
      .reduce((at, step) => at?.[step], document);
    t.ok(found, reference);
  }
  const operations = Object.values(document.paths as Record<string, Record<string, { operationId?: string }>>).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  t.ok(operations.every((operation) => operation !== undefined));
  t.equal(new Set(operations).size, operations.length);
});

t.test("the catalogue of commands", async (t) => {
  const { app } = await withApp(t);
  const { commands } = (await get(app, "/v1/commands")).json();
  t.match(commands, [
    {
      name: "ApplyPayment",
      command: "apply-payment",
      url: "/v1/commands/apply-payment",
      issuedBy: ["ARA"],
      title: { en: "Apply a payment" },
    },
  ]);
  t.ok(commands[0].schema.properties.applicationId);
  t.ok(commands[0].refusals.includes("OVER_APPLICATION"));
});

t.test("the pages of the documentation come from this server alone", async (t) => {
  const { app } = await withApp(t);
  const page = await app.inject({ url: "/docs/" });
  const index = page.statusCode === 200 ? page : await app.inject({ url: String(page.headers.location) });
  t.equal(index.statusCode, 200);
  t.match(index.headers["content-type"], /^text\/html/);
  t.notMatch(index.body, /(src|href)="https?:/);
  t.equal((await app.inject({ url: "/docs/static/swagger-ui-bundle.js" })).statusCode, 200);
  t.equal((await app.inject({ url: "/docs" })).statusCode < 400, true);
});
