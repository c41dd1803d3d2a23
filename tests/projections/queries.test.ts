import t from "tap";
import { findAccount, listAccounts } from "../../projections/account-queries.ts";
import { listApplicationLines } from "../../projections/application-line.ts";
import { endOfAppend, listAuditTrail, ordinalAt } from "../../projections/audit-trail.ts";
import { listCreditLines } from "../../projections/credit-line-queries.ts";
import { findCustomer, findSalesperson, listCustomers } from "../../projections/customer.ts";
import { findDocument, listDocuments } from "../../projections/document-queries.ts";
import { statement } from "../../projections/movement.ts";
import { aging } from "../../projections/open-item-version/aging.ts";
import { AGING_GROUPS, type AgingGroup } from "../../projections/open-item-version/aging-groups.ts";
import { DEFAULT_BUCKETS } from "../../projections/open-item-version/buckets.ts";
import { openItems } from "../../projections/open-item-version/open-items.ts";
import { listPersonRoles } from "../../projections/organisation.ts";
import { policyInForce } from "../../projections/policy-version.ts";
import { listPromises } from "../../projections/promise.ts";
import { InvalidCursor, type PageRequest } from "../../projections/query/page.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { listReceipts } from "../../projections/receipt-queries.ts";
import { openReadSide } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

const scope = EVERYTHING;
const inBogota = { entityIds: ["CO01"], branchIds: ["BOG"] };

t.test("queries over the sample ledger", async (t) => {
  const { ledger, readStore, upToDate } = await openReadSide(t);
  await recordSampleLedger(ledger);
  await upToDate();
  const db = readStore.queries;
  const { ordinal } = await ledger.store.head();
  const now = { asOf: "2025-07-31", ordinal };
  const report = { basis: "due", buckets: DEFAULT_BUCKETS, scope, ...now } as const;

  t.test("pages put together are the whole list, in the same order, each row once", async (t) => {
    const lists: Record<string, (page: PageRequest) => Promise<{ rows: readonly unknown[]; nextCursor: string | null }>> = {
      accounts: (page) => listAccounts(db, { scope, asOf: now.asOf, netUnappliedCredit: true, ...page }),
      customers: (page) => listCustomers(db, { scope, ...page }),
      documents: (page) => listDocuments(db, { scope, ...page }),
      receipts: (page) => listReceipts(db, { scope, ...page }),
      promises: (page) => listPromises(db, { scope, ...page }),
      lines: (page) => listApplicationLines(db, { scope, ...page }),
      credit: (page) => listCreditLines(db, { scope, asOf: now.asOf, ...page }),
      trail: async (page) => listAuditTrail(db, { scope, ...page }).then(({ entries, nextCursor }) => ({ rows: entries, nextCursor })),
      ...Object.fromEntries(
        AGING_GROUPS.map((groupBy) => [`aging by ${groupBy}`, (page: PageRequest) => aging(db, { ...report, groupBy, ...page })]),
      ),
    };
    for (const [name, list] of Object.entries(lists)) {
      const whole = await list({ limit: 500 });
      const rows: unknown[] = [];
      let cursor: string | null | undefined;
      for (let pages = 0; cursor !== null && pages < 500; pages += 1) {
        const page = await list({ limit: 1, ...(cursor !== undefined && { cursor }) });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      }
      t.ok(whole.rows.length > 0, name);
      t.strictSame(whole.nextCursor, null, name);
      t.strictSame(rows, whole.rows, name);
      for (const wrong of ["x", "W10", "bnVsbA"]) await t.rejects(list({ cursor: wrong }), InvalidCursor);
    }
  });

  t.test("limits never drop totals, and every grouping has the same ones", async (t) => {
    const totals = await Promise.all(
      AGING_GROUPS.map((groupBy: AgingGroup) => aging(db, { ...report, groupBy, limit: 1 }).then((found) => found.totals)),
    );
    for (const each of totals) t.strictSame(each, totals[0]);
    t.strictSame(
      totals[0]?.map(({ currency, total, unapplied }) => [currency, total, unapplied]),
      [
        ["COP", "455.00", "410.00"],
        ["MXN", "80.00", "0.00"],
        ["USD", "442.50", "376.50"],
      ],
    );
    const documents = await listDocuments(db, { scope, limit: 1 });
    t.strictSame(documents.totals, [
      { currency: "COP", count: 3, total: "1570.00", open: "865.00", pendingClearance: "400.00", writtenOff: "0.00" },
      { currency: "MXN", count: 1, total: "80.00", open: "80.00", pendingClearance: "0.00", writtenOff: "0.00" },
      { currency: "USD", count: 6, total: "971.00", open: "819.00", pendingClearance: "0.00", writtenOff: "0.00" },
    ]);
  });

  t.test("what is out of scope is not there", async (t) => {
    t.strictSame(
      (await listDocuments(db, { scope: inBogota })).rows.map(({ accountId, documentId }) => [accountId, documentId]),
      [
        ["C1.CO01.USD", "OI1"],
        ["C1.CO01.USD", "CH1"],
        ["C1.CO01.USD", "DN1"],
        ["C1.CO01.COP", "F1"],
        ["C1.CO01.USD", "U1"],
        ["C2.CO01.COP", "F1"],
        ["C1.CO01.USD", "WH7-R"],
      ],
    );
    t.strictSame(
      (await listCustomers(db, { scope: inBogota })).rows.map(({ customerId }) => customerId),
      ["C1", "C3"],
    );
    t.strictSame(
      (await listAccounts(db, { scope: inBogota, asOf: now.asOf, netUnappliedCredit: true })).rows.map(({ accountId }) => accountId),
      ["C1.CO01.COP", "C1.CO01.USD"],
    );
    t.strictSame(
      (await aging(db, { ...report, scope: inBogota, groupBy: "entity" })).totals.map(({ currency }) => currency),
      ["COP", "USD"],
    );
    t.strictSame(await findAccount(db, "C3.MX01.MXN", { ...now, scope: inBogota, netUnappliedCredit: true }), undefined);
    t.strictSame(await findCustomer(db, "C2", inBogota), undefined);
    t.strictSame(await statement(db, { accountId: "C3.MX01.MXN", from: "2025-01-01", to: now.asOf, ordinal, scope: inBogota }), undefined);
    t.strictSame((await listAuditTrail(db, { scope: inBogota, stream: "account-C3.MX01.MXN" })).entries, []);
  });

  t.test("an account: balances at a date, exposure and available as recorded", async (t) => {
    const account = await findAccount(db, "C1.CO01.COP", { ...now, scope, netUnappliedCredit: true });
    t.match(account, {
      balance: { amount: "385.00", currency: "COP" },
      pastDue: { amount: "795.00" },
      unapplied: { amount: "410.00" },
      pendingClearance: { amount: "400.00" },
      reservations: { amount: "300.00" },
      exposure: { amount: "1085.00" },
      limit: { amount: "50000000.00" },
      ceiling: { amount: "52500000.00" },
      available: { amount: "52498915.00" },
      line: { status: "ACTIVE", lineId: "L-1", suspensions: [] },
    });
    const found = await openItems(db, { accountId: "C1.CO01.COP", ...now, buckets: DEFAULT_BUCKETS, scope });
    t.strictSame(
      found.items.map(({ instalmentId, open, daysPastDue, bucket, flags }) => ({ instalmentId, open, daysPastDue, bucket, flags })),
      [
        { instalmentId: "F1.1", open: "295.00", daysPastDue: 61, bucket: "D61_90", flags: [] },
        { instalmentId: "F2.1", open: "500.00", daysPastDue: 61, bucket: "D61_90", flags: ["PROMISED"] },
      ],
    );
    const moved = await statement(db, { accountId: "C1.CO01.COP", from: "2025-01-01", to: now.asOf, ordinal, scope });
    t.strictSame(moved?.closing, account?.balance, "the statement ends with the balance");
  });

  t.test("intervals, policies and points of knowledge", async (t) => {
    t.strictSame(
      [await findSalesperson(db, "C1", "CO01", "2025-06-30"), await findSalesperson(db, "C1", "CO01", "2025-07-01")],
      ["S-1", "S-2"],
    );
    t.strictSame(
      (await listPersonRoles(db)).map(({ from, to }) => [from, to]),
      [
        ["2025-01-01", "2025-02-28"],
        ["2025-04-01", "2025-12-31"],
      ],
    );
    t.strictSame((await policyInForce(db, { entityId: "CO01", kind: "credit", on: "2025-06-30" }))?.version, 1);
    t.strictSame((await policyInForce(db, { entityId: "CO01", kind: "credit", on: "2025-07-01" }))?.version, 2);
    for (let each = 0; each <= ordinal + 1; each += 1) t.strictSame(await endOfAppend(db, each), await ledger.store.endOfAppend(each));
    for (const instant of [
      "2020-01-01T00:00:00.000Z",
      "2025-01-01T12:00:00.000Z",
      "2025-06-02T12:00:00.000Z",
      "2030-01-01T00:00:00.000Z",
    ]) {
      t.strictSame(await ordinalAt(db, instant), await ledger.store.ordinalAt(instant));
    }
    t.match(await findDocument(db, "C1.CO01.COP", "F1", scope), {
      status: "PARTIALLY_SETTLED",
      open: "295.00",
      instalments: [{ open: "295.00" }, { open: "0.00" }],
    });
  });

  t.test("the timeline of an account shows refused commands too", async (t) => {
    const { entries } = await listAuditTrail(db, { scope, accountId: "C1.CO01.COP", limit: 2 });
    t.strictSame(
      entries.map(({ outcome, code, actor, stream }) => ({ outcome, code, actor, stream })),
      [
        { outcome: "NO_EFFECT", code: null, actor: "P-7", stream: "command-2" },
        { outcome: "REFUSED", code: "OVER_APPLICATION", actor: "P-7", stream: "command-1" },
      ],
    );
    t.strictSame((await listAuditTrail(db, { scope, code: "OVER_APPLICATION", actor: "P-7", command: "ApplyPayment" })).entries.length, 1);
  });
});
