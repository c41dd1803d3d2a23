import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import { type AppendRequest, MAX_EVENT_BYTES, type NewEvent } from "../../../src/event-store/port.ts";
import type { Engine } from "./engine.ts";
import { appendOk, appendTo, outcomeNames, request, tally } from "./requests.ts";

export function appendingTests(t: Test, engine: Engine): void {
  t.test("what is appended is read back as it was, with revision, ordinal and time", async (t) => {
    const store = await engine.open(t);
    const data = '{ "amount":"1.10",  "name":"Ñandú \\"Ltda\\" 😀 \\\\ {a,b}", "z":1, "a":1.0 }';
    const handedIn = request({ stream: "account-1", count: 2, data });
    const answer = await store.append(handedIn);
    t.match(answer, { outcome: "ok", revision: 1, ordinal: 1, recordedAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ });
    const recordedAt = answer.outcome === "ok" ? answer.recordedAt : "";
    const wanted = handedIn.events.map((event, index) => ({
      ...event,
      stream: "account-1",
      revision: index,
      ordinal: index + 1,
      recordedAt,
    }));
    t.strictSame(await store.readStream("account-1"), wanted);
    t.strictSame(
      (await store.readAll(0, 10)).map(({ place, ...event }) => event),
      wanted,
    );
  });

  t.test("an append at the wrong revision is a conflict and stores nothing", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-1", count: 3 });
    for (const expected of [-1, 0, 1, 3, 100]) {
      t.strictSame(await appendTo(store, { stream: "account-1", expected }), { outcome: "conflict" }, `expected ${expected}`);
    }
    t.strictSame(await appendTo(store, { stream: "account-2", expected: 0 }), { outcome: "conflict" }, "a stream that does not exist");
    t.equal((await store.head()).ordinal, 3);
    t.match(await appendTo(store, { stream: "account-1", expected: 2 }), { outcome: "ok", revision: 3, ordinal: 4 });
  });

  t.test("of many first appends to one stream exactly one wins", async (t) => {
    const store = await engine.open(t);
    const answers = await Promise.all(Array.from({ length: 50 }, () => appendTo(store, { stream: "account-1" })));
    t.strictSame(tally(answers), { ok: 1, conflict: 49 });
    t.equal((await store.readStream("account-1")).length, 1);
  });

  t.test("an append that holds several commands is found by each of them, and none of them happens twice", async (t) => {
    const store = await engine.open(t);
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await appendOk(store, { stream: "account-1", commandId: first, alsoCommands: [second, third], count: 3 });
    const range = { ordinal: 1, count: 3 };
    t.strictSame(await store.findCommands([first, second, third]), new Map([first, second, third].map((id) => [id, range])));
    t.strictSame(await appendTo(store, { stream: "account-2", commandId: second }), { outcome: "replay", ...range });
    const again = { stream: "account-2", commandId: randomUUID(), alsoCommands: [third] };
    t.strictSame(await appendTo(store, again), { outcome: "duplicate", claim: third, ...range });
    const shared = randomUUID();
    const race = await Promise.all([
      appendTo(store, { stream: "account-3", alsoCommands: [shared] }),
      appendTo(store, { stream: "account-4", commandId: shared }),
    ]);
    t.strictSame(tally(race), { ok: 1, replay: 1 });
    t.equal((await store.head()).ordinal, 4);
  });

  t.test("the same command again is a replay, also after later events and whatever else it says", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-0" });
    const commandId = randomUUID();
    const first = { stream: "account-1", commandId, count: 2, claims: ["document:FE-1"] };
    await appendOk(store, first);
    const replay = { outcome: "replay", ordinal: 2, count: 2 };
    t.strictSame(await appendTo(store, first), replay, "at once");
    await appendOk(store, { stream: "account-1", expected: 1 });
    t.strictSame(await appendTo(store, first), replay, "after a later event");
    t.strictSame(await appendTo(store, { ...first, expected: 2 }), replay, "at the present revision");
    t.strictSame(await appendTo(store, { ...first, stream: "account-9" }), replay, "on another stream");
    t.strictSame(await appendTo(store, { ...first, unchanged: [{ stream: "account-0", revision: 7 }] }), replay, "before moved");
    t.equal((await store.head()).ordinal, 4);
  });

  t.test("the same command many times at once is stored once and the others are replays of it", async (t) => {
    const store = await engine.open(t);
    const commandId = randomUUID();
    const streams = ["account-1", "account-2", "account-3", "account-4"];
    const answers = await Promise.all(streams.map((stream) => appendTo(store, { stream, commandId })));
    t.strictSame(tally(answers), { ok: 1, replay: 3 });
    t.strictSame(answers[0]?.outcome, "ok", "the first handed in is the one");
    t.strictSame(answers[3], { outcome: "replay", ordinal: 1, count: 1 });
    const twice = { stream: "account-5", commandId: randomUUID() };
    t.strictSame(outcomeNames(await Promise.all([appendTo(store, twice), appendTo(store, twice)])), ["ok", "replay"], "on one stream");
  });

  t.test("an append whose facts have moved is refused", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "period-2026-03" });
    const open = [{ stream: "period-2026-03", revision: 0 }];
    const absent = [{ stream: "period-2026-04", revision: -1 }];
    t.match(await appendTo(store, { stream: "account-1", unchanged: [...open, ...absent] }), { outcome: "ok" });
    await appendOk(store, { stream: "period-2026-03", expected: 0 });
    t.strictSame(await appendTo(store, { stream: "account-1", expected: 0, unchanged: open }), { outcome: "moved" });
    t.strictSame(await appendTo(store, { stream: "account-1", expected: 7, unchanged: open }), { outcome: "moved" }, "before conflict");
    t.match(await appendTo(store, { stream: "account-1", expected: 0, unchanged: absent }), { outcome: "ok" });
  });

  t.test("an append does not slip behind one handed in before it that moves its facts", async (t) => {
    const store = await engine.open(t);
    const open = [{ stream: "period-2026-03", revision: -1 }];
    const answers = await Promise.all([
      appendTo(store, { stream: "account-1", unchanged: open }),
      appendTo(store, { stream: "period-2026-03" }),
      appendTo(store, { stream: "account-2", unchanged: open }),
      appendTo(store, { stream: "account-2" }),
    ]);
    t.strictSame(outcomeNames(answers), ["ok", "ok", "moved", "conflict"]);
  });

  t.test("large events and appends of many events are stored whole", async (t) => {
    const store = await engine.open(t);
    const meta = JSON.stringify({ index: 0, count: 1 });
    const frame = JSON.stringify({ text: "" }).length + meta.length;
    const data = JSON.stringify({ text: "x".repeat(MAX_EVENT_BYTES - frame) });
    const event: NewEvent = { eventId: randomUUID(), type: "LetterSent", data, meta };
    t.match(await store.append({ ...request({ stream: "letter-1" }), events: [event] }), { outcome: "ok" });
    t.equal((await store.readStream("letter-1"))[0]?.data, data);
    t.match(await appendTo(store, { stream: "import-1", count: 1_500 }), { outcome: "ok", revision: 1_499, ordinal: 2 });
    t.strictSame(await store.revisions(["import-1"]), new Map([["import-1", 1_499]]));
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, i) => appendTo(store, { stream: `big-${i}`, data })).map((p) => p.catch(String)),
    );
    t.ok(
      many.every((answer) => String(answer).startsWith("UnstorableRequest")),
      "a little larger is refused",
    );
    const fitting = JSON.stringify({ text: "y".repeat(60_000) });
    t.strictSame(tally(await Promise.all(Array.from({ length: 40 }, (_, i) => appendTo(store, { stream: `big-${i}`, data: fitting })))), {
      ok: 40,
    });
  });

  t.test("a request that cannot be stored is refused and its neighbours are not harmed", async (t) => {
    const store = await engine.open(t);
    const good = () => request({ stream: `account-${randomUUID()}` });
    const [event] = good().events;
    if (event === undefined) throw new Error("A request has an event");
    const bad = [
      { ...good(), stream: "" },
      { ...good(), stream: "a\0b" },
      { ...good(), stream: "s".repeat(3_000) },
      { ...good(), events: [] },
      { ...good(), expected: -2 },
      { ...good(), expected: 0.5 },
      { ...good(), commandId: "not-a-uuid" },
      { ...good(), claims: [""] },
      { ...good(), claims: [randomUUID()] },
      { ...good(), claims: ["lone \ud800 surrogate"] },
      { ...good(), unchanged: [{ stream: "account-1", revision: Number.NaN }] },
      { ...good(), events: [{ ...event, eventId: "x" }] },
      { ...good(), events: [{ ...event, data: '{"a":"\\u0000"}' }] },
      { ...good(), events: [{ ...event, data: '{"a":"\\ud800"}' }] },
      { ...good(), events: [{ ...event, meta: "{}" }] },
      { ...good(), events: [{ ...event, meta: '{"index":1,"count":2}' }] },
      { ...good(), events: [{ ...event, data: "x".repeat(MAX_EVENT_BYTES + 1) }] },
      request({ stream: "account-1", count: 30, data: JSON.stringify("x".repeat(60_000)) }),
    ];
    for (const each of bad) {
      const [before, refused, after] = await Promise.allSettled([store.append(good()), store.append(each), store.append(good())]);
      t.match([before, after], [{ value: { outcome: "ok" } }, { value: { outcome: "ok" } }]);
      t.match(refused, { status: "rejected", reason: { name: "UnstorableRequest" } });
    }
    t.match(
      await appendTo(store, { stream: "text", data: '{"path":"C:\\\\u0000", "emoji":"\\ud83d\\ude00"}' }),
      { outcome: "ok" },
      "lookalikes are stored",
    );
  });

  t.test("of 64 requests handed in together, the one that cannot be stored is refused and 63 are stored", async (t) => {
    const store = await engine.open(t);
    const deep = `${"[".repeat(1_000)}${"]".repeat(1_000)}`;
    const bad: readonly (readonly [string, Partial<Pick<NewEvent, "data" | "meta">>])[] = [
      ["NUL in data", { data: '{"name":"a\0b"}' }],
      ["a lone surrogate in data", { data: '{"name":"\ud800"}' }],
      ["a lone surrogate in meta", { meta: '{"index":0,"count":1,"reason":"\udfff"}' }],
      ["NUL escaped in meta", { meta: '{"index":0,"count":1,"reason":"\\u0000"}' }],
      ["an event above the limit", { data: `"${"x".repeat(store.capabilities.maxEventBytes)}"` }],
      ["data nested 1,000 deep", { data: deep }],
      ["meta nested 1,000 deep", { meta: `{"index":0,"count":1,"reason":${deep}}` }],
      ["as deep, and with an escape at the bottom", { data: deep.replace("[]", '["\\ud800"]') }],
    ];
    for (const [round, [name, change]] of bad.entries()) {
      const handedIn = Array.from({ length: 64 }, (_, i) => request({ stream: `account-${i}.${round}` }));
      const sick = { ...handedIn[31], events: handedIn[31]?.events.map((event) => ({ ...event, ...change })) } as AppendRequest;
      const results = await Promise.allSettled([...handedIn.slice(0, 31), sick, ...handedIn.slice(32)].map((each) => store.append(each)));
      const [refused] = results.splice(31, 1);
      t.match(refused, { status: "rejected", reason: { name: "UnstorableRequest" } }, name);
      t.equal(results.filter((result) => result.status === "fulfilled" && result.value.outcome === "ok").length, 63, name);
    }
    t.equal((await store.head()).ordinal, 63 * bad.length);
    const brackets = `{"text":"${"[{".repeat(500)}\\"${"[".repeat(500)}","list":${"[".repeat(90)}${"]".repeat(90)}}`;
    t.match(await appendTo(store, { stream: "letter-1", data: brackets }), { outcome: "ok" }, "brackets in text are text");
  });

  t.test("a full queue refuses, and takes requests again when it has room", async (t) => {
    const store = await engine.open(t, { maxQueue: 10 });
    const results = await Promise.allSettled(Array.from({ length: 25 }, (_, i) => appendTo(store, { stream: `account-${i}` })));
    const refused = results.filter((result) => result.status === "rejected");
    t.equal(refused.length, 15);
    t.match(refused[0], { reason: { name: "StoreUnavailable", retryAfterSeconds: Number } });
    t.equal((await store.head()).ordinal, 10);
    t.match(await appendTo(store, { stream: "account-30" }), { outcome: "ok", ordinal: 11 });
  });

  t.test("a closing store finishes what was handed in and takes no more", async (t) => {
    const store = await engine.open(t);
    const handedIn = Array.from({ length: 20 }, (_, i) => appendTo(store, { stream: `account-${i}` }));
    const closed = store.close();
    await t.rejects(appendTo(store, { stream: "account-99" }), { name: "StoreUnavailable" });
    t.strictSame(tally(await Promise.all(handedIn)), { ok: 20 });
    await closed;
  });
}
