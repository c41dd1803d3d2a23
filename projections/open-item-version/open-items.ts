import { sql } from "kysely";
import type { OpenItem, OpenItems, UnappliedCredit } from "../../schemas/views/open-item.ts";
import { daysBetween } from "../../src/kernel/calendar-date.ts";
import { minorOf } from "../../src/kernel/money.ts";
import type { ReadDatabase } from "../define-projection.ts";
import { type AccessScope, visible } from "../query/scope.ts";
import { accountKeyOf } from "../rows/account-key.ts";
import { addDecimals, negated } from "../rows/decimal-text.ts";
import { inCurrency } from "./aging-figures.ts";
import { type Bucket, bucketOfDays } from "./buckets.ts";
import { type AgingBasis, itemsOfAccountsAt, type Moment } from "./items-at.ts";

export interface OpenItemsRequest extends Moment {
  readonly accountId: string;
  readonly buckets: readonly Bucket[];
  readonly basis?: AgingBasis;
  readonly scope: AccessScope;
}

interface ItemRow {
  readonly itemId: string;
  readonly side: "DEBIT" | "CREDIT";
  readonly documentId: string;
  readonly kind: string;
  readonly number: string;
  readonly issueDate: string;
  readonly dueOn: string;
  readonly originalDueOn: string;
  readonly currency: string;
  readonly original: string;
  readonly open: string;
  readonly pendingClearance: string;
  readonly promised: string;
  readonly coveredByPostDated: string;
  readonly branchId: string | null;
  readonly salespersonId: string | null;
}

/** In a series that the ledger numbers itself, the rank of the document or receipt. */
const NUMBER = sql`coalesce(nullif(i.number, ''), (
  select n.number from series_number n where (n.account_id, n.kind, n.source_id) = (i.account_id, o.document_kind, i.document_id)), '')`;

/** What is open on an account at a moment: instalments with days past due, and money not applied. */
export async function openItems(db: ReadDatabase, request: OpenItemsRequest): Promise<OpenItems> {
  const { accountId, asOf, ordinal } = request;
  const { rows } = await sql<ItemRow>`
    with ${itemsOfAccountsAt(request, [accountId])}
    select i.item_id as "itemId", i.kind as side, i.document_id as "documentId", o.document_kind as kind, ${NUMBER} as number, i.issue_date as "issueDate",
      i.due_date as "dueOn", i.original_due_date as "originalDueOn", i.currency, o.original, i.open, i.pending as "pendingClearance", i.promised,
      i.covered as "coveredByPostDated", i.branch_id as "branchId", i.salesperson_id as "salespersonId"
    from items i join open_item o using (account_id, item_id)
    where i.open <> 0 and ${visible(request.scope, "i.entity_id", "i.branch_id")}
    order by i.due_date, ${NUMBER} collate "C", i.item_id collate "C"`.execute(db);
  const { currency } = accountKeyOf({ streamId: accountId });
  const items = rows.filter(({ side }) => side === "DEBIT").map((row) => toOpenItem(row, request));
  const credits = rows.filter(({ side }) => side === "CREDIT").map(toUnappliedCredit);
  const open = total(
    items.map((item) => item.open),
    currency,
  );
  const pastDue = total(
    items.filter(({ daysPastDue }) => daysPastDue > 0).map((item) => item.open),
    currency,
  );
  const unapplied = total(
    credits.map((credit) => credit.unapplied),
    currency,
  );
  return {
    accountId,
    asOf,
    ordinal,
    items,
    credits,
    totals: { currency, open, pastDue, unapplied, balance: addDecimals(open, negated(unapplied)) },
  };
}

function toOpenItem({ itemId, side: _side, ...row }: ItemRow, { asOf, buckets, basis = "due" }: OpenItemsRequest): OpenItem {
  const start = { due: row.dueOn, issue: row.issueDate, "original-due": row.originalDueOn }[basis];
  const flags = [
    minorOf(row.pendingClearance) > 0n ? "PENDING_CLEARANCE" : undefined,
    minorOf(row.promised) > 0n ? "PROMISED" : undefined,
    minorOf(row.coveredByPostDated) > 0n ? "COVERED_BY_POST_DATED" : undefined,
  ] as const;
  return {
    instalmentId: itemId,
    ...row,
    daysPastDue: daysBetween(row.dueOn, asOf),
    bucket: bucketOfDays(buckets, daysBetween(start, asOf)),
    flags: flags.filter((flag) => flag !== undefined),
  };
}

function toUnappliedCredit({ documentId, kind, number, issueDate, currency, original, open }: ItemRow): UnappliedCredit {
  return { receiptId: documentId, kind, number, valueDate: issueDate, currency, original, unapplied: open };
}

function total(amounts: readonly string[], currency: string): string {
  return amounts.reduce(addDecimals, inCurrency("0", currency));
}

export interface AccountBalance {
  readonly open: string;
  readonly pastDue: string;
  readonly unapplied: string;
  /** open − unapplied */
  readonly balance: string;
  readonly pending: string;
  readonly promised: string;
  readonly covered: string;
}

/** Balances of accounts at a moment, as sums of their items. Accounts of which nothing is open are left out. */
export async function accountBalances(
  db: ReadDatabase,
  request: Moment & { readonly accountIds: readonly string[] },
): Promise<ReadonlyMap<string, AccountBalance>> {
  const { rows } = await sql<AccountBalance & { accountId: string; currency: string }>`
    with ${itemsOfAccountsAt(request, request.accountIds)}
    select account_id as "accountId", currency,
      coalesce(sum(open) filter (where kind = 'DEBIT'), 0) as open,
      coalesce(sum(open) filter (where kind = 'DEBIT' and due_date < ${request.asOf}), 0) as "pastDue",
      coalesce(sum(open) filter (where kind = 'CREDIT'), 0) as unapplied,
      sum(case kind when 'CREDIT' then -open else open end) as balance,
      sum(pending) as pending, sum(promised) as promised, sum(covered) as covered
    from items group by account_id, currency`.execute(db);
  return new Map(
    rows.map(({ accountId, currency, ...amounts }) => {
      const exact = Object.entries<string>({ ...amounts }).map(([name, amount]) => [name, inCurrency(amount, currency)]);
      return [accountId, Object.fromEntries(exact) as unknown as AccountBalance];
    }),
  );
}
