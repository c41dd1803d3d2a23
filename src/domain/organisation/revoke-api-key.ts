import { RevokeApiKeyBody } from "../../../schemas/commands/organisation.ts";
import { ApiKeyRevoked } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { LEDGER, organisation } from "./organisation.ts";

export const revokeApiKey = defineCommand({
  name: "RevokeApiKey",
  title: { en: "Revoke an API key", es: "Revocar una clave de API" },
  body: RevokeApiKeyBody,
  issuedBy: ["ADM"],
  target: { fold: organisation, id: () => LEDGER, entityId: () => undefined, subjectId: () => "ledger", notFound: "RESOURCE_NOT_FOUND" },
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND"],

  decide(state, { keyId }) {
    const key = state.apiKeys.get(keyId);
    if (key === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "API_KEY", keyId }, "/keyId"));
    return key.revoked ? [] : [ApiKeyRevoked({ keyId })];
  },
});
