import { AssignRoleBody } from "../../../schemas/commands/organisation.ts";
import { RoleAssigned } from "../../../schemas/events/organisation.ts";
import { END_OF_TIME } from "../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, refuse, type Violation, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { isSameScope, ledgerOf, type OrganisationState } from "./organisation.ts";

export const assignRole = defineCommand({
  name: "AssignRole",
  title: { en: "Assign a role", es: "Asignar un rol" },
  body: AssignRoleBody,
  issuedBy: ["ADM"],
  approvedBy: ["DIR"],
  bootstrap: true,
  target: ledgerOf,
  facts: [],
  refusals: ["PERSON_NOT_FOUND", "VALIDITY_INVERTED", "OVERLAPS"],

  decide(state, { personId, role, entityIds, branchIds, from, to }) {
    const violations = broken([
      personIsKnown(state, personId),
      to !== undefined && to < from ? violation("VALIDITY_INVERTED", { from, to }, "/to") : undefined,
      roleIsNotHeldThen(state, personId, { role, entityIds, branchIds, from, to: to ?? END_OF_TIME }),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [RoleAssigned({ personId, role, entityIds, branchIds, from, ...(to !== undefined && { to }) })];
  },
});

export function personIsKnown(state: DeepReadonly<OrganisationState>, personId: string, pointer = "/personId"): Violation | undefined {
  return state.persons.has(personId) ? undefined : violation("PERSON_NOT_FOUND", { personId }, pointer);
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
