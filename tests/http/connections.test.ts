import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { Value } from "@sinclair/typebox/value";
import t, { type Test } from "tap";
import { Problem } from "../../schemas/problem.ts";
import { get, type StubOptions, stubApp } from "./stub-app.ts";

async function listening(t: Test, options: StubOptions = {}) {
  const stub = await stubApp(options);
  t.teardown(() => stub.app.close());
  await stub.app.listen({ port: 0, host: "127.0.0.1" });
  return { ...stub, port: (stub.app.server.address() as AddressInfo).port };
}

/** Sends bytes and gives all that comes back until the server hangs up. */
async function talk(port: number, parts: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return answer;
}

const HEAD =
  "POST /v1/commands/apply-payment HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer K-1.secret\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n";

function problemIn(t: Test, answer: string, status: number): void {
  t.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
  t.match(answer, /content-type: application\/problem\+json/i);
  const problem = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
  t.ok(Value.Check(Problem, problem));
}

t.test("a body that does not arrive in time ends in a problem, and others are served meanwhile", async (t) => {
  const { app, port, executed } = await listening(t, { limits: { requestTimeoutMs: 300 } });
  const slow = talk(port, [`${HEAD}Content-Length: 1000\r\n\r\n{"a":`]);
  t.equal((await get(app, "/v1/customers")).statusCode, 200);
  problemIn(t, await slow, 408);
  t.equal(executed.length, 0);
});

t.test("headers above their limit, and what is no HTTP", async (t) => {
  const { port } = await listening(t, { limits: { headerBytes: 2_000 } });
  problemIn(t, await talk(port, [`GET /v1/customers?x=${"y".repeat(4_000)} HTTP/1.1\r\nHost: x\r\n\r\n`]), 431);
  problemIn(t, await talk(port, ["HELLO\r\n\r\n"]), 400);
  const both = await talk(port, [`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`]);
  problemIn(t, both, 400);
});

t.test("a body that grows past its limit is refused without being read to its end", async (t) => {
  const { port, executed } = await listening(t, { limits: { bodyBytes: 1_000 } });
  const chunk = `3e8\r\n${"x".repeat(1_000)}\r\n`;
  const answer = await talk(port, [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, chunk, chunk]);
  t.match(answer, /^HTTP\/1\.1 413 /);
  t.match(answer, /BODY_TOO_LARGE/);
  t.equal(executed.length, 0);
});

t.test("while it closes the server finishes what it began", async (t) => {
  let finish: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let started: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    started = resolve;
  });
  const { app, port } = await listening(t, {
    execute: async () => {
      started();
      await running;
      return {
        kind: "refused",
        replayed: false,
        refusal: { violations: [{ code: "ALREADY_SETTLED", facts: { instalmentId: "FV-1.1" } }], traceId: "t" },
      };
    },
  });
  const answer = talk(port, [`${HEAD}Content-Length: 2\r\nConnection: close\r\n\r\n{}`]);
  await begun;
  const closed = app.close();
  finish();
  t.match(await answer, /^HTTP\/1\.1 422 /);
  await closed;
});
