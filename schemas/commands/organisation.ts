import { Type } from "@sinclair/typebox";
import { CalendarDate, Instant } from "../dates.ts";
import { CountryCode, CurrencyCode, EntityId, Identifier, Label, Sha256 } from "../identifiers.ts";
import { Money } from "../money.ts";
import { PersonalText } from "../personal.ts";
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
