import { Value } from "@sinclair/typebox/value";
import t from "tap";
import { Problem } from "../../schemas/problem.ts";
import { OutcomeUnknown, StoreUnavailable } from "../../src/event-store/port.ts";
import { violation } from "../../src/kernel/decider.ts";
import { ACCEPTED, accepted, OVER, post, refusedWith, withApp } from "./stub-app.ts";

t.test("an accepted command is 201 with what was stored, its revision and where to read it", async (t) => {
  const { app, executed } = await withApp(t);
  const answer = await post(app);
  t.equal(answer.statusCode, 201);
  t.equal(answer.body, JSON.stringify(ACCEPTED), "byte for byte, with fields no schema knows");
  t.equal(answer.headers.etag, '"7"');
  t.equal(answer.headers.location, "/v1/accounts/103.CO01.COP");
  t.equal(answer.headers["idempotency-replayed"], undefined);
  t.match(answer.headers["x-trace-id"], /^[0-9a-f]{32}$/);
  t.match(executed, [
    { command: "apply-payment", body: { applicationId: "AP-1" }, idempotencyKey: "key-1", principal: { personId: "P-1" } },
  ]);
  t.equal(executed[0]?.expected, undefined);
});

t.test("a repeat says so and has the same bytes", async (t) => {
  const { app } = await withApp(t, { execute: () => accepted(true, true) });
  const answer = await post(app);
  t.equal(answer.statusCode, 201);
  t.equal(answer.headers["idempotency-replayed"], "true");
  t.equal(answer.body, JSON.stringify(ACCEPTED));
});

t.test("a command that changes nothing is 200 and names no changed resource", async (t) => {
  const { app, executed } = await withApp(t, { execute: () => accepted(false) });
  const answer = await post(app, { url: "/v1/commands/apply-payment?dryRun=true" });
  t.equal(answer.statusCode, 200);
  t.equal(answer.headers.location, undefined);
  t.equal(executed[0]?.dryRun, true);
});

t.test("the revision expected goes along", async (t) => {
  const { app, executed } = await withApp(t);
  await post(app, { headers: { "if-match": '"12"' } });
  await post(app, { headers: { "if-none-match": "*" } });
  t.strictSame(
    executed.map(({ expected }) => expected),
    [12, -1],
  );
});

t.test("headers that are wrong are refused with a pointer to each", async (t) => {
  const { app, executed, counted } = await withApp(t);
  for (const [headers, pointer] of [
    [{ "idempotency-key": "" }, "/headers/idempotency-key"],
    [{ "idempotency-key": "k".repeat(129) }, "/headers/idempotency-key"],
    [{ "idempotency-key": "clé" }, "/headers/idempotency-key"],
    [{ "if-match": "12" }, "/headers/if-match"],
    [{ "if-match": 'W/"12"' }, "/headers/if-match"],
    [{ "if-none-match": '"3"' }, "/headers/if-none-match"],
    [{ "if-none-match": "*", "if-match": '"3"' }, "/headers/if-none-match"],
  ] as const) {
    const answer = await post(app, { headers: headers as unknown as Record<string, string> });
    t.equal(answer.statusCode, 400);
    t.match(answer.json(), { code: "MALFORMED", violations: [{ pointer }] });
  }
  const unknown = await post(app, { url: "/v1/commands/apply-payment?dryrun=true" });
  t.match(unknown.json(), { code: "UNKNOWN_FIELD", violations: [{ pointer: "/query/dryrun" }] });
  t.equal(executed.length, 0);
  t.strictSame(new Set(counted), new Set(["P-1 MALFORMED", "P-1 UNKNOWN_FIELD"]));
});

t.test("a refusal is a problem in the language of the caller", async (t) => {
  const { app, counted } = await withApp(t, {
    execute: () => refusedWith([OVER, violation("ALREADY_SETTLED", { instalmentId: "FV-1.2" })]),
  });
  const answer = await post(app, { headers: { "accept-language": "en" } });
  t.equal(answer.statusCode, 422);
  t.match(answer.headers["content-type"], /^application\/problem\+json/);
  const problem = answer.json();
  t.ok(Value.Check(Problem, problem));
  t.match(problem, {
    type: "/problems/over-application",
    status: 422,
    code: "OVER_APPLICATION",
    instance: "/v1/commands/apply-payment",
    facts: { open: "80.00", requested: "100.00" },
    violations: [{ code: "OVER_APPLICATION", pointer: "/lines/0/amount" }, { code: "ALREADY_SETTLED" }],
    traceId: "first-trace",
  });
  t.match(problem.detail, /100\.00/);
  const spanish = (await post(app)).json();
  t.not(spanish.title, problem.title, "the configured language is Spanish");
  t.strictSame(counted, [], "the log remembers it");
});

t.test("a stale revision is 412 with the present one", async (t) => {
  const { app, counted } = await withApp(t, {
    execute: () => refusedWith([violation("STALE_REVISION", { expected: "6" })], { currentRevision: 9 }),
  });
  const answer = await post(app, { headers: { "if-match": '"6"' } });
  t.equal(answer.statusCode, 412);
  t.equal(answer.headers.etag, '"9"');
  t.match(answer.json(), { facts: { currentRevision: "9" } });
  t.strictSame(counted, ["P-1 STALE_REVISION"]);
});

t.test("what may pass later says when", async (t) => {
  const answers = [
    refusedWith([violation("RATE_LIMITED")], { retryAfterSeconds: 42 }),
    refusedWith([violation("IN_PROGRESS")]),
    refusedWith([violation("STORE_UNAVAILABLE")]),
  ];
  const { app } = await withApp(t, { execute: () => answers.shift() ?? accepted() });
  for (const [status, after] of [
    [429, "42"],
    [409, "1"],
    [503, "1"],
  ] as const) {
    const answer = await post(app);
    t.equal(answer.statusCode, status);
    t.equal(answer.headers["retry-after"], after);
  }
});

t.test("a store that is away and an unknown outcome are 503, and say which", async (t) => {
  const errors = [new StoreUnavailable("queue full at 10.0.0.7", 3), new OutcomeUnknown("sent")];
  const { app, logged } = await withApp(t, {
    execute: () => {
      throw errors.shift();
    },
  });
  const away = await post(app);
  t.equal(away.statusCode, 503);
  t.equal(away.headers["retry-after"], "3");
  t.equal(away.json().code, "STORE_UNAVAILABLE");
  t.notMatch(away.body, /10\.0\.0\.7/);
  const unknown = await post(app);
  t.equal(unknown.statusCode, 503);
  t.equal(unknown.json().code, "OUTCOME_UNKNOWN");
  t.match(logged.join(""), /request failed/);
});

t.test("a fault is 500 and tells the caller nothing of itself", async (t) => {
  const { app, logged } = await withApp(t, {
    execute: () => {
      throw Object.assign(new Error('relation "events" does not exist at /srv/cartera'), { query: "select 1" });
    },
  });
  const answer = await post(app);
  t.equal(answer.statusCode, 500);
  t.equal(answer.json().code, "INTERNAL_ERROR");
  t.notMatch(answer.body, /relation|select|srv|stack/);
  t.match(logged.join(""), /relation/);
});

t.test("personal facts of a refusal are opened, and that is recorded", async (t) => {
  const sealed = { subjectId: "103", ciphertext: "Ana", mac: "m" };
  const { app, reads } = await withApp(t, {
    execute: () => refusedWith([violation("VALUE_CHANGED", { field: "tradeName", held: sealed })]),
  });
  t.strictSame((await post(app)).json().facts, { field: "tradeName", held: "open Ana" });
  t.match(reads, [{ actor: "P-1", subjectIds: ["103"], fields: ["held"], purpose: "refusal", path: "/v1/commands/apply-payment" }]);
});

t.test("logs hold no body, no key and no query", async (t) => {
  const { app, logged } = await withApp(t);
  await post(app, {
    payload: { applicationId: "SENSITIVE" },
    url: "/v1/commands/apply-payment?dryRun=false",
    headers: { "idempotency-key": "KEY-9" },
  });
  t.ok(logged.length > 0);
  t.notMatch(logged.join(""), /SENSITIVE|KEY-9|secret|dryRun/);
  t.match(logged.join(""), /"traceId":"[0-9a-f]{32}"/);
});

t.test("the trace of the caller is kept where it is valid", async (t) => {
  const { app, executed } = await withApp(t);
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const answer = await post(app, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  t.equal(answer.headers["x-trace-id"], trace);
  t.equal(executed[0]?.traceId, trace);
  const invalid = await post(app, { headers: { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` } });
  t.match(invalid.headers["x-trace-id"], /^(?!0{32})[0-9a-f]{32}$/);
});
