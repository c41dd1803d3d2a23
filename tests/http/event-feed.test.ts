import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import t, { type Test } from "tap";
import type { ReplayedEvent } from "../../src/application/ledger.ts";
import { AUTHORIZATION, get, type StubOptions, stubApp } from "./stub-app.ts";

const event = (ordinal: number): ReplayedEvent => ({
  ordinal,
  streamId: ordinal % 2 === 0 ? "customer-103" : "account-103.CO01.COP",
  revision: ordinal,
  eventId: `e-${ordinal}`,
  type: ordinal % 3 === 0 ? "InvoiceRecorded" : "PaymentApplied",
  data: { n: ordinal },
  meta: {},
  recordedAt: "2026-03-31T14:00:00.000Z",
});

const SEALED = { subjectId: "customer:103", ciphertext: "cipher", mac: "mac" };

/** A log that grows while it is read. */
class GrowingLog {
  length = 40;
  readonly options: StubOptions = {
    ledger: {
      feed: async (_principal, after, limit, { types, categories }) => {
        const last = Math.min(this.length, after + Math.min(limit, 7));
        const events = Array.from({ length: Math.max(last - after, 0) }, (_, index) => event(after + index + 1))
          .filter(({ type }) => types?.includes(type) ?? true)
          .filter(({ streamId }) => categories?.some((category) => streamId.startsWith(`${category}-`)) ?? true);
        return { events, next: Math.max(last, after) };
      },
      replay: async (_principal, _streamId, from, limit) =>
        Array.from({ length: Math.min(limit, 10 - from) }, (_, index) => ({ ...event(from + index), meta: { reason: SEALED } })),
    },
    readSide: { head: async () => ({ ordinal: this.length, recordedAt: "2026-03-31T14:00:00.000Z" }) },
    limits: { heartbeatMs: 40, eventStreams: 2 },
  };
}

async function withApp(t: Test, log = new GrowingLog()) {
  const stub = await stubApp(log.options);
  t.teardown(() => stub.app.close());
  return stub;
}

const ordinalsOf = (events: readonly ReplayedEvent[]) => events.map(({ ordinal }) => ordinal);

t.test("the feed goes on where the cursor left it, and ends with null", async (t) => {
  const { app } = await withApp(t);
  const seen: number[] = [];
  let cursor: string | null = "0";
  while (cursor !== null) {
    const page: { events: ReplayedEvent[]; nextCursor: string | null } = (await get(app, `/v1/events?after=${cursor}&limit=9`)).json();
    seen.push(...ordinalsOf(page.events));
    cursor = page.nextCursor;
  }
  t.strictSame(
    seen,
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
  t.match((await get(app, "/v1/events?after=40")).json(), { events: [], next: 40, nextCursor: null, position: "40" });
});

t.test("the feed can be narrowed to types and categories", async (t) => {
  const { app } = await withApp(t);
  const { events, next } = (await get(app, "/v1/events?types=InvoiceRecorded&categories=account&limit=4")).json();
  t.strictSame(ordinalsOf(events), [3, 9, 15, 21]);
  t.equal(next, 21);
});

t.test("a stream is replayed revision by revision", async (t) => {
  const { app, reads } = await withApp(t);
  const first = (await get(app, "/v1/streams/account-103.CO01.COP/events?limit=6")).json();
  t.strictSame(ordinalsOf(first.events), [0, 1, 2, 3, 4, 5]);
  t.equal(first.nextCursor, "6");
  const last = (await get(app, "/v1/streams/account-103.CO01.COP/events?limit=6&cursor=6")).json();
  t.equal(last.nextCursor, null);
  t.equal(last.events[0].meta.reason, "open cipher", "personal values are opened");
  t.strictSame(
    reads.map(({ subjectIds, fields, purpose }) => ({ subjectIds, fields, purpose })),
    [1, 2].map(() => ({ subjectIds: ["customer:103"], fields: ["reason"], purpose: "replayStream" })),
    "and whose were read is kept",
  );
});

interface Listener {
  readonly status: number;
  text(): string;
  waitFor(pattern: RegExp): Promise<void>;
  readonly ended: Promise<unknown>;
  leave(): void;
}

async function listen(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Listener> {
  const asked = request({ port, path, host: "127.0.0.1", headers: { ...AUTHORIZATION, accept: "text/event-stream", ...headers } }).end();
  asked.on("error", () => undefined);
  const [answer] = await once(asked, "response");
  let text = "";
  answer.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  // A reader that leaves is told so by an error, which is none here.
  const ended = new Promise((resolve) => answer.on("error", () => undefined).once("close", resolve));
  return {
    status: answer.statusCode,
    text: () => text,
    ended,
    leave: () => asked.destroy(),
    async waitFor(pattern) {
      while (!pattern.test(text)) await new Promise((resolve) => answer.once("data", resolve));
    },
  };
}

t.test("server-sent events: everything so far, then what comes, with heartbeats, until the server closes", async (t) => {
  const log = new GrowingLog();
  const { app } = await stubApp(log.options);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;

  const all = await listen(port, "/v1/events?after=38");
  await all.waitFor(/id: 40\nevent: PaymentApplied\ndata: \{"ordinal":40,/);
  t.notMatch(all.text(), /id: 38\nevent/);
  log.length = 42;
  await all.waitFor(/id: 42\nevent/);
  await all.waitFor(/id: 42\n: heartbeat\n\n/);

  const resumed = await listen(port, "/v1/events?types=InvoiceRecorded", { "last-event-id": "39" });
  await resumed.waitFor(/id: 42\nevent: InvoiceRecorded/);
  t.notMatch(resumed.text(), /id: 40\nevent/);

  const refused = await listen(port, "/v1/events");
  t.equal(refused.status, 429, "only so many at a time");
  resumed.leave();
  await resumed.ended;

  await app.close();
  await all.ended;
  t.pass("closing the server ended the stream");
});

t.test("a key that was revoked ends its stream with the next heartbeat", async (t) => {
  let valid = true;
  const log = new GrowingLog();
  const ledger = { ...log.options.ledger, authenticate: async () => (valid ? { personId: "P-1", keyId: "K-1" } : undefined) };
  const { app } = await stubApp({ ...log.options, ledger });
  t.teardown(() => app.close());
  await app.listen({ port: 0, host: "127.0.0.1" });
  const stream = await listen((app.server.address() as AddressInfo).port, "/v1/events?after=40");
  await stream.waitFor(/heartbeat/);
  valid = false;
  await stream.ended;
  t.equal(stream.status, 200);
});
