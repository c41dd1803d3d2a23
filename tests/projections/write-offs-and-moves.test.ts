import t from "tap";
import { listCreditTransfers } from "../../projections/credit-transfer.ts";
import { InvalidCursor, type PageRequest } from "../../projections/query/page.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { listRefunds } from "../../projections/refund.ts";
import { listWriteOffs } from "../../projections/write-off-queries.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { invoice, receipt } from "./account-events.ts";
import { openReadSide } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

const { account } = eventsByCategory;
const scope = EVERYTHING;
const elsewhere = { entityIds: ["MX01"], branchIds: "all" as const };
const STREAM = "account-C9.CO01.COP";

/** Two write-offs of C9, one of them in two steps back, beside the sample ledger. */
async function openWithWriteOffs(t: Parameters<typeof openReadSide>[0]) {
  const side = await openReadSide(t);
  const { append } = side.ledger;
  await recordSampleLedger(side.ledger);
  const lines = [
    { instalmentId: "F1.1", amount: "2000000.00" },
    { instalmentId: "F2.1", amount: "50.00" },
  ];
  for (const [id, amount] of [
    ["F1", "2000000.00"],
    ["F2", "50.00"],
  ] as const) {
    await append(STREAM, [invoice(id, [["2024-05-31", amount]])], { on: "2024-05-01" });
  }
  const proposed = { evidence: [{ kind: "RULING", hash: "0".repeat(64) }], automatic: false };
  await append(STREAM, [account.WriteOffProposed({ ...proposed, writeOffId: "W1", lines, proposedOn: "2025-06-01" })], {
    on: "2025-06-01",
  });
  await append(STREAM, [account.WriteOffApproved({ writeOffId: "W1", authorityLevel: "L3", approvers: ["EVA"] })], { on: "2025-06-02" });
  await append(STREAM, [account.ItemsWrittenOff({ writeOffId: "W1", lines, settledOn: "2025-06-03" })], { on: "2025-06-03" });
  await append(STREAM, [receipt("R1", "500000.00")], { on: "2025-06-10" });
  const line = { lineId: "A1.1", instalmentId: "F1.1", amount: "500000.00", settledOn: "2025-06-10" };
  const recovery = { writeOffId: "W1", applicationId: "A1", receiptId: "R1", lines: [line], conditional: false, appliedOn: "2025-06-10" };
  await append(STREAM, [account.WrittenOffRecovered(recovery)], { on: "2025-06-10" });
  await append(
    STREAM,
    [
      account.WriteOffProposed({
        ...proposed,
        writeOffId: "W2",
        lines: [{ instalmentId: "F3.1", amount: "7.00" }],
        proposedOn: "2025-06-11",
      }),
    ],
    { on: "2025-06-11" },
  );
  await append(STREAM, [account.WriteOffRejected({ writeOffId: "W2" })], { on: "2025-06-12" });
  await side.upToDate();
  return side;
}

t.test("read models of write-offs, refunds and transfers", async (t) => {
  const { readStore } = await openWithWriteOffs(t);
  const db = readStore.queries;

  t.test("WOF-E1 the memo portfolio: what was written off, what came back, what is still owed, today and at a date", async (t) => {
    const ask = (more = {}) => listWriteOffs(db, { scope, accountId: "C9.CO01.COP", ...more });
    const { rows, totals } = await ask();
    t.match(rows, [
      {
        writeOffId: "W1",
        status: "PARTLY_RECOVERED",
        amount: "2000050.00",
        memo: "1500050.00",
        recovered: "500000.00",
        evidenceKinds: ["RULING"],
        approvers: ["EVA"],
        postedOn: "2025-06-03",
        lines: [
          { instalmentId: "F1.1", amount: "2000000.00", memo: "1500000.00" },
          { instalmentId: "F2.1", amount: "50.00", memo: "50.00" },
        ],
      },
      { writeOffId: "W2", status: "REJECTED", memo: "0.00", recovered: "0.00", lines: [{ memo: "0.00" }] },
    ]);
    t.strictSame(totals, [{ currency: "COP", count: 2, amount: "2000057.00", memo: "1500050.00", recovered: "500000.00" }]);
    for (const [asOf, memo] of [
      ["2025-06-02", "0.00"],
      ["2025-06-09", "2000050.00"],
      ["2025-06-10", "1500050.00"],
    ] as const) {
      t.equal((await ask({ asOf })).rows[0]?.memo, memo, asOf);
    }
    const ids = async (more: object) => (await ask(more)).rows.map(({ writeOffId }) => writeOffId);
    t.strictSame(await ids({ status: "PARTLY_RECOVERED" }), ["W1"]);
    t.strictSame(await ids({ status: "POSTED" }), []);
    t.strictSame(await ids({ from: "2025-06-11" }), ["W2"]);
    t.strictSame(await ids({ scope: elsewhere }), []);
  });

  t.test("WOF-4 a reversed write-off has no memo, and what was recovered and taken back is not counted", async (t) => {
    const { rows } = await listWriteOffs(db, { scope, writeOffId: "WO1" });
    t.match(rows, [{ status: "REVERSED", amount: "400.00", memo: "0.00", recovered: "70.00", reversedOn: "2025-06-13" }]);
    const before = await listWriteOffs(db, { scope, writeOffId: "WO1", asOf: "2025-06-12" });
    t.match(before.rows, [{ memo: "320.00", lines: [{ memo: "320.00" }] }]);
  });

  t.test("refunds with what became of them, and their sum", async (t) => {
    const { rows, totals } = await listRefunds(db, { scope });
    t.match(rows, [
      { refundId: "RF1", status: "PAID", amount: "40.00", paidOn: "2025-04-12", payee: { customerId: "C1" }, approvers: ["P-2"] },
      { refundId: "RF2", status: "CANCELLED", cancelledOn: "2025-04-12" },
    ]);
    t.strictSame(totals, [{ currency: "USD", count: 2, amount: "55.00" }]);
    t.equal((await listRefunds(db, { scope, status: "REQUESTED" })).rows.length, 0);
    t.equal((await listRefunds(db, { scope: elsewhere })).rows.length, 0);
  });

  t.test("a transfer is one row, whichever of its two accounts says something about it", async (t) => {
    const { rows } = await listCreditTransfers(db, { scope });
    t.strictSame(
      rows.map(({ accountId, transferId, status, toAccountId, returnedOn }) => [accountId, transferId, status, toAccountId, returnedOn]),
      [
        ["C1.CO01.USD", "TR1", "OUT", "C2.CO01.USD", null],
        ["C1.CO01.USD", "TR2", "REVERSED", "C2.CO01.USD", null],
        ["C2.CO01.USD", "TR8", "RECEIVED", "C1.CO01.USD", null],
        ["C2.CO01.USD", "TR9", "RETURNED", "C1.CO01.USD", "2025-04-15"],
      ],
    );
    const to = await listCreditTransfers(db, { scope, toAccountId: "C1.CO01.USD", status: "RECEIVED" });
    t.strictSame(to.totals, [{ currency: "USD", count: 1, amount: "30.00" }]);
  });

  t.test("pages put together are the whole list, in the same order", async (t) => {
    const lists: Record<string, (page: PageRequest) => Promise<{ rows: readonly unknown[]; nextCursor: string | null }>> = {
      writeOffs: (page) => listWriteOffs(db, { scope, ...page }),
      refunds: (page) => listRefunds(db, { scope, ...page }),
      transfers: (page) => listCreditTransfers(db, { scope, ...page }),
    };
    for (const [name, list] of Object.entries(lists)) {
      const whole = await list({});
      const rows: unknown[] = [];
      for (let cursor: string | null | undefined; cursor !== null && rows.length < 500; ) {
        const page = await list({ limit: 1, ...(cursor !== undefined && { cursor }) });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      }
      t.strictSame(rows, whole.rows, name);
      t.ok(rows.length > 1, name);
      await t.rejects(list({ cursor: "bnVsbA" }), InvalidCursor);
    }
  });
});
