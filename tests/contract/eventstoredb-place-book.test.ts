import t, { type Test } from "tap";
import { MemoryPlaceBook } from "../../src/event-store/eventstoredb/memory-place-book.ts";
import { AnotherLog, type BookedAppend, type BookHead, EMPTY_BOOK, type PlaceBook } from "../../src/event-store/place-book.ts";
import type { EventStore, StoredEvent } from "../../src/event-store/port.ts";
import { createTestDatabase } from "../support/database.ts";
import { StoredLog } from "../support/eventstoredb/stored-log.ts";
import { startTestNode, type TestNode } from "../support/eventstoredb/test-node.ts";
import type { Engine } from "./event-store/engine.ts";
import { DyingBook, openBook, type TestBook } from "./event-store/eventstoredb-books.ts";
import { openOn, storeElsewhere, storeForeign, until } from "./event-store/eventstoredb-stores.ts";
import { readingTests } from "./event-store/reading.ts";
import { appendOk, appendTo, request } from "./event-store/requests.ts";
import { raceTests } from "./event-store/sharing.ts";
import { timeTests } from "./event-store/times.ts";

t.setTimeout(120_000);

/** Nothing in memory but what is not in the book yet. */
const FORGETFUL = { keptBytes: 0 };
const PATIENT = { answerWithinMs: 10_000, unknownAfterMs: 20_000, takeOverAfterMs: 40_000 };

t.test("a log on EventStoreDB with its place book on PostgreSQL", async (t) => {
  const { connectionString } = await createTestDatabase(t);

  for (const crash of ["before the book is written", "in the middle of writing it", "before anybody heard of it"] as const) {
    t.test(`a crash after an append, ${crash}: the next process counts on as if nothing had happened`, async (t) => {
      const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
      const dying = new DyingBook(book);
      const first = await openOn(t, node, { ...FORGETFUL, book: dying });
      const heard = listen(first, 0);
      for (const stream of ["account-1", "account-2"]) await appendOk(first, { stream, count: 2 });
      await until(() => heard.length === 4);
      const lost = request({ stream: "account-1", expected: 1, count: 3, claims: ["document:FE-1"] });
      if (crash === "in the middle of writing it") await breakTheWrite(book, dying, () => first.append(lost));
      else {
        dying.die(crash === "before anybody heard of it" ? "after a write" : "before a write");
        t.match(await first.append(lost), { outcome: "ok", ordinal: 5 }, "it is in the log, which is all that matters");
        await until(() => dying.isDead);
      }
      t.equal((await book.head()).ordinal, crash === "before anybody heard of it" ? 7 : 4);

      const second = await openOn(t, node, { ...FORGETFUL, book });
      const rest = listen(second, heard.length);
      t.strictSame(await second.append(lost), { outcome: "replay", ordinal: 5, count: 3 });
      const duplicate = { outcome: "duplicate", claim: "document:FE-1", ordinal: 5, count: 3 };
      t.strictSame(await appendTo(second, { stream: "account-3", claims: ["document:FE-1"] }), duplicate);
      t.match(await appendTo(second, { stream: "account-1", expected: 4 }), { outcome: "ok", ordinal: 8 });
      await until(() => rest.length === 4);
      t.equal(heard.length, 4, "whom the crash took with it heard of nothing that was not in the book");
      await saysWhatTheLogSays(t, node, second, [...heard, ...rest]);
    });
  }

  t.test("a book that is thousands of events behind is brought up to the log, and read from across both", async (t) => {
    const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
    const before = await openOn(t, node, { book });
    for (let i = 0; i < 3; i += 1) await appendOk(before, { stream: `account-${i}`, count: 2 });
    await before.close();
    for (let i = 0; i < 2_100; i += 1) storeElsewhere(node, request({ stream: `other-${i % 700}`, expected: Math.floor(i / 700) - 1 }));
    storeForeign(node, 1_500);
    const store = await openOn(t, node, { ...FORGETFUL, ...PATIENT, book });
    t.equal((await book.head()).ordinal, 2_106);
    t.equal((await store.revisions(["other-0"])).get("other-0"), 2);
    await saysWhatTheLogSays(t, node, store, await store.readAll(0, 10_000));
  });

  t.test("wherever a subscriber stood, after a restart it hears of everything behind that place and of nothing twice", async (t) => {
    const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
    const first = await openOn(t, node, { book });
    for (let i = 0; i < 6; i += 1) {
      await appendOk(first, { stream: `account-${i}`, count: 1 + (i % 2), claims: [`document:${i}`] });
      storeForeign(node, 3);
    }
    const all = await first.readAll(0, 100);
    await first.close();
    const again = await openOn(t, node, { ...FORGETFUL, book });
    for (let after = 0; after <= all.length; after += 1) {
      t.strictSame(await again.readAll(after, 100), all.slice(after));
      const heard = listen(again, after);
      await until(() => heard.length === all.length - after);
      t.strictSame(heard, all.slice(after), `after ${after}`);
    }
  });

  t.test("a floor of time outlives the process that set it", async (t) => {
    const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
    let now = Date.UTC(2026, 2, 1, 12);
    const first = await openOn(t, node, { book, clock: () => now });
    await appendOk(first, { stream: "account-1" });
    now += 60_000;
    await first.head({ settled: true });
    await first.close();
    now -= 30_000;
    const second = await openOn(t, node, { book, clock: () => now });
    t.match(await appendTo(second, { stream: "account-2" }), { outcome: "ok", recordedAt: "2026-03-01T12:01:00.001Z" });
  });

  t.test("another log than the book's is refused: one that ends earlier, and one that says something else", async (t) => {
    const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
    const store = await openOn(t, node, { book });
    for (let i = 0; i < 3; i += 1) await appendOk(store, { stream: `account-${i}`, claims: [`document:${i}`] });
    await store.close();
    const older = await startTestNode(t, copyOf(node.log, node.log.all.length - 1));
    await t.rejects(openOn(t, older, { book }), { name: "AnotherLog", message: /ends before/ });
    const other = await startTestNode(
      t,
      copyOf(node.log, node.log.all.length, (name) => name.replace("account-2", "account-9")),
    );
    await t.rejects(openOn(t, other, { book }), { name: "AnotherLog", message: /does not hold event 0 of account-2/ });
    await t.rejects(openOn(t, node, { book, namespace: "north" }), { name: "AnotherLog" }, "under another namespace");
    const moved = await startTestNode(t, copyOf(node.log, node.log.all.length));
    t.equal((await (await openOn(t, moved, { book })).head()).ordinal, 3, "a copy of the node is the same log");
  });

  raceTests(t, async (t) => {
    const [node, book] = [await startTestNode(t), await openBook(t, connectionString)];
    const options = { ...FORGETFUL, ...PATIENT, book };
    return [await openOn(t, node, options), await openOn(t, node, options)];
  });

  const engine: Engine = {
    async open(t, options) {
      return openOn(t, await startTestNode(t), { ...FORGETFUL, ...PATIENT, book: await openBook(t, connectionString), ...options });
    },
  };
  readingTests(t, engine);
  timeTests(t, engine);

  for (const kind of ["in memory", "on PostgreSQL"]) {
    t.test(`a book ${kind} takes what is written twice once, and refuses what contradicts it`, async (t) => {
      const book: PlaceBook = kind === "in memory" ? new MemoryPlaceBook() : await openBook(t, connectionString);
      const [a, b, c] = [place(1, "a", 0), place(2, "b", 0), place(3, "a", 1)];
      await book.write([a, b], headAt(b));
      await book.write([a], headAt(a));
      t.strictSame(await book.head(), headAt(b), "who comes late does not move it back");
      await book.write([b, c], headAt(c));
      t.strictSame(
        (await book.between(1, 9)).map(({ ordinal }) => ordinal),
        [1, 2, 3],
      );
      t.strictSame(await book.look({ streams: ["a", "z"], commands: [...b.commands] }), {
        revisions: new Map([["a", 1]]),
        commands: new Map([[b.commands[0], { ordinal: 2, count: 1 }]]),
      });
      const wrong: readonly (readonly [string, readonly BookedAppend[]])[] = [
        ["something else where something is", [{ ...c, stream: "b" }, place(4, "a", 2)]],
        ["something left out", [place(5, "a", 2)]],
        ["a stream that does not go on where it ended", [place(4, "a", 3)]],
      ];
      for (const [what, appends] of wrong) await t.rejects(book.write(appends, headAt(appends.at(-1) ?? c)), AnotherLog, what);
      t.strictSame(await book.head(), headAt(c), "and nothing of it was written");
      t.strictSame(await book.between(4, 9), []);
    });
  }
});

/** Everything that is delivered, in order; closed with the store. */
function listen(store: EventStore, after: number): StoredEvent[] {
  const heard: StoredEvent[] = [];
  store.subscribe(after, async (events) => void heard.push(...events));
  return heard;
}

/** Whoever reads the node's log from its start, and remembers everything, comes to the same. */
async function saysWhatTheLogSays(t: Test, node: TestNode, store: EventStore, found: readonly StoredEvent[]): Promise<void> {
  const reader = await openOn(t, node, PATIENT);
  const all = await reader.readAll(0, 10_000);
  t.equal(JSON.stringify(found), JSON.stringify(all), "what was delivered");
  const head = await reader.head();
  t.strictSame(await store.head(), head);
  const streams = [...new Set(all.map(({ stream }) => stream))];
  t.strictSame(await store.revisions(streams), await reader.revisions(streams));
  t.equal(await store.ordinalAt(head.recordedAt), head.ordinal);
}

/** Cuts the session that writes the book while it waits for the head, which somebody else holds. */
async function breakTheWrite(book: TestBook, dying: DyingBook, append: () => Promise<unknown>): Promise<void> {
  const holder = await book.connect();
  await holder.query("begin");
  await holder.query(`select * from ${book.schema}.head for update`);
  await append();
  const waiting = `from pg_stat_activity where application_name = 'cartera places' and query like '%${book.schema}.write_appends%' and wait_event_type = 'Lock'`;
  while ((await holder.query(`select 1 ${waiting}`)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  dying.die("now");
  await holder.query(`select pg_terminate_backend(pid) ${waiting}`);
  await holder.query("rollback");
}

function copyOf(log: StoredLog, length: number, rename = (name: string) => name): StoredLog {
  const copy = new StoredLog();
  for (const event of log.all.slice(0, length)) copy.append(rename(event.stream), event.revision - 1n, [event], event.createdMs);
  return copy;
}

function place(ordinal: number, stream: string, revision: number): BookedAppend {
  const at = BigInt(ordinal * 100);
  const commands = [`00000000-0000-4000-8000-${String(ordinal).padStart(12, "0")}`];
  return { ordinal, count: 1, stream, revision, recordedMs: ordinal, position: { commit: at, prepare: at }, commands };
}

function headAt({ ordinal, recordedMs, position }: BookedAppend): BookHead {
  return { ...EMPTY_BOOK, ordinal, recordedMs, position };
}
