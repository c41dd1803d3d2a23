import t from "tap";
import type { AccountRow } from "../../schemas/views/account.ts";
import type { AuditEntry } from "../../schemas/views/audit-trail.ts";
import type { ReplayedEvent } from "../../src/application/ledger.ts";
import { get, withApp } from "./stub-app.ts";

const account = async () => ({ rows: [{ accountId: "103.CO01.COP" } as AccountRow], totals: [], nextCursor: null });
const stream = "account-103.CO01.COP";

const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  ordinal: 40,
  lastOrdinal: 40,
  stream,
  firstRevision: 5,
  target: stream,
  accountId: "103.CO01.COP",
  command: "ApplyPayment",
  commandId: "c",
  actor: "P-7",
  outcome: "ACCEPTED",
  code: null,
  violations: null,
  events: ["PromiseCancelled"],
  effectiveOn: "2026-03-31",
  recordedAt: "2026-03-31T14:00:00.000Z",
  ...more,
});

const ENTRIES = [
  entry({
    ordinal: 42,
    stream: "command-c2",
    firstRevision: 0,
    outcome: "REFUSED",
    code: "ALREADY_SETTLED",
    violations: [{ code: "ALREADY_SETTLED", facts: { instalmentId: "FV-1.1" } }],
    events: ["CommandRefused"],
  }),
  entry({ ordinal: 41, stream: "command-c3", firstRevision: 0, outcome: "NO_EFFECT", events: ["CommandHadNoEffect"] }),
  entry({ ordinal: 40, firstRevision: 9 }),
  entry({ ordinal: 30, firstRevision: 6, events: ["PromiseCancelled", "PromiseCancelled"] }),
];

t.test("an account's trail reads as sentences, with refusals and links, for everybody who sees the account", async (t) => {
  const asked: unknown[] = [];
  const { app } = await withApp(t, {
    access: { roles: ["ARA"], entityIds: ["CO01"], branchIds: "all" },
    queries: { listAccounts: account, listAuditTrail: async () => ({ entries: ENTRIES, nextCursor: "abc" }) },
    ledger: {
      replay: async (_principal, streamId, from, limit) => {
        asked.push([streamId, from, limit]);
        return [6, 7, 8, 9].map(
          (revision) =>
            ({ revision, type: "PromiseCancelled", data: { promiseId: `PR-${revision}`, lines: [] } }) as unknown as ReplayedEvent,
        );
      },
    },
  });
  const answer = await get(app, "/v1/accounts/103.CO01.COP/timeline?limit=4", { "accept-language": "en" });
  t.equal(answer.statusCode, 200);
  const { entries, nextCursor, position } = answer.json();
  t.equal(nextCursor, "abc");
  t.equal(position, "40");
  t.strictSame(asked, [[stream, 6, 4]], "one look-up for the page");
  t.match(entries[0], {
    ordinal: 42,
    outcome: "REFUSED",
    code: "ALREADY_SETTLED",
    actor: "P-7",
    sentence: "Refused: Apply a payment. The instalment FV-1.1 has nothing open.",
  });
  t.match(entries[1], { outcome: "NO_EFFECT", sentence: /Apply a payment/ });
  t.notHas(entries[1], "code");
  t.match(entries[2], {
    outcome: "ACCEPTED",
    events: [{ type: "PromiseCancelled", revision: 9, href: `/v1/streams/${stream}/events?from=9&limit=1` }],
  });
  t.match(entries[2].sentence, /PR-9/);
  t.match(entries[3].sentence, /PR-6.*PR-7/);
  const spanish = (await get(app, "/v1/accounts/103.CO01.COP/timeline", { "accept-language": "es-CO" })).json();
  t.match(spanish.entries[0].sentence, /^Rechazado: Aplicar un pago/);
});

t.test("a trail takes names of commands as paths have them, and days as intervals of recording", async (t) => {
  const asked: Record<string, unknown>[] = [];
  const { app } = await withApp(t, {
    queries: {
      listAuditTrail: async (filter) => {
        asked.push({ ...filter });
        return { entries: [], nextCursor: null };
      },
    },
    ledger: { endOfDay: async (date) => `end of ${date}` },
  });
  await get(
    app,
    "/v1/audit-trail?command=apply-payment&from=2026-03-01&to=2026-03-31&code=OVER_APPLICATION&stream=account-103.CO01.COP&outcome=REFUSED",
  );
  t.match(asked[0], {
    command: "ApplyPayment",
    from: "end of 2026-02-28",
    to: "end of 2026-03-31",
    code: "OVER_APPLICATION",
    outcome: "REFUSED",
    ordinal: 40,
  });
  await get(app, "/v1/audit-trail?command=ApplyPayment&from=2026-03-01T10:00:00Z&knownAt=12");
  t.match(asked[1], { command: "ApplyPayment", from: "2026-03-01T10:00:00Z", ordinal: 12 });
});
