import { type RawBuilder, sql } from "kysely";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import { type AccessScope, equals, every, oneOf, visible } from "../query/scope.ts";
import { bucketOf, monthIndex } from "./item-fold.ts";

/** A point of both clocks: what was true on a business date, as far as the ledger knew at an ordinal (the end of an append). */
export interface Moment {
  readonly asOf: CalendarDate;
  readonly ordinal: number;
}

export interface ItemFilter {
  readonly scope: AccessScope;
  readonly entityIds?: readonly string[];
  readonly branchIds?: readonly string[];
  readonly currency?: string;
  readonly customerId?: string;
}

/** By what days past due are counted. */
export type AgingBasis = "due" | "issue" | "original-due";

export const basisColumn = (basis: AgingBasis, alias = "i") =>
  sql.ref(`${alias}.${{ due: "due_date", issue: "issue_date", "original-due": "original_due_date" }[basis]}`);

const REPORTED = sql`account_id, customer_id, entity_id, currency, branch_id, salesperson_id, kind, issue_date, due_date, original_due_date,
  open, pending, promised, covered`;

export function itemCondition(filter: ItemFilter, alias?: string): RawBuilder<boolean> {
  const named = (name: string) => (alias === undefined ? name : `${alias}.${name}`);
  return every([
    visible(filter.scope, named("entity_id"), named("branch_id")),
    oneOf(named("entity_id"), filter.entityIds),
    oneOf(named("branch_id"), filter.branchIds),
    equals(named("currency"), filter.currency),
    equals(named("customer_id"), filter.customerId),
  ]);
}

/**
 * Common table expressions that end in `items`: the rows of every item that amounts to something at a moment. Walks the months up to asOf and the
 * record buckets up to the ordinal, those that exist, and in each takes one narrow range of an index, without visiting a table:
 *
 *     current: eff_month = m and eff_to > asOf        closed: rec_bucket = b and rec_to > ordinal
 *
 * `offset 0` keeps the planner from turning the walk into one scan of everything.
 */
export function itemsAt({ asOf, ordinal }: Moment, filter: ItemFilter): RawBuilder<unknown> {
  const condition = itemCondition(filter);
  const month = monthIndex(asOf);
  const bucket = bucketOf(ordinal);
  return sql`
    eff_months (m) as (
      select min(eff_month) from open_item_current
      union all
      select (select min(eff_month) from open_item_current where eff_month > m) from eff_months where m < ${month}
    ),
    rec_buckets (b) as (
      select min(rec_bucket) from open_item_closed
      union all
      select (select min(rec_bucket) from open_item_closed where rec_bucket > b) from rec_buckets where b < ${bucket}
    ),
    items as (
      select i.* from eff_months, lateral (
        select ${REPORTED} from open_item_current
        where eff_month = m and eff_to > ${asOf} and eff_from <= ${asOf} and rec_from <= ${ordinal} and ${condition} offset 0) i
      where m <= ${month}
      union all
      select i.* from rec_buckets, lateral (
        select ${REPORTED} from open_item_closed
        where rec_bucket = b and rec_to > ${ordinal} and rec_from <= ${ordinal} and eff_from <= ${asOf} and eff_to > ${asOf} and ${condition} offset 0) i
      where b <= ${bucket}
    )`;
}

/** The same for some accounts: their open rectangles are found by account, whatever the size of the portfolio. */
export function itemsOfAccountsAt({ asOf, ordinal }: Moment, accountIds: readonly string[]): RawBuilder<unknown> {
  const columns = sql`${REPORTED}, item_id, document_id, number`;
  return sql`
    items as (
      select ${columns} from open_item_current
      where account_id = any(${accountIds}::text[]) and eff_to > ${asOf} and eff_from <= ${asOf} and rec_from <= ${ordinal}
      union all
      select ${columns} from open_item_closed
      where account_id = any(${accountIds}::text[]) and rec_to > ${ordinal} and rec_from <= ${ordinal} and eff_from <= ${asOf} and eff_to > ${asOf}
    )`;
}
