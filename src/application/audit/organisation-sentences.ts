import { OWNERSHIP_WORDS, POLICY_WORDS, SERIES_KIND_WORDS } from "./code-words.ts";
import { type Sentences, type Teller, when } from "./sentence.ts";

type OrganisationEvents =
  | "LegalEntityRegistered"
  | "BranchRegistered"
  | "BankAccountRegistered"
  | "SeriesDefined"
  | "PersonRegistered"
  | "RoleAssigned"
  | "RoleRevoked"
  | "ApiKeyIssued"
  | "ApiKeyRevoked"
  | "PersonDeactivated"
  | "DelegationGranted"
  | "DelegationRevoked"
  | "PolicyDefined"
  | "CalendarDefined";

export const organisationSentences: Sentences<OrganisationEvents> = {
  LegalEntityRegistered: {
    en: ({ entityId, name, country, functionalCurrency }) =>
      `Registered legal entity ${entityId}, ${name} (${country}, ${functionalCurrency}).`,
    es: ({ entityId, name, country, functionalCurrency }) =>
      `Se registró la sociedad ${entityId}, ${name} (${country}, ${functionalCurrency}).`,
  },
  BranchRegistered: {
    en: ({ entityId, branchId, name }) => `Registered branch ${branchId}, ${name}, of ${entityId}.`,
    es: ({ entityId, branchId, name }) => `Se registró la sucursal ${branchId}, ${name}, de ${entityId}.`,
  },
  BankAccountRegistered: {
    en: ({ entityId, bankAccountId, bank, currency, openingBalance }) =>
      `Registered bank account ${bankAccountId} of ${entityId} at ${bank} with an opening balance of ${openingBalance} ${currency}.`,
    es: ({ entityId, bankAccountId, bank, currency, openingBalance }) =>
      `Se registró la cuenta bancaria ${bankAccountId} de ${entityId} en ${bank} con saldo inicial de ${openingBalance} ${currency}.`,
  },
  SeriesDefined: {
    en: ({ entityId, code, kind, ownership, from, to, legalReference }, say) =>
      `Defined series ${code} of ${entityId} for ${say.word(SERIES_KIND_WORDS, kind)}, ${say.word(OWNERSHIP_WORDS, ownership)}, from ${from}` +
      `${when(to, (last) => ` to ${last}`)}${when(legalReference, (text) => ` (${text})`)}.`,
    es: ({ entityId, code, kind, ownership, from, to, legalReference }, say) =>
      `Se definió la serie ${code} de ${entityId} para ${say.word(SERIES_KIND_WORDS, kind)}, ${say.word(OWNERSHIP_WORDS, ownership)}, desde ${from}` +
      `${when(to, (last) => ` hasta ${last}`)}${when(legalReference, (text) => ` (${text})`)}.`,
  },
  PersonRegistered: {
    en: ({ personId }) => `Registered person ${personId}.`,
    es: ({ personId }) => `Se registró la persona ${personId}.`,
  },
  RoleAssigned: {
    en: (role, say) =>
      `Assigned role ${role.role} to ${role.personId}${scope(role, say)} from ${role.from}${when(role.to, (day) => ` to ${day}`)}.`,
    es: (role, say) =>
      `Se asignó el rol ${role.role} a ${role.personId}${scope(role, say)} desde ${role.from}${when(role.to, (day) => ` hasta ${day}`)}.`,
  },
  RoleRevoked: {
    en: (role, say) => `Revoked role ${role.role} of ${role.personId}${scope(role, say)} from ${role.from}.`,
    es: (role, say) => `Se revocó el rol ${role.role} de ${role.personId}${scope(role, say)} desde ${role.from}.`,
  },
  ApiKeyIssued: {
    en: ({ keyId, personId, expiresAt }) =>
      `Issued key ${keyId} to ${personId}${when(expiresAt, (instant) => `, valid until ${instant}`)}.`,
    es: ({ keyId, personId, expiresAt }) =>
      `Se emitió la clave ${keyId} a ${personId}${when(expiresAt, (instant) => `, válida hasta ${instant}`)}.`,
  },
  ApiKeyRevoked: {
    en: ({ keyId }) => `Revoked key ${keyId}.`,
    es: ({ keyId }) => `Se revocó la clave ${keyId}.`,
  },
  PersonDeactivated: {
    en: ({ personId }) => `Deactivated person ${personId}.`,
    es: ({ personId }) => `Se desactivó la persona ${personId}.`,
  },
  DelegationGranted: {
    en: ({ delegationId, fromPerson, toPerson, kinds, maxAmount, from, to }, say) =>
      `Delegation ${delegationId}: ${fromPerson} lets ${toPerson} decide ${say.list(kinds)} from ${from} to ${to}${when(maxAmount, limitText(" up to"))}.`,
    es: ({ delegationId, fromPerson, toPerson, kinds, maxAmount, from, to }, say) =>
      `Delegación ${delegationId}: ${fromPerson} delegó ${say.list(kinds)} en ${toPerson} desde ${from} hasta ${to}${when(maxAmount, limitText(" por un máximo de"))}.`,
  },
  DelegationRevoked: {
    en: ({ delegationId, fromPerson, toPerson }) => `Revoked delegation ${delegationId} of ${fromPerson} to ${toPerson}.`,
    es: ({ delegationId, fromPerson, toPerson }) => `Se revocó la delegación ${delegationId} de ${fromPerson} en ${toPerson}.`,
  },
  PolicyDefined: {
    en: ({ kind, entityId, version, validFrom }, say) =>
      `Defined version ${version} of the policy of ${entityId} on ${say.word(POLICY_WORDS, kind)}, valid from ${validFrom}.`,
    es: ({ kind, entityId, version, validFrom }, say) =>
      `Se definió la versión ${version} de la política de ${say.word(POLICY_WORDS, kind)} de ${entityId}, vigente desde ${validFrom}.`,
  },
  CalendarDefined: {
    en: ({ country, year, holidays }) => `Defined the business days of ${country} in ${year}, with ${holidays.length} holidays.`,
    es: ({ country, year, holidays }) => `Se definió el calendario hábil de ${country} para ${year}, con ${holidays.length} festivos.`,
  },
};

const limitText = (words: string) => (limit: { readonly amount: string; readonly currency: string }) =>
  `${words} ${limit.amount} ${limit.currency}`;

/** Empty lists stand for everywhere, of which nothing is said. */
function scope(
  { entityIds, branchIds }: { readonly entityIds: readonly string[]; readonly branchIds: readonly string[] },
  say: Teller,
): string {
  const places = [...entityIds, ...branchIds];
  if (places.length === 0) return "";
  return say.language === "en" ? ` in ${say.list(places)}` : ` en ${say.list(places)}`;
}
