import { type RawBuilder, sql } from "kysely";

/** What the caller may see: legal entities and branches by id. Every query takes it. */
export interface AccessScope {
  readonly entityIds: readonly string[] | "all";
  readonly branchIds: readonly string[] | "all";
}

export const EVERYTHING: AccessScope = { entityIds: "all", branchIds: "all" };

/** Rows of other entities are invisible; rows of other branches too, those of no branch are everybody's. Columns are named by the caller. */
export function visible(scope: AccessScope, entityColumn: string, branchColumn?: string): RawBuilder<boolean> {
  const branch = branchColumn === undefined ? sql<boolean>`true` : branchVisible(scope, sql.ref(branchColumn));
  return sql<boolean>`(${oneOf(entityColumn, scope.entityIds)} and ${branch})`;
}

/** Rows of no entity (a policy of the whole ledger, a person) are everybody's. */
export function visibleOrOfNoEntity(scope: AccessScope, entityColumn: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(entityColumn)} is null or ${oneOf(entityColumn, scope.entityIds)})`;
}

function branchVisible(scope: AccessScope, column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (scope.branchIds === "all") return sql<boolean>`true`;
  return sql<boolean>`(${column} is null or ${column} = any(${scope.branchIds}::text[]))`;
}

/** True when the column holds one of the values, or when all are meant. */
export function oneOf(column: string, values: readonly string[] | "all" | undefined): RawBuilder<boolean> {
  if (values === "all" || values === undefined) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(column)} = any(${values}::text[])`;
}

/** True when the column equals the value, or when none is given. */
export function equals(column: string, value: string | number | undefined): RawBuilder<boolean> {
  return value === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = ${value}`;
}

/** True from one value to another, both included; an end that is not given is open. */
export function between(column: string, from: string | undefined, to: string | undefined): RawBuilder<boolean> {
  const lower = from === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} >= ${from}`;
  const upper = to === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} <= ${to}`;
  return sql<boolean>`(${lower} and ${upper})`;
}

/** All of the conditions. */
export function every(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** Whether an account's customer is at home in a branch the caller may see; one without a home branch in the entity is everybody's. */
export function customerAtHome(scope: AccessScope, customerColumn: string, entityColumn: string): RawBuilder<boolean> {
  if (scope.branchIds === "all") return sql<boolean>`true`;
  const home = sql`customer_home_branch h where h.customer_id = ${sql.ref(customerColumn)} and h.entity_id = ${sql.ref(entityColumn)}`;
  return sql<boolean>`(not exists (select from ${home}) or exists (select from ${home} and h.branch_id = any(${scope.branchIds}::text[])))`;
}
