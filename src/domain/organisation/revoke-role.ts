import { RevokeRoleBody } from "../../../schemas/commands/organisation.ts";
import { RoleRevoked } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { isAdministrator, isDirected, personIsKnown } from "./assign-role.ts";
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
  refusals: ["NOT_AUTHORISED", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "APPROVAL_REQUIRED"],

  decide(state, { personId, role, entityIds, branchIds, from }, occasion) {
    const stranger = isAdministrator(state, { entityIds, branchIds }, occasion, "RevokeRole");
    if (stranger) return refuse(stranger);
    const unknown = personIsKnown(state, personId);
    if (unknown) return refuse(unknown);
    const assigned = (state.roles.get(personId) ?? []).filter((each) => isSameScope(each, { role, entityIds, branchIds }));
    if (assigned.length === 0) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "ROLE_ASSIGNMENT", personId, role }, "/role"));
    if (!assigned.some((each) => each.to >= from)) return [];
    const undirected = isDirected(state, { entityIds, branchIds }, occasion);
    if (undirected) return refuse(undirected);
    return [RoleRevoked({ personId, role, entityIds, branchIds, from })];
  },
});
