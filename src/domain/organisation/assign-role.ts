import { AssignRoleBody } from "../../../schemas/commands/organisation.ts";
import { RoleAssigned } from "../../../schemas/events/organisation.ts";
import { END_OF_TIME } from "../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, refuse, type Violation, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { holdsThroughout, isSameScope, ledgerOf, type OrganisationState, rolesOn, type Scope, SYSTEM } from "./organisation.ts";

export const assignRole = defineCommand({
  name: "AssignRole",
  title: { en: "Assign a role", es: "Asignar un rol" },
  body: AssignRoleBody,
  issuedBy: ["ADM"],
  approvedBy: ["DIR"],
  bootstrap: true,
  target: ledgerOf,
  facts: [],
  refusals: ["NOT_AUTHORISED", "PERSON_NOT_FOUND", "INVALID_TRANSITION", "VALIDITY_INVERTED", "OVERLAPS", "APPROVAL_REQUIRED"],

  decide(state, { personId, role, entityIds, branchIds, from, to }, occasion) {
    const violations = broken([
      isAdministrator(state, { entityIds, branchIds }, occasion, "AssignRole"),
      personIsKnown(state, personId),
      personIsActive(state, personId),
      to !== undefined && to < from ? violation("VALIDITY_INVERTED", { from, to }, "/to") : undefined,
      roleIsNotHeldThen(state, personId, { role, entityIds, branchIds, from, to: to ?? END_OF_TIME }),
      isDirected(state, { entityIds, branchIds }, occasion),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [RoleAssigned({ personId, role, entityIds, branchIds, from, ...(to !== undefined && { to }) })];
  },
});

type Where = Omit<Scope, "role">;
type People = Pick<Occasion, "actor" | "approvers" | "today">;

/** Who administrates somewhere else only gives and takes no roles here. That they administrate at all is asked of every command. */
export function isAdministrator(
  state: DeepReadonly<OrganisationState>,
  where: Where,
  { actor, today }: People,
  command: string,
): Violation | undefined {
  const { personId } = actor;
  const administrates = rolesOn(state, personId, today).some(({ role }) => role === "ADM");
  const isElsewhere = administrates && !holdsThroughout(state, personId, { ...where, role: "ADM" }, today);
  return isElsewhere ? violation("NOT_AUTHORISED", { command }) : undefined;
}

/** Nor do they speak for the keys, or end the work, of somebody who acts in other places too. */
export function administratesPerson(
  state: DeepReadonly<OrganisationState>,
  personId: string,
  people: People,
  command: string,
): Violation | undefined {
  const held = (state.roles.get(personId) ?? []).filter(({ from, to }) => from <= to && people.today <= to);
  return held.map((each) => isAdministrator(state, each, people, command)).find((broken) => broken !== undefined);
}

/** Nor does the direction of one company approve it for another. That somebody approves at all is asked of every command. */
export function isDirected(state: DeepReadonly<OrganisationState>, where: Where, { approvers, today }: People): Violation | undefined {
  const directs = approvers.some(({ personId }) => holdsThroughout(state, personId, { ...where, role: "DIR" }, today));
  return approvers.length === 0 || directs ? undefined : violation("APPROVAL_REQUIRED", { by: "DIR" });
}

/** A registered person; processes are none. */
export function personIsKnown(state: DeepReadonly<OrganisationState>, personId: string, pointer = "/personId"): Violation | undefined {
  return personId !== SYSTEM && state.persons.has(personId) ? undefined : violation("PERSON_NOT_FOUND", { personId }, pointer);
}

/** Who left gets nothing new. */
export function personIsActive(state: DeepReadonly<OrganisationState>, personId: string): Violation | undefined {
  return state.persons.get(personId)?.active === false
    ? violation("INVALID_TRANSITION", { personId, status: "DEACTIVATED" }, "/personId")
    : undefined;
}

interface Interval {
  readonly role: string;
  readonly entityIds: readonly string[];
  readonly branchIds: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** The same role in the same places does not overlap in time. One that was revoked before it began was never held. */
function roleIsNotHeldThen(state: DeepReadonly<OrganisationState>, personId: string, asked: Interval): Violation | undefined {
  const held = (state.roles.get(personId) ?? [])
    .filter((each) => each.from <= each.to)
    .find((each) => isSameScope(each, asked) && each.from <= asked.to && asked.from <= each.to);
  return held && violation("OVERLAPS", { role: asked.role, from: held.from, ...(held.to !== END_OF_TIME && { to: held.to }) }, "/from");
}
