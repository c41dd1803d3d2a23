import { IssueApiKeyBody } from "../../../schemas/commands/organisation.ts";
import { ApiKeyIssued } from "../../../schemas/events/organisation.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { administratesPerson, personIsActive, personIsKnown } from "./assign-role.ts";
import { ledgerOf } from "./organisation.ts";

export const issueApiKey = defineCommand({
  name: "IssueApiKey",
  title: { en: "Issue an API key", es: "Emitir una clave de API" },
  body: IssueApiKeyBody,
  issuedBy: ["ADM"],
  target: ledgerOf,
  facts: [],
  refusals: ["NOT_AUTHORISED", "PERSON_NOT_FOUND", "INVALID_TRANSITION", "OVERLAPS"],

  decide(state, { keyId, personId, secretHash, expiresOn }, occasion) {
    const violations = broken([
      administratesPerson(state, personId, occasion, "IssueApiKey"),
      personIsKnown(state, personId),
      personIsActive(state, personId),
      state.apiKeys.has(keyId) ? violation("OVERLAPS", { keyId }, "/keyId") : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [ApiKeyIssued({ keyId, personId, secretHash, ...(expiresOn !== undefined && { expiresAt: endOf(expiresOn) }) })];
  },
});

/** A key that expires on a date works to the end of that day, UTC as all of the ledger's own organisation. */
function endOf(expiresOn: string): string {
  return expiresOn.length === 10 ? `${expiresOn}T23:59:59.999Z` : expiresOn;
}
