import type { CustomerState } from "../domain/customer/customer.ts";
import { homeBranchOf } from "../domain/customer/customer.ts";
import { type OrganisationState, type RoleAssignment, rolesOn } from "../domain/organisation/organisation.ts";
import { type Violation, violation } from "../kernel/decider.ts";
import type { AnyCommand } from "./command-catalogue.ts";
import type { Access } from "./ledger.ts";

/** Where a command stands: its legal entity, and the branch it names or else the customer's home branch. */
export interface Place {
  readonly entityId: string | undefined;
  readonly branchId: string | undefined;
}

export function placeOf(definition: AnyCommand, body: Readonly<Record<string, unknown>>, customer: CustomerState | undefined): Place {
  const entityId = definition.target.entityId(body);
  const named = typeof body.branchId === "string" && definition.name !== "RegisterBranch" ? body.branchId : undefined;
  return { entityId, branchId: named ?? (entityId === undefined ? undefined : homeBranchOf(customer, entityId)) };
}

export type Permission =
  | { readonly allowed: true; readonly roles: readonly string[] }
  | { readonly allowed: false; readonly violation: Violation };

/**
 * Whether a person may send a command there. Ids of another legal entity do not exist for them; those of another branch of theirs do,
 * and are refused. With a permission come the codes of all roles the person holds there, which decide on authority.
 */
export function permissionFor(
  definition: AnyCommand,
  organisation: OrganisationState,
  personId: string,
  today: string,
  { entityId, branchId }: Place,
  targetId: string,
): Permission {
  const inEntity = rolesOn(organisation, personId, today).filter((each) => covers(each.entityIds, entityId));
  const may = inEntity.filter(({ role }) => definition.issuedBy.includes(role));
  if (inEntity.length === 0 && entityId !== undefined) {
    return { allowed: false, violation: violation(definition.target.notFound, { id: targetId }) };
  }
  if (may.length === 0) return { allowed: false, violation: violation("NOT_AUTHORISED", { command: definition.name }) };
  const here = may.filter((each) => covers(each.branchIds, branchId));
  if (here.length === 0) return { allowed: false, violation: violation("BRANCH_SCOPE", { branchId: branchId ?? "" }) };
  const roles = inEntity.filter((each) => covers(each.branchIds, branchId)).map(({ role }) => role);
  return { allowed: true, roles: [...new Set(roles)] };
}

/** An empty list covers everything, later additions included; what names no place is everybody's. */
function covers(ids: readonly string[], id: string | undefined): boolean {
  return id === undefined || ids.length === 0 || ids.includes(id);
}

/** Where a person may look, from all roles in force. */
export function accessOf(organisation: OrganisationState, personId: string, today: string): Access {
  const roles = rolesOn(organisation, personId, today);
  return {
    personId,
    roles: [...new Set(roles.map(({ role }) => role))],
    entityIds: union(roles.map(({ entityIds }) => entityIds)),
    branchIds: union(roles.map(({ branchIds }) => branchIds)),
  };
}

function union(lists: readonly RoleAssignment["entityIds"][]): readonly string[] | "all" {
  return lists.some((ids) => ids.length === 0) ? "all" : [...new Set(lists.flat())];
}
