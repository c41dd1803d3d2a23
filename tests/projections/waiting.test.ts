import t from "tap";
import { listApplicationProposals, proposalsExpired } from "../../projections/application-proposal.ts";
import { listPromises } from "../../projections/promise.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { listReceiptRequests } from "../../projections/receipt-request.ts";
import { receipt } from "./account-events.ts";
import { openReadSide } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

const scope = EVERYTHING;
const elsewhere = { entityIds: ["MX01"], branchIds: "all" as const };

t.test("read models of what waits for somebody else", async (t) => {
  const side = await openReadSide(t);
  await recordSampleLedger(side.ledger);
  await side.ledger.append("account-C1.CO01.USD", [receipt("RW1", "25.00", { requestId: "RQ1", receivedOn: "2025-07-08" })], {
    on: "2025-07-08",
    actor: "P-1",
  });
  await side.upToDate();
  const db = side.readStore.queries;

  await t.test("APL-6 proposals by the last day on which they can be approved, with what they hold and how they ended", async (t) => {
    const { rows, totals } = await listApplicationProposals(db, { scope });
    t.match(rows, [
      { applicationId: "AW1", status: "PROPOSED", money: "15.00", settles: "16.00", proposedBy: "P-7", proposedOn: "2025-07-01" },
      {
        applicationId: "AW3",
        status: "REJECTED",
        origin: "EXPIRED",
        decidedBy: "SYSTEM",
        decidedOn: "2025-07-07",
        note: { mac: "mac-late" },
      },
      { applicationId: "AW2", status: "APPROVED", origin: null, decidedBy: "P-1", proposedFor: "P-8" },
    ]);
    t.match(rows[0], { debtorInstruction: { mac: "mac-pay U1" }, lines: [{ lineId: "AW1.1", discount: { amount: "1.00" } }] });
    t.match(totals, [{ currency: "USD", money: "45.00", settles: "48.00" }]);
    const waiting = await listApplicationProposals(db, { scope, status: "PROPOSED" });
    t.match([waiting.rows.map(({ applicationId }) => applicationId), waiting.totals], [["AW1"], [{ money: "15.00" }]]);
    t.strictSame((await listApplicationProposals(db, { scope: elsewhere })).rows, []);
    const first = await listApplicationProposals(db, { scope, limit: 2 });
    const next = await listApplicationProposals(db, { scope, limit: 2, cursor: first.nextCursor ?? "" });
    t.strictSame([...first.rows, ...next.rows], rows, "page by page");
  });

  await t.test("receivables §6 a proposal is due for its end on the day after its last one", async (t) => {
    const dueOn = async (on: string) => {
      const due: string[] = [];
      for await (const { applicationId } of proposalsExpired(db, { entityId: "CO01", on })) due.push(applicationId);
      return due;
    };
    t.strictSame([await dueOn("2025-07-06"), await dueOn("2025-07-07")], [[], ["AW1"]]);
  });

  await t.test("receivables §5 requests for receipts, and what became of them", async (t) => {
    const { rows, totals } = await listReceiptRequests(db, { scope });
    t.match(rows, [
      {
        requestId: "RQ1",
        status: "FULFILLED",
        receiptId: "RW1",
        amount: "25.00",
        requestedBy: "P-7",
        decidedBy: "P-1",
        decidedOn: "2025-07-08",
      },
      { requestId: "RQ2", status: "DECLINED", receiptId: null, decidedOn: "2025-07-03" },
    ]);
    t.match(totals, [{ currency: "USD", amount: "50.00" }]);
    t.strictSame((await listReceiptRequests(db, { scope, status: "REQUESTED" })).rows, []);
  });

  await t.test("PRM-2 a superseded promise names the one in its place, which counts the renewals", async (t) => {
    const { rows } = await listPromises(db, { scope, accountId: "C1.CO01.USD" });
    t.match(rows, [
      { promiseId: "PW1", status: "SUPERSEDED", supersededBy: "PW2", decidedOn: "2025-07-04", renewalNo: 0 },
      { promiseId: "PW2", status: "ACTIVE", supersededBy: null, renewalNo: 1 },
    ]);
  });
});
