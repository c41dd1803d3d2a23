import { DeactivatePersonBody } from "../../../schemas/commands/organisation.ts";
import { ApiKeyRevoked, PersonDeactivated, RoleRevoked } from "../../../schemas/events/organisation.ts";
import { refuse } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { administratesPerson, personIsKnown } from "./assign-role.ts";
import { ledgerOf } from "./organisation.ts";

export const deactivatePerson = defineCommand({
  name: "DeactivatePerson",
  title: { en: "Deactivate a person", es: "Desactivar una persona" },
  body: DeactivatePersonBody,
  issuedBy: ["ADM"],
  target: ledgerOf,
  facts: [],
  refusals: ["PERSON_NOT_FOUND", "NOT_AUTHORISED"],

  /** Who leaves holds no role from today on, and no key works any more; delegations to and from them are over. */
  decide(state, { personId }, occasion) {
    const { today } = occasion;
    const unknown = personIsKnown(state, personId);
    if (unknown) return refuse(unknown);
    const stranger = administratesPerson(state, personId, occasion, "DeactivatePerson");
    if (stranger) return refuse(stranger);
    if (state.persons.get(personId)?.active === false) return [];
    const roles = (state.roles.get(personId) ?? []).filter(({ from, to }) => from <= to && to >= today);
    const keys = [...state.apiKeys].filter(([, key]) => key.personId === personId && !key.revoked);
    return [
      ...roles.map(({ role, entityIds, branchIds }) => RoleRevoked({ personId, role, entityIds, branchIds, from: today })),
      ...keys.map(([keyId]) => ApiKeyRevoked({ keyId })),
      PersonDeactivated({ personId }),
    ];
  },
});
