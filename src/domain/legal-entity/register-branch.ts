import { RegisterBranchBody } from "../../../schemas/commands/organisation.ts";
import { BranchRegistered } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { entityOf } from "./legal-entity.ts";

export const registerBranch = defineCommand({
  name: "RegisterBranch",
  title: { en: "Register a branch", es: "Registrar una sucursal" },
  body: RegisterBranchBody,
  issuedBy: ["ADM"],
  target: entityOf,
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "OVERLAPS"],

  decide(state, { entityId, branchId, name }) {
    if (state.branches.has(branchId)) return refuse(violation("OVERLAPS", { branchId }, "/branchId"));
    return [BranchRegistered({ entityId, branchId, name })];
  },
});
