import { sql } from "kysely";
import type { PromiseRow, PromiseTotals } from "../schemas/views/promise.ts";
import type { LedgerEvent, ReadDatabase } from "./define-projection.ts";
import { type AccountFilter, accountCondition } from "./query/account-filter.ts";
import { listPage, listPageWithTotals, type Page } from "./query/list.ts";
import { MAX_LIMIT } from "./query/page.ts";
import { between, equals, every, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { sumDecimals } from "./rows/decimal-text.ts";
import type { RowChanges } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * promise and promise_line: what customers committed to pay, and what became of it.
 *   promise_id | status | due_on     | promised   | counted
 *   PR-5       | BROKEN | 2025-11-20 | 1000000.00 | 499999.99
 */
export const promise = defineRowsProjection({
  name: "promise",
  version: 3,
  tables: {
    promise: {
      comment: "Promises to pay.",
      columns: {
        ...ACCOUNT_COLUMNS,
        promise_id: column.text(),
        status: column.text("ACTIVE, KEPT, PARTIALLY_KEPT, BROKEN, CANCELLED or SUPERSEDED"),
        due_on: column.date(),
        registered_on: column.date(),
        decided_on: optional.date("business date on which it ended"),
        promised: column.numeric(),
        counted: optional.numeric("money that counted for it"),
        missing: optional.numeric(),
        channel: column.text(),
        contact_person_id: optional.text(),
        collector_id: optional.text(),
        evidence_ref: optional.text(),
        renewal_no: column.integer("promises it takes the place of, one after the other"),
        superseded_by: optional.text("the promise in its place"),
      },
      primaryKey: ["account_id", "promise_id"],
      indexes: ["(due_on, account_id, promise_id)", "(entity_id, due_on, account_id, promise_id) where status = 'ACTIVE'"],
    },
    promise_line: {
      comment: "What a promise covers.",
      columns: {
        account_id: ACCOUNT_COLUMNS.account_id,
        promise_id: column.text(),
        line_no: column.integer(),
        instalment_id: column.text(),
        amount: column.numeric("as promised"),
      },
      primaryKey: ["account_id", "promise_id", "line_no"],
      indexes: ["(account_id, instalment_id)"],
    },
  },
  on: {
    PromiseRegistered(rows, event) {
      const { data, effectiveOn, streamId } = event;
      rows.promise.insert({
        ...accountKeyOf(event),
        promise_id: data.promiseId,
        status: "ACTIVE",
        due_on: data.dueOn,
        registered_on: effectiveOn,
        promised: sumDecimals(data.lines.map(({ amount }) => amount)),
        channel: data.channel,
        contact_person_id: data.contactPersonId ?? null,
        collector_id: data.collectorId ?? null,
        evidence_ref: data.evidenceRef ?? null,
        renewal_no: data.renewalNo ?? 0,
      });
      for (const [place, { instalmentId, amount }] of data.lines.entries()) {
        rows.promise_line.insert({
          account_id: streamId,
          promise_id: data.promiseId,
          line_no: place + 1,
          instalment_id: instalmentId,
          amount,
        });
      }
    },
    PromiseKept: ({ promise }, event) => end(promise, event, "KEPT"),
    PromisePartiallyKept: ({ promise }, event) => end(promise, event, "PARTIALLY_KEPT"),
    PromiseBroken: ({ promise }, event) => end(promise, event, "BROKEN"),
    PromiseCancelled: ({ promise }, event) => end(promise, event, "CANCELLED"),
    PromiseSuperseded({ promise }, event) {
      end(promise, event, "SUPERSEDED");
      promise.set({ account_id: event.streamId, promise_id: event.data.promiseId }, { superseded_by: event.data.newPromiseId });
    },
    PromiseKeptReversed: ({ promise }, { data, streamId }) =>
      promise.set(
        { account_id: streamId, promise_id: data.promiseId },
        { status: "ACTIVE", decided_on: null, counted: data.counted, missing: null },
      ),
  },
});

type Ending = Pick<LedgerEvent<"PromiseCancelled" | "PromiseSuperseded" | "PromiseKept">, "streamId" | "effectiveOn"> & {
  readonly data: { readonly promiseId: string; readonly counted?: string; readonly missing?: string };
};

function end(promise: RowChanges, { data, streamId, effectiveOn }: Ending, status: PromiseRow["status"]): void {
  const outcome = data.counted === undefined ? {} : { counted: data.counted, missing: data.missing ?? null };
  promise.set({ account_id: streamId, promise_id: data.promiseId }, { status, decided_on: effectiveOn, ...outcome });
}

export interface PromiseFilter extends AccountFilter {
  readonly status?: string;
  readonly collectorId?: string;
  /** Both included. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
  readonly ids?: readonly string[];
}

/** By due date, then account and promise. */
export function listPromises(
  db: ReadDatabase,
  filter: PromiseFilter,
): Promise<Page<PromiseRow> & { readonly totals: readonly PromiseTotals[] }> {
  const query = {
    select: sql`
      p.account_id as "accountId", p.customer_id as "customerId", p.entity_id as "entityId", p.currency, p.promise_id as "promiseId", p.status,
      p.due_on as "dueOn", p.registered_on as "registeredOn", p.decided_on as "decidedOn", p.promised, p.counted, p.missing, p.channel,
      p.contact_person_id as "contactPersonId", p.collector_id as "collectorId",
      p.renewal_no as "renewalNo", p.superseded_by as "supersededBy",
      (select jsonb_agg(jsonb_build_object('instalmentId', l.instalment_id, 'amount', l.amount::text) order by l.line_no)
       from promise_line l where l.account_id = p.account_id and l.promise_id = p.promise_id) as lines`,
    from: sql`promise p`,
    where: every([
      accountCondition(filter, "p"),
      equals("p.status", filter.status),
      equals("p.collector_id", filter.collectorId),
      between("p.due_on", filter.dueFrom, filter.dueTo),
      oneOf("p.promise_id", filter.ids),
    ]),
    order: [
      { by: "p.due_on", type: "date", key: "dueOn" },
      { by: "p.account_id", type: "text", key: "accountId" },
      { by: "p.promise_id", type: "text", key: "promiseId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<PromiseRow, PromiseTotals>(db, query, sql`sum(p.promised) as promised`, "p.currency");
}

/** Active promises of a legal entity whose day is before a date, by day: read page by page, while the first of them end. */
export async function* promisesPastDue(
  db: ReadDatabase,
  { entityId, on }: { readonly entityId: string; readonly on: string },
): AsyncGenerator<Pick<PromiseRow, "dueOn" | "accountId" | "promiseId">> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<Pick<PromiseRow, "dueOn" | "accountId" | "promiseId">> = await listPage(db, {
      select: sql`p.due_on as "dueOn", p.account_id as "accountId", p.promise_id as "promiseId"`,
      from: sql`promise p`,
      where: every([equals("p.entity_id", entityId), equals("p.status", "ACTIVE"), sql<boolean>`p.due_on < ${on}`]),
      order: [
        { by: "p.due_on", type: "date", key: "dueOn" },
        { by: "p.account_id", type: "text", key: "accountId" },
        { by: "p.promise_id", type: "text", key: "promiseId" },
      ],
      page: { limit: MAX_LIMIT, ...(cursor !== undefined && { cursor }) },
    });
    yield* page.rows;
    cursor = page.nextCursor;
  }
}
