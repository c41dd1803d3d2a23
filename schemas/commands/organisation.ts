import { Type } from "@sinclair/typebox";
import { SeriesKind, SeriesOwnership } from "../codes.ts";
import { CalendarDate, Instant } from "../dates.ts";
import { CountryCode, CurrencyCode, EntityId, Identifier, Label, Sha256 } from "../identifiers.ts";
import { Money, PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { AUTHORITY_KINDS } from "../policies.ts";
import { Role } from "../roles.ts";
import { commandBody } from "./command-body.ts";

export const RegisterLegalEntityBody = commandBody({
  entityId: EntityId,
  name: Label(160),
  taxId: Label(40),
  country: CountryCode,
  timeZone: Type.String({ format: "time-zone", examples: ["America/Bogota"] }),
  functionalCurrency: CurrencyCode,
});

export const RegisterBranchBody = commandBody({ entityId: EntityId, branchId: Identifier, name: Label(160) });

export const RegisterBankAccountBody = commandBody({
  entityId: EntityId,
  bankAccountId: Identifier,
  currency: CurrencyCode,
  bank: Label(160),
  number: Label(60),
  openingBalance: Money,
});

const SeriesNumber = Type.Integer({ minimum: 1, maximum: 999_999_999_999 });

export const DefineSeriesBody = commandBody({
  entityId: EntityId,
  code: Identifier,
  kind: SeriesKind,
  ownership: SeriesOwnership,
  /** Printed before each number of an own series. */
  prefix: Type.Optional(Label(20)),
  /** The first number, and the last one permitted. */
  from: SeriesNumber,
  to: Type.Optional(SeriesNumber),
  /** Of the authority's permission to number. */
  legalReference: Type.Optional(Label(120)),
});

export const RegisterPersonBody = commandBody({
  personId: Identifier,
  subjectRef: Type.Optional(Label(120)),
  name: PersonalText(160),
  email: Type.Optional(PersonalText(254)),
});

const RoleScope = {
  personId: Identifier,
  role: Role,
  entityIds: Type.Array(Identifier, { maxItems: 200, uniqueItems: true }),
  branchIds: Type.Array(Identifier, { maxItems: 500, uniqueItems: true }),
};

export const AssignRoleBody = commandBody({ ...RoleScope, from: CalendarDate, to: Type.Optional(CalendarDate) });
export const RevokeRoleBody = commandBody({ ...RoleScope, from: CalendarDate });

export const IssueApiKeyBody = commandBody({
  keyId: Identifier,
  personId: Identifier,
  secretHash: Sha256,
  expiresOn: Type.Optional(Type.Union([CalendarDate, Instant])),
});
export const RevokeApiKeyBody = commandBody({ keyId: Identifier });

export const DeactivatePersonBody = commandBody({ personId: Identifier });

export const GrantDelegationBody = commandBody({
  delegationId: Identifier,
  fromPerson: Identifier,
  toPerson: Identifier,
  /** Kinds of decision of the authority matrix. */
  kinds: Type.Array(Type.Union(AUTHORITY_KINDS.map((kind) => Type.Literal(kind))), { minItems: 1, maxItems: 20, uniqueItems: true }),
  maxAmount: Type.Optional(PositiveMoney),
  from: CalendarDate,
  to: CalendarDate,
});
export const RevokeDelegationBody = commandBody({ delegationId: Identifier });
