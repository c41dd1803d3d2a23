import type { CustomerState } from "../domain/customer/customer.ts";
import { homeBranchOf } from "../domain/customer/customer.ts";
import { actingFor, delegationBetween, delegationsTo, wasEverDelegated } from "../domain/organisation/delegations.ts";
import { covers, type OrganisationState, type RoleAssignment, rolesAt, rolesOn, SYSTEM } from "../domain/organisation/organisation.ts";
import { type Signatory, type Violation, violation } from "../kernel/decider.ts";
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

type Permission =
  | { readonly allowed: true; readonly roles: readonly string[] }
  | { readonly allowed: false; readonly violation: Violation };

/**
 * Whether a person may send a command there. Ids of another legal entity do not exist for them; those of another branch of theirs do,
 * and are refused. With a permission come the codes of all roles the person holds there, which decide on authority.
 */
function permissionFor(
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

export type Signing =
  /** `broken`: why the person may not act in the place of the other one after all. */
  | { readonly allowed: true; readonly actor: Signatory; readonly broken: readonly Violation[] }
  | { readonly allowed: false; readonly violation: Violation };

/**
 * Who answers for a command: the person, or with `onBehalfOf` the person in the place of somebody who delegated to them, today, a kind of
 * decision that the command takes. The roles that count are then those of the delegator; sending it is permitted to either of them. Of a
 * delegation that is over, or is about something else, the person is told so; who never had one is a stranger like any other.
 */
export function signatoryFor(
  definition: AnyCommand,
  organisation: OrganisationState,
  { personId, onBehalfOf }: { readonly personId: string; readonly onBehalfOf: string | undefined },
  today: string,
  place: Place,
  targetId: string,
): Signing {
  const own = permissionFor(definition, organisation, personId, today, place, targetId);
  if (onBehalfOf === undefined) return own.allowed ? { allowed: true, actor: { personId, roles: own.roles }, broken: [] } : own;
  const delegation = delegationBetween(organisation, onBehalfOf, personId, today);
  if (delegation === undefined || !delegation.kinds.some((kind) => definition.decidesOn?.includes(kind))) {
    if (!own.allowed && !wasEverDelegated(organisation, onBehalfOf, personId)) return own;
    const nothing = violation("AUTHORITY_EXCEEDED", { subject: "DELEGATION", required: "DELEGATED", held: "NONE" }, "/onBehalfOf");
    return { allowed: true, actor: { personId, roles: [] }, broken: [nothing] };
  }
  const theirs = permissionFor(definition, organisation, onBehalfOf, today, place, targetId);
  if (!theirs.allowed && !own.allowed) return theirs;
  const roles = rolesAt(organisation, onBehalfOf, today, place);
  return { allowed: true, actor: { personId, roles, onBehalfOf: actingFor(delegation) }, broken: [] };
}

/** Processes hold the role SYS everywhere, and no other. */
export function permissionOfSystem(definition: AnyCommand): Signing {
  if (definition.issuedBy.includes("SYS")) return { allowed: true, actor: { personId: SYSTEM, roles: ["SYS"] }, broken: [] };
  return { allowed: false, violation: violation("NOT_AUTHORISED", { command: definition.name }) };
}

/** Where a person may look, from all roles in force. */
export function accessOf(organisation: OrganisationState, personId: string, today: string): Access {
  const roles = rolesOn(organisation, personId, today);
  return {
    personId,
    roles: [...new Set(roles.map(({ role }) => role))],
    entityIds: union(roles.map(({ entityIds }) => entityIds)),
    branchIds: union(roles.map(({ branchIds }) => branchIds)),
    delegators: delegationsTo(organisation, personId, today).map(actingFor),
  };
}

function union(lists: readonly RoleAssignment["entityIds"][]): readonly string[] | "all" {
  return lists.some((ids) => ids.length === 0) ? "all" : [...new Set(lists.flat())];
}
