import { type RawBuilder, sql } from "kysely";
import type { AccountRow, AccountTotals, AccountView } from "../schemas/views/account.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import { lineStatus, liveSuspensions } from "./credit-line.ts";
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

/** exposure = open + pending clearance − cleared money not applied, where that is netted. */
const exposure = ({ netUnappliedCredit }: Judgement) =>
  netUnappliedCredit ? sql`(a.open_total + a.pending_clearance - a.unapplied_cleared)` : sql`(a.open_total + a.pending_clearance)`;

/** The limit while the line is neither missing nor expired, else zero with the currency's decimals. */
const limit = ({ asOf }: Judgement) =>
  sql`(case when a.line_id is null or a.line_valid_to < ${asOf} or a.line_valid_from > ${asOf} then a.open_total - a.open_total else a.credit_limit end)`;

/** limit × (100 + tolerance) / 100, HALF_UP, as `round` of numeric does it. */
const ceiling = (judgement: Judgement) => sql`round(${limit(judgement)} * (100 + coalesce(a.tolerance_pct, 0)) / 100, scale(a.open_total))`;

const available = (judgement: Judgement) => sql`(${ceiling(judgement)} - ${exposure(judgement)})`;

const status = ({ asOf }: Judgement): RawBuilder<string> =>
  sql<string>`case when a.line_id is null then 'NONE' else ${lineStatus(asOf, { account: "a.account_id", line: "a.line_id", validTo: "a.line_valid_to" })} end`;

export function listAccounts(
  db: ReadDatabase,
  filter: AccountListFilter,
): Promise<Page<AccountRow> & { readonly totals: readonly AccountTotals[] }> {
  const amounts = {
    balance: sql`a.open_total - a.unapplied_total`,
    open: sql`a.open_total`,
    unapplied: sql`a.unapplied_total`,
    pendingClearance: sql`a.pending_clearance`,
    exposure: exposure(filter),
    limit: limit(filter),
    available: available(filter),
  };
  const query = {
    select: sql`
      a.account_id as "accountId", a.customer_id as "customerId", a.entity_id as "entityId", a.currency,
      ${sql.join(Object.entries(amounts).map(([name, amount]) => sql`${amount} as ${sql.ref(name)}`))},
      a.line_id as "lineId", ${status(filter)} as "lineStatus", a.revision`,
    from: sql`account a`,
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
      ${exposure(request)} as exposure, ${limit(request)} as "limit", ${ceiling(request)} as ceiling, ${available(request)} as available,
      jsonb_build_object('status', ${status(request)}, 'lineId', a.line_id, 'termsCode', a.terms_code, 'tolerancePct', a.tolerance_pct::text,
        'validFrom', a.line_valid_from, 'validTo', a.line_valid_to, 'suspensions', ${liveSuspensions("a.account_id", "a.line_id")}) as line,
      a.revision, a.last_ordinal as "lastOrdinal"
    from account a
    where a.account_id = ${accountId} and ${oneOf("a.entity_id", scope.entityIds)} and ${customerAtHome(scope, "a.customer_id", "a.entity_id")}`.execute(
    db,
  );
  return rows[0];
}
