import { sql } from "kysely";
import type { ExposureRow, OrderEventRow, OrderRow, OrderTotals, OrderView } from "../schemas/views/order.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPage, listPageWithTotals, type Page } from "./query/list.ts";
import { MAX_LIMIT, type PageRequest } from "./query/page.ts";
import { type AccessScope, between, customerAtHome, equals, every, oneOf } from "./query/scope.ts";

/** What waits for a release. */
const HELD = sql`case when o.status = 'HELD' then greatest(o.amount - o.invoiced, 0 * o.amount)
  when o.status = 'RELEASED' and o.payment_method = 'CREDIT' then greatest(o.amount - o.invoiced - o.reservation, 0 * o.amount)
  else 0 * o.amount end`;

export interface OrderFilter extends AccountFilter {
  readonly status?: string;
  /** Held, or released in part, because of this rule. */
  readonly reason?: string;
  /** Days of shipment, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly ids?: readonly string[];
}

/** By day of shipment, then account and order. */
export function listOrders(db: ReadDatabase, filter: OrderFilter): Promise<Page<OrderRow> & { readonly totals: readonly OrderTotals[] }> {
  const { reason } = filter;
  const query = {
    select: sql`
      o.account_id as "accountId", o.customer_id as "customerId", o.entity_id as "entityId", o.currency, o.order_id as "orderId", o.status, o.amount,
      o.reservation, o.invoiced, ${HELD} as held, o.payment_method as "paymentMethod", o.terms_code as "termsCode", o.ship_on as "shipOn", o.checkpoint,
      o.reserved_until as "reservedUntil", o.release_expires_on as "releaseExpiresOn", o.reasons, o.overshoot, o.requested_on as "requestedOn",
      o.decided_on as "decidedOn"`,
    from: sql`order_header o`,
    where: every([
      accountCondition(filter, "o"),
      customerAtHome(filter.scope, "o.customer_id", "o.entity_id"),
      equals("o.status", filter.status),
      reason === undefined ? sql<boolean>`true` : sql<boolean>`o.reasons @> ${JSON.stringify([{ reasonCode: reason }])}::jsonb`,
      between("o.ship_on", filter.from, filter.to),
      oneOf("o.order_id", filter.ids),
    ]),
    order: [
      { by: "o.ship_on", type: "date", key: "shipOn" },
      { by: "o.account_id", type: "text", key: "accountId" },
      { by: "o.order_id", type: "text", key: "orderId" },
    ],
    page: filter,
  } as const;
  const sums = sql`sum(o.amount) as amount, sum(o.reservation) as reservation, sum(o.invoiced) as invoiced, sum(${HELD}) as held`;
  return listPageWithTotals<OrderRow, OrderTotals>(db, query, sums, "o.currency");
}

const DECISION = sql`
  'decidedOn', d.decided_on, 'asked', d.asked::text, 'limit', d.credit_limit::text, 'tolerancePct', d.tolerance_pct::text, 'ceiling', d.ceiling::text,
  'exposure', d.exposure::text, 'available', d.available::text, 'overshoot', d.overshoot::text, 'open', d.open_total::text,
  'pendingClearance', d.pending_clearance::text, 'reservations', d.reservations::text, 'unappliedNetted', d.unapplied_netted::text,
  'policyVersion', d.policy_version`;

/** One order with all that happened to it, oldest first. */
export async function findOrder(db: ReadDatabase, accountId: string, orderId: string, scope: AccessScope): Promise<OrderView | undefined> {
  const { rows } = await listOrders(db, { scope, accountId, ids: [orderId], limit: 1 });
  const found = rows[0];
  if (found === undefined) return undefined;
  const history = await sql<OrderEventRow>`
    select e.ordinal as position, e.event, e.happened_on as "happenedOn", e.actor, e.status, e.amount, e.reservation, e.reasons,
      e.document_id as "documentId", e.suspension_id as "suspensionId",
      case when d.ordinal is not null then jsonb_build_object(${DECISION}) end as decision
    from order_event e left join exposure_decision d on d.account_id = e.account_id and d.ordinal = e.ordinal
    where e.account_id = ${accountId} and e.order_id = ${orderId} order by e.ordinal`.execute(db);
  return { ...found, history: history.rows.slice() };
}

/** What exposure, limit and available were at each decision, the latest first. */
export function exposureHistory(
  db: ReadDatabase,
  { accountId, scope, ...page }: PageRequest & { readonly accountId: string; readonly scope: AccessScope },
): Promise<Page<ExposureRow>> {
  return listPage<ExposureRow>(db, {
    select: sql`
      d.ordinal as position, d.event, d.decided_on as "decidedOn", d.order_id as "orderId", d.currency, d.asked, d.credit_limit as "limit",
      d.tolerance_pct as "tolerancePct", d.ceiling, d.exposure, d.available, d.overshoot, d.open_total as open, d.pending_clearance as "pendingClearance",
      d.reservations, d.unapplied_netted as "unappliedNetted", d.policy_version as "policyVersion"`,
    from: sql`exposure_decision d`,
    where: every([accountCondition({ accountId, scope }, "d"), customerAtHome(scope, "d.customer_id", "d.entity_id")]),
    order: [{ by: "d.ordinal", type: "bigint", key: "position", descending: true }],
    page,
  });
}

interface OrderKey {
  readonly accountId: string;
  readonly orderId: string;
}

interface DueOrder extends OrderKey {
  readonly shipOn: string;
}

/** Orders of a legal entity whose reservation had its last day before a date. */
export async function* reservationsPastTheirDay(
  db: ReadDatabase,
  asked: { readonly entityId: string; readonly on: string },
): AsyncGenerator<OrderKey> {
  for await (const page of pagesOf<OrderKey>(db, asked.entityId, sql<boolean>`o.reserved_until < ${asked.on}`)) yield* page;
}

/** What the request for release said, of orders released by hand up to a day before a date. */
export async function* releasesPastTheirDay(
  db: ReadDatabase,
  asked: { readonly entityId: string; readonly on: string },
): AsyncGenerator<
  Pick<OrderRow, "accountId" | "orderId" | "amount" | "currency" | "paymentMethod" | "termsCode" | "shipOn" | "checkpoint">
> {
  const expired = sql<boolean>`o.release_expires_on < ${asked.on} and o.status = 'RELEASED'`;
  for await (const page of pagesOf<OrderRow>(db, asked.entityId, expired)) yield* page;
}

/** Read page by page, while the first of them are dealt with. */
async function* pagesOf<Row extends OrderKey>(
  db: ReadDatabase,
  entityId: string,
  due: ReturnType<typeof sql<boolean>>,
): AsyncGenerator<readonly Row[]> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<Row & DueOrder> = await listPage<Row & DueOrder>(db, {
      select: sql`o.account_id as "accountId", o.order_id as "orderId", o.amount, o.currency, o.payment_method as "paymentMethod",
        o.terms_code as "termsCode", o.ship_on as "shipOn", o.checkpoint`,
      from: sql`order_header o`,
      where: every([equals("o.entity_id", entityId), due]),
      order: [
        { by: "o.account_id", type: "text", key: "accountId" },
        { by: "o.order_id", type: "text", key: "orderId" },
      ],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield page.rows;
    cursor = page.nextCursor;
  }
}
