import { sql } from "kysely";
import type { DelinquencyState } from "../schemas/codes.ts";
import type { DelinquencyChangeRow, DelinquencyRow, DelinquencyTotals } from "../schemas/views/delinquency.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPage, listPageWithTotals, type Page, snapshot } from "./query/list.ts";
import { MAX_LIMIT, type PageRequest } from "./query/page.ts";
import { type AccessScope, customerAtHome, equals, every, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * delinquency: the state of default of each account that ever was in one; delinquency_change: how it got there, with what was believed before.
 *   account_id   | change_no | effective_on | from_state | to_state | superseded_from
 *   103.CO01.COP | 2         | 2025-12-02   | EARLY      | MID      | 1741
 */
export const delinquency = defineRowsProjection({
  name: "delinquency",
  version: 1,
  tables: {
    delinquency: {
      comment: "State of default of accounts as recorded now; accounts that never changed are CURRENT.",
      columns: { ...ACCOUNT_COLUMNS, state: column.text("CURRENT, EARLY, MID, LATE or SEVERE"), since: column.date() },
      primaryKey: ["account_id"],
      indexes: ["(state, account_id)"],
    },
    delinquency_change: {
      comment:
        "Changes of the state of default, on their true dates; superseded ones stay, with since when it is known that they are not true.",
      columns: {
        ...ACCOUNT_COLUMNS,
        change_no: column.integer(),
        effective_on: column.date(),
        from_state: column.text(),
        to_state: column.text(),
        cause: column.text("PAST_DUE, CURED or CORRECTED"),
        worst: optional.jsonb("the item that was longest past due"),
        supersedes: column.jsonb("numbers of the changes it supersedes"),
        ordinal: column.bigint("of the event"),
        known_from: column.bigint("ordinal of the last event of its append"),
        superseded_from: optional.bigint("the same of the change that supersedes it"),
        recorded_at: column.instant(),
      },
      primaryKey: ["account_id", "change_no"],
    },
  },
  on: {
    DelinquencyStateChanged({ delinquency, delinquency_change }, event) {
      const { data, effectiveOn, ordinal, knownFrom, recordedAt, streamId } = event;
      const { changeNo, from, to, cause, worst, supersedes } = data;
      const key = accountKeyOf(event);
      if (changeNo === 1) delinquency.insert({ ...key, state: to, since: effectiveOn });
      else delinquency.set({ account_id: streamId }, { state: to, since: effectiveOn });
      delinquency_change.insert({
        ...{ ...key, change_no: changeNo, effective_on: effectiveOn, from_state: from, to_state: to, cause, worst: worst ?? null },
        ...{ supersedes, ordinal, known_from: knownFrom, recorded_at: recordedAt },
      });
      for (const change_no of supersedes) delinquency_change.set({ account_id: streamId, change_no }, { superseded_from: knownFrom });
    },
  },
});

export interface DelinquencyFilter extends AccountFilter {
  readonly state?: DelinquencyState;
  /** The day on which items are past due. */
  readonly asOf: CalendarDate;
}

/** Every account with its state, open and past-due amounts, as recorded now. */
export function listDelinquency(
  db: ReadDatabase,
  filter: DelinquencyFilter,
): Promise<Page<DelinquencyRow> & { readonly totals: readonly DelinquencyTotals[] }> {
  const { asOf, state } = filter;
  const query = {
    select: sql`a.account_id as "accountId", a.customer_id as "customerId", a.entity_id as "entityId", a.currency,
      coalesce(d.state, 'CURRENT') as state, d.since, (${asOf}::date - due.earliest) as "worstDpd", a.open_total as "open", due.past as "pastDue"`,
    from: sql`account a left join delinquency d on d.account_id = a.account_id
      left join lateral (
        select min(i.due_date) as earliest, coalesce(sum(i.open), a.open_total - a.open_total) as past
        from instalment i where i.account_id = a.account_id and i.open > 0 and i.due_date < ${asOf}) due on true`,
    where: every([
      accountCondition(filter, "a"),
      customerAtHome(filter.scope, "a.customer_id", "a.entity_id"),
      state === undefined ? sql<boolean>`true` : sql<boolean>`coalesce(d.state, 'CURRENT') = ${state}`,
    ]),
    order: [{ by: "a.account_id", type: "text", key: "accountId" }],
    page: filter,
  } as const;
  const sums = sql`sum(a.open_total) as "open", sum(due.past) as "pastDue"`;
  return listPageWithTotals<DelinquencyRow, DelinquencyTotals>(db, query, sums, "a.currency");
}

export interface DelinquencyHistoryFilter extends PageRequest {
  readonly accountId: string;
  readonly scope: AccessScope;
  /** Changes of later days are not shown. */
  readonly asOf: CalendarDate;
  /** As known then. */
  readonly ordinal: number;
}

/** The state of one account on a day and how it came to it, as known at an ordinal; superseded changes are shown as such. */
export function delinquencyHistory(db: ReadDatabase, filter: DelinquencyHistoryFilter) {
  const known = every([
    equals("account_id", filter.accountId),
    oneOf("entity_id", filter.scope.entityIds),
    sql<boolean>`effective_on <= ${filter.asOf} and known_from <= ${filter.ordinal}`,
  ]);
  const superseded = sql<boolean>`(superseded_from is not null and superseded_from <= ${filter.ordinal})`;
  return snapshot(db, async (tx) => {
    const page = await listPage<DelinquencyChangeRow>(tx, {
      select: sql`change_no as "changeNo", effective_on as "effectiveOn", from_state as "from", to_state as "to", cause, worst, supersedes,
        ${superseded} as superseded, ordinal, recorded_at as "recordedAt"`,
      from: sql`delinquency_change`,
      where: known,
      order: [{ by: "change_no", type: "bigint", key: "changeNo" }],
      page: filter,
    });
    const { rows } = await sql<{ readonly state: DelinquencyState; readonly since: CalendarDate }>`
      select to_state as state, effective_on as since from delinquency_change where ${known} and not ${superseded}
      order by effective_on desc, change_no desc limit 1`.execute(tx);
    const { accountId, asOf } = filter;
    return { accountId, asOf, state: rows[0]?.state ?? ("CURRENT" as const), since: rows[0]?.since ?? null, ...page };
  });
}

/** What may pass a threshold, or leave its state: items past due on a day, and states that are not current. Read page by page. */
export async function* accountsInDefault(
  db: ReadDatabase,
  { entityId, on }: { readonly entityId: string; readonly on: CalendarDate },
): AsyncGenerator<{ readonly accountId: string }> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<{ readonly accountId: string }> = await listPage(db, {
      select: sql`a.account_id as "accountId"`,
      from: sql`account a left join delinquency d on d.account_id = a.account_id`,
      where: every([
        equals("a.entity_id", entityId),
        sql<boolean>`(coalesce(d.state, 'CURRENT') <> 'CURRENT' or ${hasPastDue("a.account_id", on)})`,
      ]),
      order: [{ by: "a.account_id", type: "text", key: "accountId" }],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}

/** Whether something of an account is past due on a day, by what is recorded now. */
export const hasPastDue = (accountColumn: string, on: CalendarDate) =>
  sql<boolean>`exists (select from instalment i where i.account_id = ${sql.ref(accountColumn)} and i.open > 0 and i.due_date < ${on})`;
