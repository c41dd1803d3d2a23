import { sql } from "kysely";
import type { AgingDifference, AgingEffect } from "../../schemas/views/aging.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "../define-projection.ts";
import { listPage, snapshot } from "../query/list.ts";
import type { PageRequest } from "../query/page.ts";
import { figuresOf, inCurrency, type PivotRow, pivotColumns } from "./aging-figures.ts";
import { type Bucket, bucketStarts } from "./buckets.ts";
import { type AgingBasis, basisColumn, type ItemFilter, itemCondition } from "./items-at.ts";

export interface AgingDifferenceRequest extends ItemFilter, PageRequest {
  readonly asOf: CalendarDate;
  /** Ordinals; each the end of an append. What came after `knownFrom` up to `knownTo` is listed. */
  readonly knownFrom: number;
  readonly knownTo: number;
  readonly basis: AgingBasis;
  readonly buckets: readonly Bucket[];
}

type EffectRow = Omit<AgingEffect, "bucket" | "amount" | "unapplied"> & { readonly bucket: number; readonly open: string };

/** Why aging for one business date changed between two points of knowledge: every event in between with its effect. The effects sum to the difference. */
export async function agingDifference(db: ReadDatabase, request: AgingDifferenceRequest): Promise<AgingDifference> {
  const { asOf, knownFrom, knownTo, basis, buckets } = request;
  const bucket = sql`case i.kind when 'CREDIT' then -1 else width_bucket(${asOf}::date - ${basisColumn(basis)}, ${bucketStarts(buckets)}::integer[]) end`;
  // What one event does to one item on several days counts together, and what it gives and takes again by asOf is no effect.
  const from = sql`(
    select account_id, item_id, ordinal, event_type, reference, max(effective_on) as effective_on,
           sum(open) as open, sum(pending) as pending, sum(promised) as promised, sum(covered) as covered
    from item_movement where known_from > ${knownFrom} and known_from <= ${knownTo} and effective_on <= ${asOf}
    group by account_id, item_id, ordinal, event_type, reference
    having sum(open) <> 0 or sum(pending) <> 0 or sum(promised) <> 0 or sum(covered) <> 0) m join open_item i using (account_id, item_id)`;
  const where = itemCondition(request, "i");
  return snapshot(db, async (tx) => {
    const page = await listPage<EffectRow>(tx, {
      select: sql`
        m.ordinal, m.event_type as type, m.effective_on as "effectiveOn", m.account_id as "accountId", m.item_id as "itemId",
        i.document_id as "documentId", i.number, m.reference, i.currency, ${bucket} as bucket, m.open,
        m.pending as "pendingClearance", m.promised, m.covered as "coveredByPostDated"`,
      from,
      where,
      order: [
        { by: "m.ordinal", type: "bigint", key: "ordinal" },
        { by: "m.account_id", type: "text", key: "accountId" },
        { by: "m.item_id", type: "text", key: "itemId" },
        { by: "m.reference", type: "text", key: "reference" },
      ],
      page: request,
    });
    const totals = await sql<PivotRow>`
      with summed as (
        select i.currency, ${bucket} as bucket, count(*) as items,
               sum(m.open) as open, sum(m.pending) as pending, sum(m.promised) as promised, sum(m.covered) as covered
        from ${from} where ${where} group by 1, 2)
      select currency, ${pivotColumns(buckets)} from summed group by currency order by currency collate "C"`.execute(tx);
    return {
      ...{ asOf, knownFrom, knownTo, basis },
      effects: page.rows.map((row) => toEffect(row, buckets)),
      totals: totals.rows.map((row) => ({ ...figuresOf(row, buckets), effects: row.items })),
      nextCursor: page.nextCursor,
    };
  });
}

function toEffect({ bucket, open, ...effect }: EffectRow, buckets: readonly Bucket[]): AgingEffect {
  const none = inCurrency("0", effect.currency);
  const code = buckets[bucket]?.code;
  return code === undefined
    ? { ...effect, bucket: null, amount: none, unapplied: open }
    : { ...effect, bucket: code, amount: open, unapplied: none };
}
