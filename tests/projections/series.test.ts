import { sql } from "kysely";
import t from "tap";
import { EVERYTHING } from "../../projections/query/scope.ts";
import { projections } from "../../projections/registry.ts";
import { listSeries } from "../../projections/series.ts";
import { ChargeIssued } from "../../schemas/events/account/documents.ts";
import { LegalEntityRegistered, SeriesDefined } from "../../schemas/events/organisation.ts";
import { rebuildProjections } from "../../src/read-store/rebuild.ts";
import { receipt } from "./account-events.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { openReadSide, type ReadSide } from "./read-side.ts";

const on = "2025-05-01";
const seriesOnly = projections.filter(({ name }) => name === "series");

const unnumbered = (receiptId: string, series = "RC") => {
  const event = receipt(receiptId, "1.00", { series });
  const { number: _none, ...data } = event.data;
  return { ...event, data };
};
const charge = (documentId: string) =>
  ChargeIssued({
    ...{ documentId, series: "RC", issueDate: on, instalmentId: `${documentId}.1`, dueOn: on, amount: "1.00" },
    reasonCode: "OTHER",
  });

/** Own series of two legal entities, and one that is numbered elsewhere. */
async function recordSeries({ append }: Ledger): Promise<void> {
  for (const entityId of ["CO01", "MX01"]) {
    await append(
      `organisation-${entityId}`,
      [
        LegalEntityRegistered({
          entityId,
          name: entityId,
          taxId: "1",
          country: "CO",
          timeZone: "America/Bogota",
          functionalCurrency: "COP",
        }),
        SeriesDefined({ entityId, code: "RC", kind: "RECEIPT", ownership: "OWN", prefix: "RC-", from: 1001, to: 1999 }),
        SeriesDefined({ entityId, code: "RC", kind: "CHARGE", ownership: "OWN", from: 1 }),
      ],
      { on },
    );
  }
  await append(
    "organisation-CO01",
    [SeriesDefined({ entityId: "CO01", code: "FV", kind: "INVOICE", ownership: "EXTERNAL", from: 1, legalReference: "DIAN 18764" })],
    { on },
  );
}

async function recordReceipts({ append }: Ledger): Promise<void> {
  await append("account-C1.CO01.COP", [unnumbered("A")], { on });
  await append("account-C2.CO01.COP", [unnumbered("B"), charge("K"), unnumbered("C")], { on });
  await append("account-C1.MX01.MXN", [unnumbered("A")], { on });
  await append("account-C1.CO01.COP", [receipt("N", "1.00", { series: "RC" })], { on });
  await append("account-C1.CO01.COP", [unnumbered("D"), unnumbered("E", "OTHER")], { on });
}

async function numbers({ readStore }: ReadSide): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select account_id || ' ' || kind || ' ' || source_id || ' ' || rank || ' ' || number as text from series_number order by ordinal`.execute(
    readStore.queries,
  );
  return rows.map(({ text }) => text);
}

const EXPECTED = [
  "C1.CO01.COP RECEIPT A 1 RC-1001",
  "C2.CO01.COP RECEIPT B 2 RC-1002",
  "C2.CO01.COP CHARGE K 1 1",
  "C2.CO01.COP RECEIPT C 3 RC-1003",
  "C1.MX01.MXN RECEIPT A 1 RC-1001",
  "C1.CO01.COP RECEIPT D 4 RC-1004",
  "C1.CO01.COP RECEIPT E 1 1",
];

t.test("NUM-1 the number of an own series is the rank of its event in ledger order, however the log is cut into batches", async (t) => {
  const ledger = await openLedger();
  await recordSeries(ledger);
  await recordReceipts(ledger);
  for (const batchSize of [1, 3, 1000]) {
    const side = await openReadSide(t, { batchSize, ledger, projections: seriesOnly });
    await side.upToDate();
    t.strictSame(await numbers(side), EXPECTED, `batches of ${batchSize}`);
  }
});

t.test("RCT-6 numbers go on without a gap, and a rebuild gives the same ones", async (t) => {
  const side = await openReadSide(t, { projections: seriesOnly });
  const { ledger, readStore } = side;
  await recordSeries(ledger);
  await recordReceipts(ledger);
  await side.upToDate();
  await rebuildProjections({ readStore, eventStore: ledger.store }, ["series"]);
  await ledger.append("account-C9.CO01.COP", [unnumbered("Z")], { on });
  await side.upToDate();
  t.strictSame(await numbers(side), [...EXPECTED, "C9.CO01.COP RECEIPT Z 5 RC-1005"]);
  t.strictSame(await listSeries(readStore.queries, { scope: EVERYTHING, entityId: "CO01" }), [
    row("CHARGE", "RC", { issued: 1, lastNumber: "1" }),
    row("INVOICE", "FV", { ownership: "EXTERNAL", legalReference: "DIAN 18764" }),
    row("RECEIPT", "RC", { prefix: "RC-", from: 1001, to: 1999, issued: 5, lastNumber: "RC-1005" }),
  ]);
  const elsewhere = { entityIds: ["MX01"], branchIds: "all" } as const;
  t.strictSame(await listSeries(readStore.queries, { scope: elsewhere, entityId: "CO01" }), [], "another legal entity is not seen");
});

function row(kind: string, code: string, more: object) {
  return {
    ...{ entityId: "CO01", kind, code, ownership: "OWN", prefix: null, from: 1, to: null, legalReference: null },
    ...{ issued: null, lastNumber: null },
    ...more,
  };
}
