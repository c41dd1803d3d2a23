import { sql } from "kysely";
import type { AccountRow, AccountTotals, AccountView } from "../schemas/views/account.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import { liveSuspensions, openLineOf } from "./credit-line-queries.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { inCurrency } from "./open-item-version/aging-figures.ts";
import { accountBalances } from "./open-item-version/open-items.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPageWithTotals, type Page, snapshot } from "./query/list.ts";
import { type AccessScope, customerAtHome, every, oneOf } from "./query/scope.ts";

export interface AccountListFilter extends AccountFilter {
  /** The day on which lines are expired or not. */
  readonly asOf: CalendarDate;
  /** Of the policy `credit` in force: whether cleared money that is not applied lowers the exposure. */
  readonly netUnappliedCredit: boolean;
  readonly ids?: readonly string[];
}

type Judgement = Pick<AccountListFilter, "asOf" | "netUnappliedCredit">;

/** exposure = open + pending clearance + reservations of orders − cleared money not applied, where that is netted. */
const exposure = ({ netUnappliedCredit }: Judgement) =>
  netUnappliedCredit
    ? sql`(a.open_total + a.pending_clearance + reserved.total - a.unapplied_cleared)`
    : sql`(a.open_total + a.pending_clearance + reserved.total)`;

/** The limit of the day; nothing, with the currency's decimals, without a line and while it is not valid. */
const limit = sql`coalesce(line.credit_limit, a.open_total - a.open_total)`;

/** limit × (100 + tolerance) / 100, HALF_UP, as `round` of numeric does it. */
const ceiling = sql`round(${limit} * (100 + coalesce(line.tolerance_pct, 0)) / 100, scale(a.open_total))`;

const available = (judgement: Judgement) => sql`(${ceiling} - ${exposure(judgement)})`;

const status = sql<string>`coalesce(line.status, 'NONE')`;

const accountAndLine = ({ asOf }: Judgement) => sql`account a left join lateral ${openLineOf(sql.ref("a.account_id"), asOf)} line on true
  cross join lateral (select coalesce(sum(o.reservation), a.open_total - a.open_total) as total from order_header o where o.account_id = a.account_id) reserved`;

export function listAccounts(
  db: ReadDatabase,
  filter: AccountListFilter,
): Promise<Page<AccountRow> & { readonly totals: readonly AccountTotals[] }> {
  const amounts = {
    balance: sql`a.open_total - a.unapplied_total`,
    open: sql`a.open_total`,
    unapplied: sql`a.unapplied_total`,
    pendingClearance: sql`a.pending_clearance`,
    reservations: sql`reserved.total`,
    exposure: exposure(filter),
    limit,
    available: available(filter),
  };
  const query = {
    select: sql`
      a.account_id as "accountId", a.customer_id as "customerId", a.entity_id as "entityId", a.currency,
      ${sql.join(Object.entries(amounts).map(([name, amount]) => sql`${amount} as ${sql.ref(name)}`))},
      line.line_id as "lineId", ${status} as "lineStatus", a.revision`,
    from: accountAndLine(filter),
    where: every([
      accountCondition(filter, "a"),
      customerAtHome(filter.scope, "a.customer_id", "a.entity_id"),
      oneOf("a.account_id", filter.ids),
    ]),
    order: [{ by: "a.account_id", type: "text", key: "accountId" }],
    page: filter,
  } as const;
  const sums = sql.join(Object.entries(amounts).map(([name, amount]) => sql`sum(${amount}) as ${sql.ref(name)}`));
  return listPageWithTotals<AccountRow, AccountTotals>(db, query, sums, "a.currency");
}

export interface AccountRequest extends Judgement {
  readonly scope: AccessScope;
  /** Balance and past due as known at this ordinal. */
  readonly ordinal: number;
}

interface FoundAccount {
  readonly accountId: string;
  readonly customerId: string;
  readonly entityId: string;
  readonly currency: string;
  readonly pendingClearance: string;
  readonly reservations: string;
  readonly exposure: string;
  readonly limit: string;
  readonly ceiling: string;
  readonly available: string;
  readonly line: AccountView["line"];
  readonly revision: number;
  readonly lastOrdinal: number;
}

export function findAccount(db: ReadDatabase, accountId: string, request: AccountRequest): Promise<AccountView | undefined> {
  return snapshot(db, async (tx) => {
    const found = await readAccount(tx, accountId, request);
    if (found === undefined) return undefined;
    const { asOf, ordinal } = request;
    const balances = (await accountBalances(tx, { asOf, ordinal, accountIds: [accountId] })).get(accountId);
    const { currency, line, revision, lastOrdinal, customerId, entityId } = found;
    const money = (amount: string) => ({ amount: inCurrency(amount, currency), currency });
    return {
      ...{ accountId, customerId, entityId, currency, asOf, ordinal },
      balance: money(balances?.balance ?? "0"),
      pastDue: money(balances?.pastDue ?? "0"),
      unapplied: money(balances?.unapplied ?? "0"),
      pendingClearance: money(found.pendingClearance),
      reservations: money(found.reservations),
      exposure: money(found.exposure),
      limit: money(found.limit),
      ceiling: money(found.ceiling),
      available: money(found.available),
      ...{ line, revision, lastOrdinal },
    };
  });
}

async function readAccount(db: ReadDatabase, accountId: string, request: AccountRequest): Promise<FoundAccount | undefined> {
  const { scope } = request;
  const { rows } = await sql<FoundAccount>`
    select a.account_id as "accountId", a.customer_id as "customerId", a.entity_id as "entityId", a.currency, a.pending_clearance as "pendingClearance",
      reserved.total as reservations, ${exposure(request)} as exposure, ${limit} as "limit", ${ceiling} as ceiling, ${available(request)} as available,
      jsonb_build_object('status', ${status}, 'lineId', line.line_id, 'termsCode', line.terms_code, 'tolerancePct', line.tolerance_pct::text,
        'validFrom', line.valid_from, 'validTo', line.valid_to, 'overLimitSince', line.over_limit_since,
        'suspensions', ${liveSuspensions("a.account_id", "line.line_id")}) as line,
      a.revision, a.last_ordinal as "lastOrdinal"
    from ${accountAndLine(request)}
    where a.account_id = ${accountId} and ${oneOf("a.entity_id", scope.entityIds)} and ${customerAtHome(scope, "a.customer_id", "a.entity_id")}`.execute(
    db,
  );
  return rows[0];
}
