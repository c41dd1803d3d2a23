import { sql } from "kysely";
import type { ApplicationProposalRow, ApplicationProposalTotals } from "../schemas/views/application-proposal.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPage, listPageWithTotals, type Page } from "./query/list.ts";
import { MAX_LIMIT } from "./query/page.ts";
import { between, equals, every } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * application_proposal: applications that wait for the leader, and what became of those that waited.
 *   application_id | receipt_id | status   | money     | settles    | valid_to
 *   AP-7           | RC-7       | PROPOSED | 980000.00 | 1000000.00 | 2025-11-25
 */
export const applicationProposal = defineRowsProjection({
  name: "application_proposal",
  version: 2,
  tables: {
    application_proposal: {
      comment: "Applications that wait, or waited, for the leader.",
      columns: {
        ...ACCOUNT_COLUMNS,
        application_id: column.text(),
        receipt_id: column.text("receipt or transferred credit"),
        status: column.text("PROPOSED, APPROVED or REJECTED"),
        money: column.numeric("of the receipt"),
        settles: column.numeric("of the instalments: the money and what settles with it"),
        lines: column.jsonb("as asked for"),
        asked_effective_on: optional.date(),
        debtor_instruction: optional.jsonb("sealed"),
        proposed_by: column.text(),
        proposed_for: optional.text("in whose place"),
        proposed_on: column.date(),
        valid_to: column.date("last day on which it can be approved"),
        decided_by: optional.text(),
        decided_on: optional.date(),
        origin: optional.text("of a rejected one: PERSON, EXPIRED or RETURNED"),
        note: optional.jsonb("sealed"),
      },
      primaryKey: ["account_id", "application_id"],
      indexes: ["(valid_to, account_id, application_id)", "(entity_id, valid_to, account_id, application_id) where status = 'PROPOSED'"],
    },
  },
  on: {
    ApplicationProposed(rows, event) {
      const { data, effectiveOn } = event;
      rows.application_proposal.insert({
        ...accountKeyOf(event),
        application_id: data.applicationId,
        receipt_id: data.receiptId,
        status: "PROPOSED",
        money: sumDecimals(data.reserves.map(({ money }) => money)),
        settles: sumDecimals(data.reserves.map(({ settles }) => settles)),
        lines: data.lines,
        asked_effective_on: data.askedEffectiveOn ?? null,
        debtor_instruction: data.debtorInstruction ?? null,
        proposed_by: data.proposedBy,
        proposed_for: data.proposedFor ?? null,
        proposed_on: effectiveOn,
        valid_to: data.validTo,
      });
    },
    ApplicationApproved: (rows, event) => decide(rows.application_proposal, event, "APPROVED", null),
    ApplicationRejected: (rows, event) => decide(rows.application_proposal, event, "REJECTED", event.data.origin),
  },
});

function decide(
  rows: RowChanges,
  { data, streamId, actor, effectiveOn }: LedgerEvent<"ApplicationApproved"> | LedgerEvent<"ApplicationRejected">,
  status: ApplicationProposalRow["status"],
  origin: string | null,
): void {
  rows.set(
    { account_id: streamId, application_id: data.applicationId },
    { status, decided_by: actor, decided_on: effectiveOn, origin, note: data.note ?? null },
  );
}

export interface ApplicationProposalFilter extends AccountFilter {
  readonly status?: string;
  readonly receiptId?: string;
  readonly proposedBy?: string;
  /** First and last day of the proposal, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** By the last day on which they can be approved, then account and application. */
export function listApplicationProposals(
  db: ReadDatabase,
  filter: ApplicationProposalFilter,
): Promise<Page<ApplicationProposalRow> & { readonly totals: readonly ApplicationProposalTotals[] }> {
  const query = {
    select: sql`
      p.account_id as "accountId", p.customer_id as "customerId", p.entity_id as "entityId", p.currency, p.application_id as "applicationId",
      p.receipt_id as "receiptId", p.status, p.money, p.settles, p.lines, p.asked_effective_on as "askedEffectiveOn",
      p.debtor_instruction as "debtorInstruction", p.proposed_by as "proposedBy", p.proposed_for as "proposedFor",
      p.proposed_on as "proposedOn", p.valid_to as "validTo", p.decided_by as "decidedBy", p.decided_on as "decidedOn", p.origin, p.note`,
    from: sql`application_proposal p`,
    where: every([
      accountCondition(filter, "p"),
      equals("p.status", filter.status),
      equals("p.receipt_id", filter.receiptId),
      equals("p.proposed_by", filter.proposedBy),
      between("p.proposed_on", filter.from, filter.to),
    ]),
    order: [
      { by: "p.valid_to", type: "date", key: "validTo" },
      { by: "p.account_id", type: "text", key: "accountId" },
      { by: "p.application_id", type: "text", key: "applicationId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(p.money) as money, sum(p.settles) as settles`;
  return listPageWithTotals<ApplicationProposalRow, ApplicationProposalTotals>(db, query, sums, "p.currency");
}

type Expired = Pick<ApplicationProposalRow, "validTo" | "accountId" | "applicationId">;

/** Proposals of a legal entity that nobody decided on and that cannot be approved any more on a date, oldest first. */
export async function* proposalsExpired(
  db: ReadDatabase,
  { entityId, on }: { readonly entityId: string; readonly on: string },
): AsyncGenerator<Expired> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<Expired> = await listPage(db, {
      select: sql`p.valid_to as "validTo", p.account_id as "accountId", p.application_id as "applicationId"`,
      from: sql`application_proposal p`,
      where: every([equals("p.entity_id", entityId), equals("p.status", "PROPOSED"), sql<boolean>`p.valid_to < ${on}`]),
      order: [
        { by: "p.valid_to", type: "date", key: "validTo" },
        { by: "p.account_id", type: "text", key: "accountId" },
        { by: "p.application_id", type: "text", key: "applicationId" },
      ],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}
