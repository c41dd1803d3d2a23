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

type EffectRow = Omit<AgingEffect, "bucket" | "amount" | "unapplied"> & {
  readonly bucket: number;
  readonly open: string;
  /** 0: what an event moved; −1 and 1: out of the bucket of one due date, into that of another. */
  readonly place: number;
};

type Between = Pick<AgingDifferenceRequest, "asOf" | "knownFrom" | "knownTo">;

/** The due date of an item that counts on a day, as known at an ordinal. */
const dueDateOf = (item: string, asOf: CalendarDate, known: number) => sql`coalesce((
  select d.new_due_date from item_movement d
  where d.account_id = ${sql.ref(`${item}.account_id`)} and d.item_id = ${sql.ref(`${item}.item_id`)}
    and d.new_due_date is not null and d.effective_on <= ${asOf} and d.known_from <= ${known}
  order by d.effective_on desc, d.ordinal desc, d.seq desc limit 1), b.due_date)`;

/** What one event does to one item on several days counts together, and what it gives and takes again by asOf is no effect. */
const movesBetween = ({ asOf, knownFrom, knownTo }: Between) => sql`
  select x.*, 0::bigint as place, ${dueDateOf("x", asOf, knownFrom)} as due from (
    select account_id, item_id, ordinal, event_type, reference, max(effective_on) as effective_on,
           sum(open) as open, sum(pending) as pending, sum(promised) as promised, sum(covered) as covered
    from item_movement where known_from > ${knownFrom} and known_from <= ${knownTo} and effective_on <= ${asOf}
    group by account_id, item_id, ordinal, event_type, reference
    having sum(open) <> 0 or sum(pending) <> 0 or sum(promised) <> 0 or sum(covered) <> 0) x join open_item b using (account_id, item_id)`;

/** An item whose due date counts otherwise than before leaves one bucket and enters another with all that it then amounts to. */
const reclassified = ({ asOf, knownFrom, knownTo }: Between) => sql`
  select k.account_id, k.item_id, k.ordinal, k.event_type, k.item_id, k.effective_on, sign.place * s.open, sign.place * s.pending,
    sign.place * s.promised, sign.place * s.covered, sign.place, case sign.place when 1 then k.new_due else k.old_due end
  from (
    select distinct on (c.account_id, c.item_id) c.account_id, c.item_id, c.ordinal, c.event_type, c.effective_on,
      ${dueDateOf("c", asOf, knownFrom)} as old_due, ${dueDateOf("c", asOf, knownTo)} as new_due
    from item_movement c join open_item b using (account_id, item_id)
    where c.known_from > ${knownFrom} and c.known_from <= ${knownTo} and c.effective_on <= ${asOf} and c.new_due_date is not null
    order by c.account_id, c.item_id, c.ordinal desc) k
  cross join lateral (
    select sum(open) as open, sum(pending) as pending, sum(promised) as promised, sum(covered) as covered from item_movement a
    where a.account_id = k.account_id and a.item_id = k.item_id and a.known_from <= ${knownTo} and a.effective_on <= ${asOf}) s
  cross join (values (-1::bigint), (1::bigint)) as sign (place)
  where k.old_due <> k.new_due and (s.open <> 0 or s.pending <> 0 or s.promised <> 0 or s.covered <> 0)`;

/** Why aging for one business date changed between two points of knowledge: every event in between with its effect. The effects sum to the difference. */
export async function agingDifference(db: ReadDatabase, request: AgingDifferenceRequest): Promise<AgingDifference> {
  const { asOf, knownFrom, knownTo, basis, buckets } = request;
  const days = basis === "due" ? sql`${asOf}::date - m.due` : sql`${asOf}::date - ${basisColumn(basis)}`;
  const bucket = sql`case i.kind when 'CREDIT' then -1 else width_bucket(${days}, ${bucketStarts(buckets)}::integer[]) end`;
  const moves = sql`(${movesBetween(request)}${basis === "due" ? sql` union all ${reclassified(request)}` : sql``})`;
  const from = sql`${moves} m join open_item i using (account_id, item_id)`;
  const where = itemCondition(request, "i");
  return snapshot(db, async (tx) => {
    const page = await listPage<EffectRow>(tx, {
      select: sql`
        m.ordinal, m.event_type as type, m.effective_on as "effectiveOn", m.account_id as "accountId", m.item_id as "itemId",
        i.document_id as "documentId", i.number, m.reference, m.place, i.currency, ${bucket} as bucket, m.open,
        m.pending as "pendingClearance", m.promised, m.covered as "coveredByPostDated"`,
      from,
      where,
      order: [
        { by: "m.ordinal", type: "bigint", key: "ordinal" },
        { by: "m.account_id", type: "text", key: "accountId" },
        { by: "m.item_id", type: "text", key: "itemId" },
        { by: "m.reference", type: "text", key: "reference" },
        { by: "m.place", type: "bigint", key: "place" },
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

function toEffect({ bucket, open, place: _place, ...effect }: EffectRow, buckets: readonly Bucket[]): AgingEffect {
  const none = inCurrency("0", effect.currency);
  const code = buckets[bucket]?.code;
  return code === undefined
    ? { ...effect, bucket: null, amount: none, unapplied: open }
    : { ...effect, bucket: code, amount: open, unapplied: none };
}
