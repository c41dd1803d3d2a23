import { RevokeApiKeyBody } from "../../../schemas/commands/organisation.ts";
import { ApiKeyRevoked } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { administratesPerson } from "./assign-role.ts";
import { LEDGER, organisation } from "./organisation.ts";

export const revokeApiKey = defineCommand({
  name: "RevokeApiKey",
  title: { en: "Revoke an API key", es: "Revocar una clave de API" },
  body: RevokeApiKeyBody,
  issuedBy: ["ADM"],
  target: { fold: organisation, id: () => LEDGER, entityId: () => undefined, subjectId: () => "ledger", notFound: "RESOURCE_NOT_FOUND" },
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "NOT_AUTHORISED"],

  decide(state, { keyId }, occasion) {
    const key = state.apiKeys.get(keyId);
    if (key === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "API_KEY", keyId }, "/keyId"));
    const stranger = administratesPerson(state, key.personId, occasion, "RevokeApiKey");
    if (stranger) return refuse(stranger);
    return key.revoked ? [] : [ApiKeyRevoked({ keyId })];
  },
});
