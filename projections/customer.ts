import { sql } from "kysely";
import type { AssignmentRow, CustomerRow, CustomerView } from "../schemas/views/customer.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { LedgerEvent, ReadDatabase, ReadTransaction, TableNames } from "./define-projection.ts";
import { listPage, type Page } from "./query/list.ts";
import type { PageRequest } from "./query/page.ts";
import { type AccessScope, equals, every, oneOf } from "./query/scope.ts";
import { column, optional } from "./rows/columns.ts";
import type { Row } from "./rows/row-changes.ts";
import { defineRowsProjection } from "./rows-projection.ts";

const sealed = "sealed personal value: subjectId, ciphertext, mac";
const assignmentKey = { customer_id: column.text(), entity_id: column.text(), person_id: column.text(), valid_from: column.date() };

/**
 * customer: master data as recorded now, one row each, shared by all legal entities; home branches; who sells to whom, as intervals.
 * Personal values stay sealed here.
 *   customer_id | status   | legal_name                                | segment_code
 *   103         | PROSPECT | {"mac":"9f…","subjectId":"customer:103"…} | RETAIL
 */
export const customer = defineRowsProjection({
  name: "customer",
  version: 2,
  tables: {
    customer: {
      comment: "Customers as recorded now. Personal values are sealed.",
      columns: {
        customer_id: column.text(),
        status: column.text("PROSPECT"),
        kind: column.text("NATURAL or LEGAL"),
        tax_id_country: column.text(),
        tax_id_type: column.text(),
        tax_id_number: column.jsonb(sealed),
        check_digit: optional.text(),
        legal_name: column.jsonb(sealed),
        trade_name: optional.jsonb(sealed),
        addresses: column.jsonb("array of use and text (sealed) other than DELIVERY"),
        delivery_address: optional.jsonb(sealed),
        language: column.text(),
        segment_code: optional.text(),
        statement_cycle: optional.text(),
        registered_on: column.date(),
        revision: column.bigint("last revision of the customer's stream"),
        blocked_orders: column.boolean("nothing is supplied on credit"),
        blocked_all: column.boolean("nothing is supplied, and no line is opened"),
      },
      primaryKey: ["customer_id"],
    },
    customer_home_branch: {
      comment: "The branch a customer belongs to, per legal entity.",
      columns: { customer_id: column.text(), entity_id: column.text(), branch_id: column.text() },
      primaryKey: ["customer_id", "entity_id", "branch_id"],
    },
    assignment: {
      comment: "Who looks after a customer for a legal entity, by days, both ends included.",
      columns: {
        ...assignmentKey,
        ordinal: column.bigint("of the event that made it"),
        role: column.text("SALESPERSON"),
        made_to: optional.date("end named when it was made"),
        valid_to: optional.date("last day; null: no end"),
        substitute_for: optional.text(),
      },
      primaryKey: ["customer_id", "entity_id", "person_id", "valid_from", "ordinal"],
    },
    assignment_end: {
      comment: "Ends given to assignments after they were made.",
      columns: { ...assignmentKey, ordinal: column.bigint(), ends_on: column.date("inclusive") },
      primaryKey: ["customer_id", "entity_id", "person_id", "valid_from", "ordinal"],
    },
  },
  before: (rows, { data, category, revision }) => {
    if (category === "customer" && revision > 0)
      rows.customer.set({ customer_id: (data as { customerId: string }).customerId }, { revision });
  },
  on: {
    CustomerRegistered(rows, { data, effectiveOn, revision }) {
      rows.customer.insert({
        customer_id: data.customerId,
        status: "PROSPECT",
        kind: data.kind,
        tax_id_country: data.taxIdCountry,
        tax_id_type: data.taxIdType,
        tax_id_number: data.taxIdNumber,
        check_digit: data.checkDigit ?? null,
        legal_name: data.legalName,
        trade_name: data.tradeName ?? null,
        addresses: data.addresses.filter(({ use }) => use !== "DELIVERY"),
        delivery_address: data.addresses.find(({ use }) => use === "DELIVERY")?.text ?? null,
        language: data.language,
        segment_code: data.segmentCode ?? null,
        statement_cycle: data.statementCycle ?? null,
        registered_on: effectiveOn,
        revision,
        blocked_orders: false,
        blocked_all: false,
      });
      const homes = new Map(data.homeBranches.map((home) => [`${home.entityId}.${home.branchId}`, home]));
      for (const { entityId, branchId } of homes.values()) {
        rows.customer_home_branch.insert({ customer_id: data.customerId, entity_id: entityId, branch_id: branchId });
      }
    },
    CustomerDataChanged(rows, { data }) {
      const changed: Row = Object.fromEntries(data.changes.map(({ field, to }) => [CHANGEABLE[field], to]));
      rows.customer.set({ customer_id: data.customerId }, changed);
    },
    CustomerBlocked: ({ customer }, { data }) => customer.set({ customer_id: data.customerId }, { [BLOCKS[data.scope]]: true }),
    CustomerUnblocked: ({ customer }, { data }) => customer.set({ customer_id: data.customerId }, { [BLOCKS[data.scope]]: false }),
    AssignmentMade: (rows, { data, ordinal }) =>
      rows.assignment.insert({
        ...assignmentOf(data),
        ordinal,
        role: data.role,
        made_to: data.to ?? null,
        valid_to: data.to ?? null,
        substitute_for: data.substituteFor ?? null,
      }),
    AssignmentEnded: (rows, { data, ordinal }) => rows.assignment_end.insert({ ...assignmentOf(data), ordinal, ends_on: data.to }),
  },
  after: endAssignments,
});

const BLOCKS = { ORDERS: "blocked_orders", ALL: "blocked_all" } as const;

const CHANGEABLE = {
  tradeName: "trade_name",
  deliveryAddress: "delivery_address",
  language: "language",
  segmentCode: "segment_code",
  statementCycle: "statement_cycle",
} as const;

function assignmentOf(data: {
  readonly customerId: string;
  readonly entityId: string;
  readonly personId: string;
  readonly from: CalendarDate;
}) {
  return { customer_id: data.customerId, entity_id: data.entityId, person_id: data.personId, valid_from: data.from };
}

/** An assignment lasts until the last end that was given to it after it was made. */
async function endAssignments(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void> {
  const touched = batch.flatMap(({ type, data }) => (type === "AssignmentEnded" ? [(data as { customerId: string }).customerId] : []));
  if (touched.length === 0) return;
  await sql`
    update ${sql.table(table("assignment"))} as a set valid_to = coalesce((
      select e.ends_on from ${sql.table(table("assignment_end"))} e
      where (e.customer_id, e.entity_id, e.person_id, e.valid_from) = (a.customer_id, a.entity_id, a.person_id, a.valid_from) and e.ordinal > a.ordinal
      order by e.ordinal desc limit 1), a.made_to)
    where a.customer_id = any(${[...new Set(touched)]}::text[])`.execute(tx);
}

const CUSTOMER_COLUMNS = sql`
  c.customer_id as "customerId", c.status, c.kind, c.tax_id_country as "taxIdCountry", c.tax_id_type as "taxIdType", c.tax_id_number as "taxIdNumber",
  c.check_digit as "checkDigit", c.legal_name as "legalName", c.trade_name as "tradeName", c.addresses, c.delivery_address as "deliveryAddress",
  c.language, c.segment_code as "segmentCode", c.statement_cycle as "statementCycle", c.registered_on as "registeredOn", c.revision,
  coalesce((select jsonb_agg(jsonb_build_object('entityId', h.entity_id, 'branchId', h.branch_id) order by h.entity_id, h.branch_id)
            from customer_home_branch h where h.customer_id = c.customer_id), '[]') as "homeBranches",
  to_jsonb(array_remove(array[case when c.blocked_orders then 'ORDERS' end, case when c.blocked_all then 'ALL' end], null)) as "blockedFor"`;

/** Visible: at home in an entity and branch of the caller's, or at home nowhere. */
function customerVisible({ entityIds, branchIds }: AccessScope) {
  if (entityIds === "all" && branchIds === "all") return sql<boolean>`true`;
  const mine = every([oneOf("h.entity_id", entityIds), oneOf("h.branch_id", branchIds)]);
  return sql<boolean>`(not exists (select from customer_home_branch h where h.customer_id = c.customer_id)
    or exists (select from customer_home_branch h where h.customer_id = c.customer_id and ${mine}))`;
}

export interface CustomerFilter extends PageRequest {
  readonly scope: AccessScope;
  readonly ids?: readonly string[];
  readonly status?: string;
  readonly segmentCode?: string;
}

export function listCustomers(db: ReadDatabase, filter: CustomerFilter): Promise<Page<CustomerRow>> {
  return listPage(db, {
    select: CUSTOMER_COLUMNS,
    from: sql`customer c`,
    where: every([
      customerVisible(filter.scope),
      oneOf("c.customer_id", filter.ids),
      equals("c.status", filter.status),
      equals("c.segment_code", filter.segmentCode),
    ]),
    order: [{ by: "c.customer_id", type: "text", key: "customerId" }],
    page: filter,
  });
}

export async function findCustomer(db: ReadDatabase, customerId: string, scope: AccessScope): Promise<CustomerView | undefined> {
  const { rows } = await listCustomers(db, { scope, ids: [customerId], limit: 1 });
  const found = rows[0];
  if (found === undefined) return undefined;
  const assignments = await sql<AssignmentRow>`
    select role, entity_id as "entityId", person_id as "personId", valid_from as "from", valid_to as "to", substitute_for as "substituteFor"
    from assignment where customer_id = ${customerId} and ${oneOf("entity_id", scope.entityIds)}
    order by entity_id, valid_from, ordinal`.execute(db);
  return { ...found, assignments: assignments.rows.slice() };
}

/** Who sells to the customer for an entity on a day; a substitute comes before the one stood in for. */
export async function findSalesperson(
  db: ReadDatabase,
  customerId: string,
  entityId: string,
  on: CalendarDate,
): Promise<string | undefined> {
  const { rows } = await sql<{ personId: string }>`
    select person_id as "personId" from assignment
    where customer_id = ${customerId} and entity_id = ${entityId} and role = 'SALESPERSON' and valid_from <= ${on} and (valid_to is null or valid_to >= ${on})
    order by (substitute_for is not null) desc, valid_from desc, ordinal desc limit 1`.execute(db);
  return rows[0]?.personId;
}
