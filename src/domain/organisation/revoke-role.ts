import { RevokeRoleBody } from "../../../schemas/commands/organisation.ts";
import { RoleRevoked } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { personIsKnown } from "./assign-role.ts";
import { isSameScope, ledgerOf } from "./organisation.ts";

export const revokeRole = defineCommand({
  name: "RevokeRole",
  title: { en: "Revoke a role", es: "Revocar un rol" },
  body: RevokeRoleBody,
  issuedBy: ["ADM"],
  approvedBy: ["DIR"],
  bootstrap: true,
  target: ledgerOf,
  facts: [],
  refusals: ["PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND"],

  decide(state, { personId, role, entityIds, branchIds, from }) {
    const unknown = personIsKnown(state, personId);
    if (unknown) return refuse(unknown);
    const assigned = (state.roles.get(personId) ?? []).filter((each) => isSameScope(each, { role, entityIds, branchIds }));
    if (assigned.length === 0) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "ROLE_ASSIGNMENT", personId, role }, "/role"));
    if (!assigned.some((each) => each.to >= from)) return [];
    return [RoleRevoked({ personId, role, entityIds, branchIds, from })];
  },
});
