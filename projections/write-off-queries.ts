import { sql } from "kysely";
import type { WriteOffRow, WriteOffTotals } from "../schemas/views/write-off.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import { between, equals, every } from "./query/scope.ts";

export interface WriteOffFilter extends AccountFilter {
  readonly status?: string;
  readonly writeOffId?: string;
  /** The memo is the one at the end of this day; without it the one that is recorded now. */
  readonly asOf?: string;
  /** First and last day of the proposal, both included. */
  readonly from?: string;
  readonly to?: string;
}

const STAGE = sql<string>`case when w.status = 'POSTED' and w.memo = 0 then 'RECOVERED'
  when w.status = 'POSTED' and w.memo < w.amount then 'PARTLY_RECOVERED' else w.status end`;

/** By day of the proposal, then account and write-off. The memo portfolio is what has a memo. */
export function listWriteOffs(
  db: ReadDatabase,
  filter: WriteOffFilter,
): Promise<Page<WriteOffRow> & { readonly totals: readonly WriteOffTotals[] }> {
  const upTo = filter.asOf === undefined ? sql<boolean>`true` : sql<boolean>`m.effective_on <= ${filter.asOf}`;
  const query = {
    select: sql`
      w.account_id as "accountId", w.customer_id as "customerId", w.entity_id as "entityId", w.currency, w.write_off_id as "writeOffId",
      ${STAGE} as status, w.amount, memo.amount as memo, recovery.amount as recovered, w.automatic, w.proposed_by as "proposedBy",
      w.proposed_on as "proposedOn", w.provision_coverage as "provisionCoverage",
      (select coalesce(jsonb_agg(e ->> 'kind' order by n), '[]') from jsonb_array_elements(w.evidence) with ordinality as each(e, n))
        as "evidenceKinds",
      w.authority_level as "authorityLevel", w.approvers, w.posted_on as "postedOn", w.reversed_on as "reversedOn",
      (select jsonb_agg(jsonb_build_object('instalmentId', l.instalment_id, 'amount', l.amount::text, 'memo', (
          select coalesce(sum(m.amount), l.amount - l.amount)::text from write_off_memo_change m
          where m.account_id = l.account_id and m.write_off_id = l.write_off_id and m.instalment_id = l.instalment_id and ${upTo}))
        order by l.instalment_id collate "C")
       from write_off_line l where l.account_id = w.account_id and l.write_off_id = w.write_off_id) as lines`,
    from: sql`write_off w
      cross join lateral (select coalesce(sum(m.amount), w.amount - w.amount) as amount from write_off_memo_change m
        where m.account_id = w.account_id and m.write_off_id = w.write_off_id and ${upTo}) memo
      cross join lateral (select coalesce(sum(r.amount_left), w.amount - w.amount) as amount from write_off_recovery r
        where r.account_id = w.account_id and r.write_off_id = w.write_off_id) recovery`,
    where: every([
      accountCondition(filter, "w"),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${STAGE} = ${filter.status}`,
      equals("w.write_off_id", filter.writeOffId),
      between("w.proposed_on", filter.from, filter.to),
    ]),
    order: [
      { by: "w.proposed_on", type: "date", key: "proposedOn" },
      { by: "w.account_id", type: "text", key: "accountId" },
      { by: "w.write_off_id", type: "text", key: "writeOffId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(w.amount) as amount, sum(memo.amount) as memo, sum(recovery.amount) as recovered`;
  return listPageWithTotals<WriteOffRow, WriteOffTotals>(db, query, sums, "w.currency");
}
