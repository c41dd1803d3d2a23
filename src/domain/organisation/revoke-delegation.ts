import { RevokeDelegationBody } from "../../../schemas/commands/organisation.ts";
import { DelegationRevoked } from "../../../schemas/events/organisation.ts";
import { ROLES } from "../../../schemas/roles.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { isDelegator } from "./grant-delegation.ts";
import { LEDGER, organisation } from "./organisation.ts";

export const revokeDelegation = defineCommand({
  name: "RevokeDelegation",
  title: { en: "Revoke a delegation", es: "Revocar una delegación" },
  body: RevokeDelegationBody,
  issuedBy: ROLES,
  target: { fold: organisation, id: () => LEDGER, entityId: () => undefined, subjectId: () => "ledger", notFound: "RESOURCE_NOT_FOUND" },
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "NOT_AUTHORISED"],

  /** It ends at once. */
  decide(state, { delegationId }, { actor }) {
    const delegation = state.delegations.get(delegationId);
    if (delegation === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "DELEGATION", delegationId }, "/delegationId"));
    const { fromPerson, toPerson } = delegation;
    const violations = broken([isDelegator(fromPerson, actor.personId, "RevokeDelegation")]);
    if (violations.length > 0) return refuse(...violations);
    return delegation.revoked ? [] : [DelegationRevoked({ delegationId, fromPerson, toPerson })];
  },
});
