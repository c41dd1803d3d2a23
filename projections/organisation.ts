import { sql } from "kysely";
import type { BankAccountRow, BranchRow, EntityRow, PersonRoleRow, PersonRow } from "../schemas/views/organisation.ts";
import { addDays, type CalendarDate } from "../src/kernel/calendar-date.ts";
import type { LedgerEvent, ReadDatabase, ReadTransaction, TableNames } from "./define-projection.ts";
import { listPage, type Page } from "./query/list.ts";
import type { PageRequest } from "./query/page.ts";
import { type AccessScope, equals, every, oneOf, visible } from "./query/scope.ts";
import { column, optional } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

const scopeKey = { person_id: column.text(), role: column.text(), scope: column.text("entities and branches of the role, as one text") };

/**
 * organisation: legal entities, branches, bank accounts, persons, and their roles as intervals of days.
 *   person_id | role | entity_ids | branch_ids | valid_from | valid_to
 *   P-7       | ARA  | ["CO01"]   | []         | 2025-01-01 | null
 */
export const organisation = defineRowsProjection({
  name: "organisation",
  version: 1,
  tables: {
    legal_entity: {
      comment: "Legal entities and the time zone in which their days begin.",
      columns: {
        entity_id: column.text(),
        name: column.text(),
        tax_id: column.text(),
        country: column.text("ISO 3166"),
        time_zone: column.text("IANA name"),
        functional_currency: column.text("ISO 4217"),
        ordinal: column.bigint("of its registration"),
      },
      primaryKey: ["entity_id"],
    },
    branch: {
      comment: "Branches of legal entities.",
      columns: { entity_id: column.text(), branch_id: column.text(), name: column.text() },
      primaryKey: ["entity_id", "branch_id"],
    },
    bank_account: {
      comment: "Bank accounts of legal entities.",
      columns: {
        entity_id: column.text(),
        bank_account_id: column.text(),
        currency: column.text("ISO 4217"),
        bank: column.text(),
        number: column.text(),
        opening_balance: column.numeric(),
      },
      primaryKey: ["entity_id", "bank_account_id"],
    },
    person: {
      comment: "People who act on the ledger. Names are sealed.",
      columns: { person_id: column.text(), subject_ref: optional.text(), name: column.jsonb("sealed"), email: optional.jsonb("sealed") },
      primaryKey: ["person_id"],
    },
    person_role: {
      comment: "Roles of people by days, both ends included. Empty lists mean everywhere.",
      columns: {
        ...scopeKey,
        ordinal: column.bigint("of the assignment"),
        entity_ids: column.jsonb(),
        branch_ids: column.jsonb(),
        valid_from: column.date(),
        assigned_to: optional.date("end named when it was assigned"),
        valid_to: optional.date("last day; null: no end"),
      },
      primaryKey: ["person_id", "role", "scope", "ordinal"],
    },
    role_revocation: {
      comment: "Ends given to roles after they were assigned.",
      columns: { ...scopeKey, ordinal: column.bigint(), last_day: column.date() },
      primaryKey: ["person_id", "role", "scope", "ordinal"],
    },
  },
  on: {
    LegalEntityRegistered: ({ legal_entity }, { data, ordinal }) =>
      legal_entity.insert({
        entity_id: data.entityId,
        name: data.name,
        tax_id: data.taxId,
        country: data.country,
        time_zone: data.timeZone,
        functional_currency: data.functionalCurrency,
        ordinal,
      }),
    BranchRegistered: ({ branch }, { data }) => branch.insert({ entity_id: data.entityId, branch_id: data.branchId, name: data.name }),
    BankAccountRegistered: ({ bank_account }, { data }) =>
      bank_account.insert({
        entity_id: data.entityId,
        bank_account_id: data.bankAccountId,
        currency: data.currency,
        bank: data.bank,
        number: data.number,
        opening_balance: data.openingBalance,
      }),
    PersonRegistered: ({ person }, { data }) =>
      person.insert({ person_id: data.personId, subject_ref: data.subjectRef ?? null, name: data.name, email: data.email ?? null }),
    RoleAssigned: ({ person_role }, { data, ordinal }) =>
      person_role.insert({
        ...scopeOf(data),
        ordinal,
        entity_ids: data.entityIds,
        branch_ids: data.branchIds,
        valid_from: data.from,
        assigned_to: data.to ?? null,
        valid_to: data.to ?? null,
      }),
    RoleRevoked: ({ role_revocation }, { data, ordinal }) =>
      role_revocation.insert({ ...scopeOf(data), ordinal, last_day: addDays(data.from, -1) }),
  },
  after: endRoles,
});

type Scoped = {
  readonly personId: string;
  readonly role: string;
  readonly entityIds: readonly string[];
  readonly branchIds: readonly string[];
};

/** The same entities and branches in another order are the same scope. */
function scopeOf({ personId, role, entityIds, branchIds }: Scoped) {
  return { person_id: personId, role, scope: JSON.stringify([[...entityIds].sort(), [...branchIds].sort()]) };
}

/** A role ends at the earliest of its own end and the revocations of the same scope that came after it. */
async function endRoles(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void> {
  const touched = batch.flatMap(({ type, data }) => (type === "RoleRevoked" ? [(data as Scoped).personId] : []));
  if (touched.length === 0) return;
  await sql`
    update ${sql.table(table("person_role"))} as p set valid_to = least(p.assigned_to, (
      select min(r.last_day) from ${sql.table(table("role_revocation"))} r
      where (r.person_id, r.role, r.scope) = (p.person_id, p.role, p.scope) and r.ordinal > p.ordinal))
    where p.person_id = any(${[...new Set(touched)]}::text[])`.execute(tx);
}

const ENTITY_COLUMNS = sql`
  entity_id as "entityId", name, tax_id as "taxId", country, time_zone as "timeZone", functional_currency as "functionalCurrency", ordinal`;

/** In the order of registration: the first one's time zone holds where no entity is named. */
export async function listEntities(db: ReadDatabase, scope: AccessScope): Promise<readonly EntityRow[]> {
  return (
    await sql<EntityRow>`select ${ENTITY_COLUMNS} from legal_entity where ${oneOf("entity_id", scope.entityIds)} order by ordinal`.execute(
      db,
    )
  ).rows;
}

export async function listBranches(db: ReadDatabase, scope: AccessScope): Promise<readonly BranchRow[]> {
  const { rows } = await sql<BranchRow>`
    select entity_id as "entityId", branch_id as "branchId", name from branch
    where ${visible(scope, "entity_id", "branch_id")} order by entity_id, branch_id`.execute(db);
  return rows;
}

export async function listBankAccounts(db: ReadDatabase, scope: AccessScope): Promise<readonly BankAccountRow[]> {
  const { rows } = await sql<BankAccountRow>`
    select entity_id as "entityId", bank_account_id as "bankAccountId", currency, bank, number, opening_balance as "openingBalance"
    from bank_account where ${oneOf("entity_id", scope.entityIds)} order by entity_id, bank_account_id`.execute(db);
  return rows;
}

export function listPersons(db: ReadDatabase, page: PageRequest): Promise<Page<PersonRow>> {
  return listPage(db, {
    select: sql`person_id as "personId", subject_ref as "subjectRef", name, email`,
    from: sql`person`,
    where: sql<boolean>`true`,
    order: [{ by: "person_id", type: "text", key: "personId" }],
    page,
  });
}

/** Roles held, or with `on` those in force on a day. */
export async function listPersonRoles(
  db: ReadDatabase,
  filter: { readonly personId?: string; readonly on?: CalendarDate } = {},
): Promise<readonly PersonRoleRow[]> {
  const { personId, on } = filter;
  const inForce = on === undefined ? sql<boolean>`true` : sql<boolean>`(valid_from <= ${on} and (valid_to is null or valid_to >= ${on}))`;
  const { rows } = await sql<PersonRoleRow>`
    select person_id as "personId", role, entity_ids as "entityIds", branch_ids as "branchIds", valid_from as "from", valid_to as "to"
    from person_role where ${every([equals("person_id", personId), inForce])} order by person_id, role, scope, ordinal`.execute(db);
  return rows;
}
