import t from "tap";
import type { ProjectionStatus, ReadSide } from "../../src/http/read-side.ts";
import { get, post, withApp } from "./stub-app.ts";

const status = (more: Partial<ProjectionStatus> = {}): ProjectionStatus => ({
  name: "aging",
  version: 2,
  position: 38,
  lagEvents: 2,
  lagSeconds: 0.5,
  state: "running",
  error: null,
  ...more,
});
const HALTED = status({ name: "promise", state: "halted", error: { ordinal: 39, type: "PromiseKept", message: "unknown promise" } });

t.test("ready means that commands and queries work", async (t) => {
  const well = await withApp(t, { readiness: { testClock: true } });
  const answer = await well.app.inject({ url: "/health/ready" });
  t.equal(answer.statusCode, 200);
  t.strictSame(answer.json(), { status: "ready", commands: true, queries: true, engine: "memory", testClock: true, halted: [] });
  for (const broken of [{ commandsWork: async () => false }, { queriesWork: async () => Promise.reject(new Error("away")) }]) {
    const { app } = await withApp(t, { readiness: broken });
    t.equal((await app.inject({ url: "/health/ready" })).statusCode, 503);
    t.equal((await app.inject({ url: "/health/live" })).statusCode, 200, "alive all the same");
  }
});

t.test("a halted read model is named", async (t) => {
  const { app } = await withApp(t, { readSide: { status: async () => [status(), HALTED] } });
  const ready = (await app.inject({ url: "/health/ready" })).json();
  t.match(ready, { status: "degraded", halted: [{ name: "promise", error: { ordinal: 39, type: "PromiseKept" } }] });
  t.strictSame((await get(app, "/v1/projections")).json().projections, [status(), HALTED]);
});

const WORK: Awaited<ReturnType<ReadSide["processes"]>> = {
  processes: [
    {
      ...{ name: "credit-transfers", kind: "events", ordinal: 37, lagEvents: 3, days: [], lastRunAt: null, state: "halted" },
      error: { ordinal: 38, type: "PaymentReturned", message: "broken" },
    },
    { name: "promises-due", kind: "calendar", ordinal: null, lagEvents: null, days: [], lastRunAt: null, state: "running", error: null },
  ],
  parked: [
    {
      ...{ parkedId: "1", process: "promises-due", entityId: "CO01", owner: "CO01", cause: "2026-03-31", ordinal: undefined, step: "s" },
      ...{ command: "evaluate-promise", body: {}, code: "PROMISE_NOT_FOUND", traceId: "t", attempt: 1, since: "2026-03-31T05:00:00.000Z" },
    },
  ],
};

t.test("metrics count answers by route and status and show the lag of read models", async (t) => {
  const { app } = await withApp(t, { readSide: { status: async () => [status(), HALTED], processes: async () => WORK } });
  await post(app);
  await post(app, { payload: "{" });
  await get(app, "/v1/nowhere");
  const { body, headers } = await app.inject({ url: "/metrics" });
  t.match(headers["content-type"], /^text\/plain; version=0\.0\.4/);
  t.match(body, 'cartera_http_requests_total{method="POST",route="/v1/commands/apply-payment",status="201"} 1');
  t.match(body, 'cartera_http_requests_total{method="POST",route="/v1/commands/apply-payment",status="400"} 1');
  t.match(body, 'cartera_http_request_duration_seconds_bucket{method="POST",route="/v1/commands/apply-payment",le="+Inf"} 2');
  t.match(body, 'cartera_projection_lag_events{projection="aging",version="2"} 2');
  t.match(body, 'cartera_projection_halted{projection="promise",version="2"} 1');
  t.match(body, 'cartera_process_lag_events{process="credit-transfers"} 3');
  t.match(body, 'cartera_process_halted{process="credit-transfers"} 1');
  t.match(body, 'cartera_process_parked_steps{process="promises-due"} 1');
  t.notMatch(body, 'cartera_process_lag_events{process="promises-due"}', "a process of the calendar follows no events");
  t.match(body, 'cartera_http_requests_total{method="ANY",route="unmatched",status="404"} 1');
  t.notMatch(body, /nowhere/, "callers cannot make counters");
  for (const line of body.trim().split("\n")) t.match(line, /^(#|[a-z_]+(\{[^}]*\})? [0-9.e+-]+$)/);
});
