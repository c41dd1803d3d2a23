import { type RawBuilder, sql } from "kysely";
import type { ApprovalRow, ApprovalView } from "../schemas/views/approval.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { listPage, type Page } from "./query/list.ts";
import { MAX_LIMIT, type PageRequest } from "./query/page.ts";
import { type AccessScope, equals, every, visible } from "./query/scope.ts";

/** Somebody who asks what waits for them, with the roles they hold on a day. */
export interface Checker {
  readonly personId: string;
  /** In whose place they may decide which kinds, up to which amount. */
  readonly delegators: readonly {
    readonly personId: string;
    readonly kinds: readonly string[];
    readonly maxAmount?: { readonly amount: string; readonly currency: string };
  }[];
  readonly on: CalendarDate;
}

export interface ApprovalFilter extends PageRequest {
  readonly scope: AccessScope;
  readonly status?: string;
  readonly entityId?: string;
  readonly maker?: string;
  /** Only those to which this person can still contribute. */
  readonly waitingFor?: Checker;
}

const COLUMNS = sql`
  a.approval_id as "approvalId", a.status, a.command,
  jsonb_strip_nulls(jsonb_build_object('personId', a.maker, 'roles', a.maker_roles, 'onBehalfOf', a.made_for)) as maker,
  a.entity_id as "entityId", a.branch_id as "branchId", a.target_stream as "targetStream", a.requirement, a.waiting_for as "waitingFor",
  coalesce((select jsonb_agg(jsonb_build_object('personId', g.person_id, 'onBehalfOf', g.granted_for, 'roles', g.roles, 'note', g.note,
      'grantedAt', to_char(g.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by g.grant_no)
    from approval_grant g where g.approval_id = a.approval_id), '[]') as grants,
  a.requested_at as "requestedAt", a.expires_on as "expiresOn", a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.note, a.code,
  a.executed_command_id as "executedCommandId", a.event_ids as "eventIds", a.ordinal`;

/** Newest first. */
export function listApprovals(db: ReadDatabase, filter: ApprovalFilter): Promise<Page<ApprovalRow>> {
  const { scope, status, entityId, maker, waitingFor } = filter;
  return listPage(db, {
    select: COLUMNS,
    from: sql`approval a`,
    where: every([
      inScope(scope),
      equals("a.status", status),
      equals("a.entity_id", entityId),
      equals("a.maker", maker),
      waitingFor === undefined ? sql<boolean>`true` : waitsFor(waitingFor),
    ]),
    order: [{ by: "a.ordinal", type: "bigint", descending: true, key: "ordinal" }],
    page: filter,
  });
}

/** Those that nobody has decided yet, oldest first: read page by page, while the first of them end. */
export async function* openApprovals(db: ReadDatabase): AsyncGenerator<Pick<ApprovalRow, "approvalId" | "ordinal">> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<Pick<ApprovalRow, "approvalId" | "ordinal">> = await listPage(db, {
      select: sql`a.approval_id as "approvalId", a.ordinal`,
      from: sql`approval a`,
      where: equals("a.status", "REQUESTED"),
      order: [{ by: "a.ordinal", type: "bigint", key: "ordinal" }],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}

export async function findApproval(db: ReadDatabase, approvalId: string, scope: AccessScope): Promise<ApprovalView | undefined> {
  const { rows } = await sql<ApprovalView>`
    select ${COLUMNS}, a.body, a.revision from approval a where a.approval_id = ${approvalId} and ${inScope(scope)}`.execute(db);
  return rows[0];
}

/** What a command of the whole ledger waits for is everybody's to see. */
function inScope(scope: AccessScope): RawBuilder<boolean> {
  return sql<boolean>`(a.entity_id is null or ${visible(scope, "a.entity_id", "a.branch_id")})`;
}

/** Open, in time, without a part of the person in it, and theirs to help with: by a role of their own, or of somebody who delegated to them. */
function waitsFor({ personId, delegators, on }: Checker): RawBuilder<boolean> {
  const inPlaceOf = delegators.map(
    (each) => sql<boolean>`(${hasNoPart(each.personId)} and ${canHelp(each.personId, on)} and ${isDelegated(each)})`,
  );
  const ways = sql.join([canHelp(personId, on), ...inPlaceOf], sql` or `);
  return sql<boolean>`(a.status = 'REQUESTED' and a.expires_on >= ${on} and ${hasNoPart(personId)} and (${ways}))`;
}

/** Neither made nor granted by somebody, nor in their place. */
function hasNoPart(personId: string): RawBuilder<boolean> {
  return sql<boolean>`(a.maker <> ${personId} and a.made_for is distinct from ${personId}
    and not exists (select from approval_grant g where g.approval_id = a.approval_id and ${personId} in (g.person_id, g.granted_for)))`;
}

/** It waits for one of the roles that somebody holds in the place of the command. */
function canHelp(personId: string, on: CalendarDate): RawBuilder<boolean> {
  return sql<boolean>`exists (select from person_role r where r.person_id = ${personId}
    and r.valid_from <= ${on} and (r.valid_to is null or r.valid_to >= ${on}) and a.waiting_for @> jsonb_build_array(r.role)
    and (a.entity_id is null or r.entity_ids = '[]' or r.entity_ids @> jsonb_build_array(a.entity_id))
    and (a.branch_id is null or r.branch_ids = '[]' or r.branch_ids @> jsonb_build_array(a.branch_id)))`;
}

/** Something it needs is a kind of decision that was delegated, up to the limit where both are known. */
function isDelegated({ kinds, maxAmount }: Checker["delegators"][number]): RawBuilder<boolean> {
  const within =
    maxAmount === undefined
      ? sql<boolean>`true`
      : sql<boolean>`(n->>'amount' is null or n->>'currency' = ${maxAmount.currency} and (n->>'amount')::numeric <= ${maxAmount.amount}::numeric)`;
  return sql<boolean>`exists (select from jsonb_array_elements(a.requirement) n where n->>'subject' = any(${[...kinds]}::text[]) and ${within})`;
}
