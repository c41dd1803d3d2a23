import { sql } from "kysely";
import type { SeriesRow } from "../schemas/views/series.ts";
import type { LedgerEvent, ReadDatabase, ReadTransaction, TableNames } from "./define-projection.ts";
import { type AccessScope, equals, every, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { column, optional } from "./rows/columns.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * series and series_number: series of numbers, and the numbers that the ledger gives in its own. A number is the rank of its event in the
 * series in ledger order: no gap, no duplicate, the same after every rebuild, and known without anybody having to agree on it before.
 *   account_id  | kind    | source_id | series | rank | number
 *   103.CO01.COP | RECEIPT | RC-77     | RC     | 12   | RC-1012
 */
export const series = defineRowsProjection({
  name: "series",
  version: 1,
  tables: {
    series: {
      comment: "Series of numbers of legal entities.",
      columns: {
        entity_id: column.text("legal entity"),
        kind: column.text("of the documents it numbers"),
        code: column.text(),
        ownership: column.text("EXTERNAL: numbers are given; OWN: the ledger counts"),
        prefix: optional.text("printed before each number of an own series"),
        first_number: column.bigint(),
        last_number: optional.bigint("the last one permitted"),
        legal_reference: optional.text(),
      },
      primaryKey: ["entity_id", "kind", "code"],
    },
    series_number: {
      comment: "Numbers that the ledger gave, by what they were given to.",
      columns: {
        ordinal: column.bigint("of the event"),
        account_id: column.text("{customerId}.{entityId}.{currency}"),
        kind: column.text("RECEIPT, DEBIT_NOTE or CHARGE"),
        source_id: column.text("receipt or document"),
        entity_id: column.text("legal entity"),
        series: column.text(),
        rank: optional.bigint("place in the series, from 1; never null once written"),
        number: optional.text("as printed; never null once written"),
      },
      primaryKey: ["ordinal"],
      indexes: ["(account_id, source_id)", "(entity_id, kind, series, rank)", "(ordinal) where rank is null"],
    },
  },
  on: {
    SeriesDefined: ({ series }, { data }) =>
      series.insert({
        entity_id: data.entityId,
        kind: data.kind,
        code: data.code,
        ownership: data.ownership,
        prefix: data.prefix ?? null,
        first_number: data.from,
        last_number: data.to ?? null,
        legal_reference: data.legalReference ?? null,
      }),
    ReceiptRegistered: ({ series_number }, event) => takePlace(series_number, event, "RECEIPT", event.data.receiptId),
    DebitNoteIssued: ({ series_number }, event) => takePlace(series_number, event, "DEBIT_NOTE", event.data.documentId),
    ChargeIssued: ({ series_number }, event) => takePlace(series_number, event, "CHARGE", event.data.documentId),
  },
  after: numberNewOnes,
});

/** What has no number stands in a series in which the ledger counts, or in none at all. */
function takePlace(
  rows: RowChanges,
  event: LedgerEvent<"ReceiptRegistered" | "DebitNoteIssued" | "ChargeIssued">,
  kind: string,
  sourceId: string,
): void {
  const { series, number } = event.data;
  if (series === undefined || number !== undefined) return;
  const { account_id, entity_id } = accountKeyOf(event);
  rows.insert({ ordinal: event.ordinal, account_id, entity_id, kind, series, source_id: sourceId });
}

/** A series is defined before anything counts in it, so that how the log is cut into batches does not show. */
async function numberNewOnes(_batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void> {
  const numbers = sql.table(table("series_number"));
  await sql`
    update ${numbers} as n set rank = r.rank, number = coalesce(s.prefix, '') || (coalesce(s.first_number, 1) + r.rank - 1)
    from (
      select f.ordinal, f.entity_id, f.kind, f.series,
        coalesce((select max(o.rank) from ${numbers} o where (o.entity_id, o.kind, o.series) = (f.entity_id, f.kind, f.series)), 0)
          + row_number() over (partition by f.entity_id, f.kind, f.series order by f.ordinal) as rank
      from ${numbers} f where f.rank is null) r
    left join ${sql.table(table("series"))} s on (s.entity_id, s.kind, s.code) = (r.entity_id, r.kind, r.series)
    where n.ordinal = r.ordinal`.execute(tx);
}

/** By legal entity, kind and code; of an own series also how far it has come. */
export async function listSeries(
  db: ReadDatabase,
  { scope, entityId, kind }: { readonly scope: AccessScope; readonly entityId?: string; readonly kind?: string },
): Promise<readonly SeriesRow[]> {
  const { rows } = await sql<SeriesRow>`
    select s.entity_id as "entityId", s.kind, s.code, s.ownership, s.prefix, s.first_number as "from", s.last_number as "to",
      s.legal_reference as "legalReference", n.rank as issued, n.number as "lastNumber"
    from series s left join lateral (
      select rank, number from series_number
      where (entity_id, kind, series) = (s.entity_id, s.kind, s.code) order by rank desc limit 1) n on true
    where ${every([oneOf("s.entity_id", scope.entityIds), equals("s.entity_id", entityId), equals("s.kind", kind)])}
    order by s.entity_id, s.kind, s.code`.execute(db);
  return rows;
}
