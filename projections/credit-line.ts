import { sql } from "kysely";
import type { CreditLineRow, CreditLineTotals, SuspensionRow } from "../schemas/views/credit-line.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { listPageWithTotals, type Page } from "./query/list.ts";
import type { PageRequest } from "./query/page.ts";
import { type AccessScope, customerAtHome, equals, every, oneOf } from "./query/scope.ts";
import { accountKeyOf } from "./rows/account-key.ts";
import { ACCOUNT_COLUMNS, column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * credit_line: lines ever opened, and suspension: what stops them, lifted or not. Expired and suspended are derived by the reader's date.
 *   account_id   | line_id | credit_limit | tolerance_pct | valid_to
 *   103.CO01.COP | L-1     | 50000000.00  | 5.00          | null
 */
export const creditLine = defineRowsProjection({
  name: "credit_line",
  version: 1,
  tables: {
    credit_line: {
      comment: "Credit lines as opened.",
      columns: {
        ...ACCOUNT_COLUMNS,
        line_id: column.text(),
        credit_limit: column.numeric(),
        tolerance_pct: column.numeric("percent above the limit"),
        terms_code: column.text(),
        valid_from: column.date(),
        valid_to: optional.date("last day; null: no end"),
        application_id: optional.text(),
        contract_id: optional.text(),
        opened_on: column.date(),
        authority_level: column.text(),
        approver: column.text(),
      },
      primaryKey: ["account_id", "line_id"],
      indexes: ["(customer_id)"],
    },
    suspension: {
      comment: "Suspensions of credit lines; live while reinstated_on is null.",
      columns: {
        ...ACCOUNT_COLUMNS,
        suspension_id: column.text(),
        line_id: column.text(),
        reason_code: column.text(),
        origin: column.text("MANUAL or AUTOMATIC"),
        cascade: column.text("what happens to released orders"),
        facts: column.jsonb(),
        suspended_on: column.date(),
        reinstated_on: optional.date(),
        until: optional.date("until when it is not suspended again for the same reason"),
      },
      primaryKey: ["account_id", "suspension_id"],
    },
  },
  on: {
    CreditLineOpened: ({ credit_line }, event) => {
      const { data, effectiveOn } = event;
      credit_line.insert({
        ...accountKeyOf(event),
        line_id: data.lineId,
        credit_limit: data.limit,
        tolerance_pct: data.tolerancePct,
        terms_code: data.termsCode,
        valid_from: data.validFrom,
        valid_to: data.validTo ?? null,
        application_id: data.applicationId ?? null,
        contract_id: data.contractId ?? null,
        opened_on: effectiveOn,
        authority_level: data.authorityLevel,
        approver: data.approver,
      });
    },
    LineSuspended: ({ suspension }, event) => {
      const { data, effectiveOn } = event;
      suspension.insert({
        ...accountKeyOf(event),
        suspension_id: data.suspensionId,
        line_id: data.lineId,
        reason_code: data.reasonCode,
        origin: data.origin,
        cascade: data.cascade,
        facts: data.facts,
        suspended_on: effectiveOn,
      });
    },
    LineReinstated: ({ suspension }, { data, streamId, effectiveOn }) =>
      suspension.set({ account_id: streamId, suspension_id: data.suspensionId }, { reinstated_on: effectiveOn, until: data.until ?? null }),
  },
});

const SUSPENSION = sql`jsonb_build_object('suspensionId', s.suspension_id, 'lineId', s.line_id, 'reasonCode', s.reason_code, 'origin', s.origin,
  'cascade', s.cascade, 'suspendedOn', s.suspended_on, 'reinstatedOn', s.reinstated_on, 'until', s.until)`;

/** Live suspensions of the line with these columns, as JSON. */
export const liveSuspensions = (accountColumn: string, lineColumn: string) => sql<SuspensionRow[]>`coalesce((
  select jsonb_agg(${SUSPENSION} order by s.suspended_on, s.suspension_id) from suspension s
  where s.account_id = ${sql.ref(accountColumn)} and s.line_id = ${sql.ref(lineColumn)} and s.reinstated_on is null), '[]')`;

/** EXPIRED before SUSPENDED before ACTIVE. */
export const lineStatus = (
  asOf: CalendarDate,
  columns: { readonly account: string; readonly line: string; readonly validTo: string },
) => sql<string>`
  case when ${sql.ref(columns.validTo)} < ${asOf} then 'EXPIRED'
       when exists (select from suspension s where s.account_id = ${sql.ref(columns.account)} and s.line_id = ${sql.ref(columns.line)}
                      and s.reinstated_on is null) then 'SUSPENDED'
       else 'ACTIVE' end`;

export interface CreditLineFilter extends PageRequest {
  readonly scope: AccessScope;
  /** The day on which lines are expired or not. */
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
  const status = lineStatus(filter.asOf, { account: "l.account_id", line: "l.line_id", validTo: "l.valid_to" });
  const query = {
    select: sql`
      l.account_id as "accountId", l.customer_id as "customerId", l.entity_id as "entityId", l.currency, l.line_id as "lineId", ${status} as status,
      l.credit_limit as "limit", l.tolerance_pct as "tolerancePct", l.terms_code as "termsCode", l.valid_from as "validFrom",
      l.valid_to as "validTo", l.application_id as "applicationId", l.contract_id as "contractId", l.opened_on as "openedOn", l.approver,
      ${liveSuspensions("l.account_id", "l.line_id")} as suspensions`,
    from: sql`credit_line l`,
    where: every([
      oneOf("l.entity_id", filter.scope.entityIds),
      customerAtHome(filter.scope, "l.customer_id", "l.entity_id"),
      equals("l.entity_id", filter.entityId),
      equals("l.customer_id", filter.customerId),
      equals("l.currency", filter.currency),
      filter.status === undefined ? sql<boolean>`true` : sql<boolean>`${status} = ${filter.status}`,
    ]),
    order: [
      { by: "l.account_id", type: "text", key: "accountId" },
      { by: "l.line_id", type: "text", key: "lineId" },
    ],
    page: filter,
  } as const;
  return listPageWithTotals<CreditLineRow, CreditLineTotals>(db, query, sql`sum(l.credit_limit) as "limit"`, "l.currency");
}
