import { type RawBuilder, sql } from "kysely";
import type { CreditLineChangeRow, CreditLineRow, CreditLineTotals, SuspensionRow } from "../schemas/views/credit-line.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { hasPastDue } from "./delinquency.ts";
import { listPage, listPageWithTotals, type Page } from "./query/list.ts";
import { MAX_LIMIT, type PageRequest } from "./query/page.ts";
import { type AccessScope, customerAtHome, equals, every, oneOf } from "./query/scope.ts";

const SUSPENSION = sql`jsonb_build_object('suspensionId', s.suspension_id, 'lineId', s.line_id, 'reasonCode', s.reason_code, 'origin', s.origin,
  'cascade', s.cascade, 'suspendedOn', s.suspended_on, 'reinstatedOn', s.reinstated_on, 'until', s.until)`;

/** Live suspensions of the line with these columns, as JSON. */
export const liveSuspensions = (accountColumn: string, lineColumn: string) => sql<SuspensionRow[]>`coalesce((
  select jsonb_agg(${SUSPENSION} order by s.suspended_on, s.suspension_id) from suspension s
  where s.account_id = ${sql.ref(accountColumn)} and s.line_id = ${sql.ref(lineColumn)} and s.reinstated_on is null), '[]')`;

/** Whatever the line's validity: the permanent limit of the day or the highest temporary one above it. `l` is a row of credit_line. */
const grantedOn = (asOf: CalendarDate) => sql<string>`(select greatest(
  (select c.amount from credit_limit c where c.account_id = l.account_id and c.line_id = l.line_id and c.kind = 'PERMANENT'
   order by c.from_date > ${asOf}, case when c.from_date <= ${asOf} then c.from_date end desc,
     case when c.from_date <= ${asOf} then c.ordinal else -c.ordinal end desc limit 1),
  (select max(c.amount) from credit_limit c where c.account_id = l.account_id and c.line_id = l.line_id and c.kind = 'TEMPORARY'
   and ${asOf} between c.from_date and c.to_date)))`;

/** Nothing, with the currency's decimals, once the line is closed, before it begins and after its last day. */
const limitOn = (asOf: CalendarDate) => sql<string>`(case when l.closed_on is not null or l.valid_to < ${asOf} or l.valid_from > ${asOf}
  then l.credit_limit - l.credit_limit else ${grantedOn(asOf)} end)`;

const termsOn = (asOf: CalendarDate) => sql<string>`coalesce((select c.terms_code from credit_terms c
  where c.account_id = l.account_id and c.line_id = l.line_id and c.from_date <= ${asOf} order by c.from_date desc, c.ordinal desc limit 1), l.terms_code)`;

/** CLOSED before EXPIRED before SUSPENDED before OVER_LIMIT before ACTIVE. */
const lineStatus = (asOf: CalendarDate) => sql<string>`
  case when l.closed_on is not null then 'CLOSED'
       when l.valid_to < ${asOf} then 'EXPIRED'
       when exists (select from suspension s where s.account_id = l.account_id and s.line_id = l.line_id and s.reinstated_on is null) then 'SUSPENDED'
       when l.over_limit_since is not null then 'OVER_LIMIT'
       else 'ACTIVE' end`;

/**
 * The line of an account that is not closed, as of a day: at most one row, to be joined laterally. Columns: line_id, status, credit_limit,
 * tolerance_pct, terms_code, valid_from, valid_to, over_limit_since.
 */
export const openLineOf = (account: RawBuilder<unknown>, asOf: CalendarDate) => sql`
  (select l.line_id, ${lineStatus(asOf)} as status, ${limitOn(asOf)} as credit_limit, l.tolerance_pct, ${termsOn(asOf)} as terms_code, l.valid_from,
     l.valid_to, l.over_limit_since
   from credit_line l where l.account_id = ${account} and l.closed_on is null)`;

export interface CreditLineFilter extends PageRequest {
  readonly scope: AccessScope;
  /** The day whose limits and terms are shown, and on which lines are expired or not. */
  readonly asOf: CalendarDate;
  readonly status?: string;
  readonly entityId?: string;
  readonly customerId?: string;
  readonly currency?: string;
}

export function listCreditLines(
  db: ReadDatabase,
  filter: CreditLineFilter,
): Promise<Page<CreditLineRow> & { readonly totals: readonly CreditLineTotals[] }> {
  const { asOf } = filter;
  const query = {
    select: sql`
      l.account_id as "accountId", l.customer_id as "customerId", l.entity_id as "entityId", l.currency, l.line_id as "lineId",
      ${lineStatus(asOf)} as status, ${limitOn(asOf)} as "limit", ${grantedOn(asOf)} as granted, l.tolerance_pct as "tolerancePct",
      ${termsOn(asOf)} as "termsCode", l.valid_from as "validFrom", l.valid_to as "validTo", l.application_id as "applicationId",
      l.contract_id as "contractId", l.opened_on as "openedOn", l.closed_on as "closedOn", l.over_limit_since as "overLimitSince", l.approver,
      ${liveSuspensions("l.account_id", "l.line_id")} as suspensions`,
    from: sql`credit_line l`,
    where: every([
      oneOf("l.entity_id", filter.scope.entityIds),
      customerAtHome(filter.scope, "l.customer_id", "l.entity_id"),
      equals("l.entity_id", filter.entityId),
      equals("l.customer_id", filter.customerId),
      equals("l.currency", filter.currency),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${lineStatus(asOf)} = ${filter.status}`,
    ]),
    order: [
      { by: "l.account_id", type: "text", key: "accountId" },
      { by: "l.line_id", type: "text", key: "lineId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<CreditLineRow, CreditLineTotals>(db, query, sql`sum(${limitOn(asOf)}) as "limit"`, "l.currency");
}

export interface LineHistoryFilter extends PageRequest {
  readonly accountId: string;
  readonly scope: AccessScope;
  /** What takes effect after it is not shown. */
  readonly asOf: CalendarDate;
  readonly ordinal: number;
}

/** What happened to the lines of an account, as far as it was known at an ordinal: as recorded, oldest first. */
export function creditLineChanges(db: ReadDatabase, filter: LineHistoryFilter): Promise<Page<CreditLineChangeRow>> {
  return listPage<CreditLineChangeRow>(db, {
    select: sql`ordinal, line_id as "lineId", type, effective_on as "effectiveOn", recorded_at as "recordedAt", actor, details`,
    from: sql`credit_line_change`,
    where: every([
      equals("account_id", filter.accountId),
      oneOf("entity_id", filter.scope.entityIds),
      sql<boolean>`effective_on <= ${filter.asOf} and known_from <= ${filter.ordinal}`,
    ]),
    order: [{ by: "ordinal", type: "bigint", key: "ordinal" }],
    page: filter,
  });
}

/** How far back a limit or a broken promise is still looked at: longer than any outage. What is older was evaluated. */
const RECENT_DAYS = 120;

/**
 * Open lines that a new day may do something to: with past-due debt or a suspension that ends by itself, over their limit, or with a limit
 * that begins or ended and is not settled yet. Read page by page.
 */
export async function* linesToEvaluate(
  db: ReadDatabase,
  { entityId, on }: { readonly entityId: string; readonly on: CalendarDate },
): AsyncGenerator<{ readonly accountId: string }> {
  const suspended = sql`select from suspension s where s.account_id = l.account_id and s.line_id = l.line_id and s.reinstated_on is null
    and s.reason_code in ('PAST_DUE', 'OVERDRAWN')`;
  const limitChanged = sql`select from credit_limit c where c.account_id = l.account_id and c.line_id = l.line_id
    and (c.from_date between ${on}::date - ${RECENT_DAYS}::int and ${on} or c.to_date between ${on}::date - ${RECENT_DAYS}::int and ${on})`;
  const brokenPromise = sql`select from promise p where p.account_id = l.account_id and p.status = 'BROKEN' and p.decided_on > ${on}::date - ${RECENT_DAYS}::int`;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<{ readonly accountId: string }> = await listPage(db, {
      select: sql`l.account_id as "accountId"`,
      from: sql`credit_line l`,
      where: every([
        equals("l.entity_id", entityId),
        sql<boolean>`l.closed_on is null and (l.over_limit_since is not null or ${hasPastDue("l.account_id", on)}
          or exists (${suspended}) or exists (${limitChanged}) or exists (${brokenPromise}))`,
      ]),
      order: [{ by: "l.account_id", type: "text", key: "accountId" }],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}
