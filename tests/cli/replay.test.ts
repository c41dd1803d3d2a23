import t from "tap";
import { Refused } from "../../src/application/ledger.ts";
import { stateDifference } from "../../src/cli/replay/state-difference.ts";
import { applicationBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { openTestLedger, type TestLedger, testClock } from "../support/ledger.ts";
import { openApiServer } from "./api-server.ts";
import { cartera, jsonLines } from "./command-line-run.ts";

const ACCOUNT = "C1.CO01.COP";
const STREAM = `account-${ACCOUNT}`;

/** Answers the questions of an auditor from a ledger in memory, in small pages. */
async function openAuditServer(t: { teardown(fn: () => Promise<void>): unknown }, { ledger, owner }: TestLedger) {
  const answers = new Map<string, unknown>();
  // The answers are made beforehand: the server below is told what to say and does not wait.
  const streams = [STREAM, "organisation-CO01", "organisation-LEDGER"];
  for (const stream of streams) {
    const events = await ledger.openPersonal(await ledger.replay(owner, stream, 0, 100));
    answers.set(`/v1/streams/${stream}/events`, events);
    for (const { revision } of events)
      answers.set(
        `/v1/streams/${stream}/state?${revision}`,
        await ledger.openPersonal(await ledger.stateAt(owner, stream, revision).catch(asMissing)),
      );
  }
  const { events: feed } = await ledger.feed(owner, 0, 100, {});
  return openApiServer(t, ({ path, query }) => {
    if (path === "/v1/events") return { body: { events: feed.filter(({ type }) => type === query.types), nextCursor: null } };
    const key = query.revision === undefined ? path : `${path}?${query.revision}`;
    const found = answers.get(key);
    if (found === undefined) return { status: 404, body: { code: "RESOURCE_NOT_FOUND", detail: "There is no such stream." } };
    if (!Array.isArray(found)) return { body: found };
    const from = Number(query.cursor ?? query.from ?? 0);
    return { body: { events: found.slice(from, from + 2), nextCursor: from + 2 < found.length ? String(from + 2) : null } };
  });
}

function asMissing(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error;
  return undefined;
}

/** A line, an invoice and a receipt in May, applied in June with effect in May. */
async function openHistory(t: { teardown(fn: () => Promise<void>): unknown }) {
  const clock = testClock("2025-05-01T15:00:00.000Z");
  const test = await openTestLedger({ clock });
  await setUpAccount(test, ACCOUNT);
  await test.accept("record-invoice", { ...invoiceBody(ACCOUNT, "FV-1", "500.00", "2025-05-01"), reason: "delivered\ntwice" });
  // Ten at night in Bogotá: in UTC it is the next day.
  clock.set("2025-05-21T03:00:00.000Z");
  await test.accept("register-receipt", receiptBody(ACCOUNT, "RC-1", "300.00", "2025-05-20"));
  clock.set("2025-06-03T15:00:00.000Z");
  await test.accept("apply-payment", applicationBody(ACCOUNT, "AP-1", "RC-1", [["FV-1.1", "200.00"]], { effectiveOn: "2025-05-25" }));
  return { test, server: await openAuditServer(t, test) };
}

t.test("a history is told event by event: who, when, what, and what it changed", async (t) => {
  const { server } = await openHistory(t);
  const { code, out, err } = await cartera(["replay", STREAM], { url: server.url });
  t.equal(code, 0, err);
  const steps = out.split("\n\n");
  t.equal(steps.length, 4);
  const [, invoice = "", , application = ""] = steps;
  t.match(
    invoice,
    /^revision 1 {2}ordinal \d+ {2}InvoiceRecorded\n {2}effective on 2025-05-01, recorded at 2025-05-01T15:00:00\.000Z\n {2}by OWNER with RecordInvoice, command /,
  );
  t.match(invoice, "because: delivered\\u000atwice", "a reason stays on its line");
  t.match(invoice, "    instalments[0].amount: 500.00\n");
  t.match(application, "Applied 200.00 COP of receipt RC-1 to FV-1.1, pending collection.");
  t.match(application, "effective on 2025-05-25, recorded at 2025-06-03T15:00:00.000Z");
  t.match(application, /changed\n[\s\S]*~ .*: 30000 -> 10000/, "the receipt has less left");
  t.match(application, /~ .*: 50000 -> 30000/, "the instalment owes less");
  t.match(err, "4 events shown.");
});

t.test("two clocks: what had taken effect by a date, and what was known by then", async (t) => {
  const { test, server } = await openHistory(t);
  const typesOf = async (...options: readonly string[]) => {
    const { out } = await cartera(["replay", STREAM, "--json", "--no-changes", ...options], { url: server.url });
    return jsonLines<{ readonly type: string }>(out).map(({ type }) => type);
  };
  const all = ["CreditLineOpened", "InvoiceRecorded", "ReceiptRegistered", "PaymentApplied"];
  t.strictSame(await typesOf(), all);
  t.strictSame(await typesOf("--as-of", "2025-05-19"), all.slice(0, 2));
  t.strictSame(await typesOf("--as-of", "2025-05-25"), all, "the application took effect in May");
  t.strictSame(await typesOf("--as-of", "2025-05-25", "--known-at", "2025-05-31"), all.slice(0, 3), "and nobody knew before June");
  t.strictSame(await typesOf("--known-at", "2025-05-20"), all.slice(0, 3), "a day ends where the company is");
  t.strictSame(await typesOf("--known-at", "2025-05-19"), all.slice(0, 2));
  t.strictSame(await typesOf("--known-at", "2025-05-21T02:59:59.999Z"), all.slice(0, 2));
  t.strictSame(await typesOf("--known-at", "2025-05-21T03:00:00Z"), all.slice(0, 3));
  const { ordinal } = await test.store.head();
  t.strictSame(await typesOf("--known-at", String(ordinal - 1)), all.slice(0, 3));
  t.strictSame(await typesOf("--from", "2"), all.slice(2));
});

t.test("an append is known as a whole", async (t) => {
  const event = (ordinal: number, index: number) => ({
    ...{
      ordinal,
      streamId: "calendar-CO",
      revision: ordinal,
      eventId: "e",
      type: "Unheard",
      data: {},
      recordedAt: "2025-05-01T00:00:00.000Z",
    },
    meta: { effectiveOn: "2025-05-01", index, count: 2 },
  });
  const events = [event(1, 0), event(2, 1), event(3, 0), event(4, 1)];
  const server = await openApiServer(t, ({ path }) =>
    path.endsWith("events") ? { body: { events, nextCursor: null } } : { status: 404, body: {} },
  );
  const { code, out } = await cartera(["replay", "calendar-CO", "--known-at", "3", "--json"], { url: server.url });
  t.equal(code, 0);
  t.strictSame(
    jsonLines<{ ordinal: number }>(out).map(({ ordinal }) => ordinal),
    [1, 2],
  );
});

t.test("whole states for machines, and a stream without any", async (t) => {
  const { test, server } = await openHistory(t);
  const { out } = await cartera(["replay", STREAM, "--states", "--json"], { url: server.url });
  const [first, , , last] = jsonLines<{ state: unknown; changes: unknown[]; sentence: string }>(out);
  t.strictSame(last?.state, JSON.parse(JSON.stringify((await test.ledger.stateAt(test.owner, STREAM)).state)));
  t.ok((first?.changes.length ?? 0) > 3);
  t.equal(last?.sentence, "Applied 200.00 COP of receipt RC-1 to FV-1.1, pending collection.");
  t.match(await cartera(["replay", "account-C9.CO01.COP"], { url: server.url }), {
    code: 1,
    err: /404 RESOURCE_NOT_FOUND: There is no such stream\./,
  });
});

t.test("a difference names what came, what went and what is another now", async (t) => {
  const before = { open: "5", lines: [], gone: { a: 1 }, same: [1, 2] };
  const after = { open: "4", lines: [{ id: "L" }], gone: {}, same: [1, 2], none: null };
  t.strictSame(stateDifference(before, after), [
    { path: "open", before: "5", after: "4" },
    { path: "gone.a", before: "1" },
    { path: "lines[0].id", after: "L" },
    { path: "none", after: "null" },
  ]);
});
