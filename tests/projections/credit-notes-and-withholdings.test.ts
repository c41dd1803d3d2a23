import t from "tap";
import { listCreditNotes } from "../../projections/credit-note.ts";
import { processQueries } from "../../projections/process-queries.ts";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { listWithholdings } from "../../projections/withholding.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { application, invoice, receipt, unapplication } from "./account-events.ts";
import { openReadSide } from "./read-side.ts";
import { recordSampleLedger } from "./sample-ledger.ts";

const { account } = eventsByCategory;
const scope = EVERYTHING;
const accountId = "C1.CO01.USD";

t.test("credit notes show the way they went, and what is left of them", async (t) => {
  const side = await openReadSide(t);
  await recordSampleLedger(side.ledger);
  await side.upToDate();
  const db = side.readStore.queries;
  const { rows, totals } = await listCreditNotes(db, { scope, accountId });
  t.strictSame(
    rows.map(({ creditNoteId, status, amount, applied, left, approval }) => [creditNoteId, status, amount, applied, left, approval]),
    [
      ["CN1", "ISSUED", "90.00", "80.00", "9.50", "EXTERNAL"],
      ["CN2", "VOIDED", "5.00", "0.00", "0.00", "EXTERNAL"],
      ["CN3", "ISSUED", "7.00", "0.00", "7.00", "RECORDED"],
      ["CN4", "REJECTED", "9.00", "0.00", "0.00", null],
    ],
    "10.00 of CN1 lowered a memo, and 0.50 was kept as a small difference",
  );
  t.match(rows[2], { requestedAmount: "8.00", authorityLevel: "L2", decidedBy: ["P-2", "P-3"], decidedOn: "2025-03-17", number: "3" });
  t.strictSame(totals, [{ currency: "USD", count: 4, amount: "111.00", applied: "80.00", left: "16.50" }]);
  const ids = async (filter: object) =>
    (await listCreditNotes(db, { scope, accountId, ...filter })).rows.map(({ creditNoteId }) => creditNoteId);
  t.strictSame(await ids({ status: "ISSUED" }), ["CN1", "CN3"]);
  t.strictSame(await ids({ documentId: "U1" }), ["CN3", "CN4"]);
  t.strictSame(await ids({ creditNoteId: "CN2" }), ["CN2"]);
  t.strictSame(await ids({ to: "2025-03-15" }), ["CN1", "CN2"]);
  t.strictSame(await ids({ scope: { entityIds: ["MX01"], branchIds: "all" } }), []);
});

t.test("withholdings wait for their certificates, and what did not come in time is found", async (t) => {
  const side = await openReadSide(t);
  await recordSampleLedger(side.ledger);
  const stream = "account-C8.CO01.COP";
  const at = (on: string, ...events: Parameters<typeof side.ledger.append>[1]) => side.ledger.append(stream, events, { on });
  await at("2025-01-31", invoice("F1", [["2025-02-28", "1000.00"]]));
  const withheld = { kind: "ICA", base: "1000.00", ratePct: "0.966", amount: "9.66", conditional: false, appliedOn: "2025-01-31" } as const;
  const recorded = { ...withheld, instalmentId: "F1.1", settledOn: "2025-01-31" };
  await at("2025-01-31", account.WithholdingRecorded({ ...recorded, withholdingId: "W1" }));
  await at("2025-02-10", receipt("R1", "500.00"));
  await at(
    "2025-02-10",
    application("A1", "R1", [["F1.1", "500.00"]]),
    account.WithholdingRecorded({ ...recorded, withholdingId: "W2", applicationId: "A1", receiptId: "R1", lineId: "A1.1" }),
  );
  const alsoReversed = (amount: string) => [
    { id: "W2", kind: "WITHHOLDING" as const, lineId: "A1.1", instalmentId: "F1.1", amount, freedOn: "2025-02-11" },
  ];
  const half = [["A1.1", "F1.1", "250.00"]] as [string, string, string][];
  await at("2025-02-11", unapplication("U1", { applicationId: "A1", receiptId: "R1" }, half, { alsoReversed: alsoReversed("4.83") }));
  await side.upToDate();
  const db = side.readStore.queries;
  const list = async () =>
    (await listWithholdings(db, { scope, accountId: "C8.CO01.COP" })).rows.map(({ withholdingId, status, left }) => [
      withholdingId,
      status,
      left,
    ]);
  t.strictSame(await list(), [
    ["W1", "PENDING", "9.66"],
    ["W2", "PENDING", "4.83"],
  ]);
  const due = async (on: string, months = 3) => {
    const found: string[] = [];
    for await (const { accountId: of, withholdingId } of processQueries(db).withholdingsUncertified({ entityId: "CO01", on, months })) {
      if (of === "C8.CO01.COP") found.push(withholdingId);
    }
    return found;
  };
  t.strictSame(await due("2025-04-29"), []);
  t.strictSame(await due("2025-04-30"), ["W1"], "three months after the 31st of January");
  t.strictSame(await due("2025-05-10"), ["W1", "W2"]);
  t.strictSame(await due("2025-05-10", 4), []);

  await at("2025-02-12", unapplication("U2", { applicationId: "A1", receiptId: "R1" }, half, { alsoReversed: alsoReversed("4.83") }));
  const certificate = { number: "C-1", issuedOn: "2025-03-01", contentHash: "0".repeat(64) };
  await at("2025-03-01", account.WithholdingCertified({ ...certificate, withholdingIds: ["W1"] }));
  await side.upToDate();
  t.strictSame(await list(), [
    ["W1", "CERTIFIED", "9.66"],
    ["W2", "REVERSED", "0.00"],
  ]);
  t.strictSame(await due("2025-12-31"), []);
  const usd = await listWithholdings(db, { scope, accountId, status: "CERTIFIED" });
  t.match(usd.rows, [{ withholdingId: "WH7", chargeId: "WH7-R", certificate: "77" }, { withholdingId: "WH7-C" }]);
});
