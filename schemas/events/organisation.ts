import { Type } from "@sinclair/typebox";
import { SeriesKind, SeriesOwnership } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { CountryCode, CurrencyCode, Identifier, Sha256 } from "../identifiers.ts";
import { Amount } from "../money.ts";
import { Sealed } from "../personal.ts";
import { Role } from "../roles.ts";
import { defineEvent } from "./define-event.ts";

export const LegalEntityRegistered = defineEvent("LegalEntityRegistered", 1, {
  entityId: Identifier,
  name: Type.String(),
  taxId: Type.String(),
  country: CountryCode,
  timeZone: Type.String(),
  functionalCurrency: CurrencyCode,
});

export const BranchRegistered = defineEvent("BranchRegistered", 1, { entityId: Identifier, branchId: Identifier, name: Type.String() });

export const BankAccountRegistered = defineEvent("BankAccountRegistered", 1, {
  entityId: Identifier,
  bankAccountId: Identifier,
  currency: CurrencyCode,
  bank: Type.String(),
  number: Type.String(),
  openingBalance: Amount,
});

/** Numbers of documents of one kind. `from` and `to` are its first and last one; the prefix is printed before each. */
export const SeriesDefined = defineEvent("SeriesDefined", 1, {
  entityId: Identifier,
  code: Identifier,
  kind: SeriesKind,
  ownership: SeriesOwnership,
  prefix: Type.Optional(Type.String()),
  from: Type.Integer(),
  to: Type.Optional(Type.Integer()),
  legalReference: Type.Optional(Type.String()),
});

export const PersonRegistered = defineEvent("PersonRegistered", 1, {
  personId: Identifier,
  subjectRef: Type.Optional(Type.String()),
  name: Sealed,
  email: Type.Optional(Sealed),
});

const RoleScope = { personId: Identifier, role: Role, entityIds: Type.Array(Identifier), branchIds: Type.Array(Identifier) };

export const RoleAssigned = defineEvent("RoleAssigned", 1, { ...RoleScope, from: CalendarDate, to: Type.Optional(CalendarDate) });
/** The role ends the day before `from`. */
export const RoleRevoked = defineEvent("RoleRevoked", 1, { ...RoleScope, from: CalendarDate });

export const ApiKeyIssued = defineEvent("ApiKeyIssued", 1, {
  keyId: Identifier,
  personId: Identifier,
  secretHash: Sha256,
  /** The instant from which the key no longer works. */
  expiresAt: Type.Optional(Type.String()),
});
export const ApiKeyRevoked = defineEvent("ApiKeyRevoked", 1, { keyId: Identifier });

/** Who left: their roles and keys end with events of their own. */
export const PersonDeactivated = defineEvent("PersonDeactivated", 1, { personId: Identifier });

const Delegation = { delegationId: Identifier, fromPerson: Identifier, toPerson: Identifier };

/** Both days included. */
export const DelegationGranted = defineEvent("DelegationGranted", 1, {
  ...Delegation,
  kinds: Type.Array(Type.String()),
  maxAmount: Type.Optional(Type.Object({ amount: Amount, currency: CurrencyCode }, { additionalProperties: false })),
  from: CalendarDate,
  to: CalendarDate,
});
export const DelegationRevoked = defineEvent("DelegationRevoked", 1, Delegation);
