import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CountryCode, CurrencyCode, Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { listOf, Nullable, RowAmount } from "./list.ts";

export const EntityRow = Type.Object({
  entityId: Identifier,
  name: Type.String(),
  taxId: Type.String(),
  country: CountryCode,
  timeZone: Type.String(),
  functionalCurrency: CurrencyCode,
  ordinal: Type.Integer(),
});
export type EntityRow = Static<typeof EntityRow>;

export const BranchRow = Type.Object({ entityId: Identifier, branchId: Identifier, name: Type.String() });
export type BranchRow = Static<typeof BranchRow>;

export const BankAccountRow = Type.Object({
  entityId: Identifier,
  bankAccountId: Identifier,
  currency: CurrencyCode,
  bank: Type.String(),
  number: Type.String(),
  openingBalance: RowAmount,
});
export type BankAccountRow = Static<typeof BankAccountRow>;

export const PersonRow = Type.Object({ personId: Identifier, subjectRef: Nullable(Type.String()), name: Sealed, email: Nullable(Sealed) });
export type PersonRow = Static<typeof PersonRow>;
export const PersonList = listOf(PersonRow);

/** Empty lists mean everywhere. */
export const PersonRoleRow = Type.Object({
  personId: Identifier,
  role: Type.String(),
  entityIds: Type.Array(Identifier),
  branchIds: Type.Array(Identifier),
  from: CalendarDate,
  to: Nullable(CalendarDate),
});
export type PersonRoleRow = Static<typeof PersonRoleRow>;

/** Lists that are short by nature come whole. */
export const EntityList = Type.Object({ rows: Type.Array(EntityRow) });
export const BranchList = Type.Object({ rows: Type.Array(BranchRow) });
export const BankAccountList = Type.Object({ rows: Type.Array(BankAccountRow) });
export const PersonRoleList = Type.Object({ rows: Type.Array(PersonRoleRow) });
