import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CountryCode, Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { listOf, Nullable } from "./list.ts";

const HomeBranch = Type.Object({ entityId: Identifier, branchId: Identifier });

/** Personal values are sealed: whoever answers opens those the caller may see. */
export const CustomerRow = Type.Object({
  customerId: Identifier,
  status: Type.Literal("PROSPECT"),
  kind: Type.String(),
  taxIdCountry: CountryCode,
  taxIdType: Type.String(),
  taxIdNumber: Sealed,
  checkDigit: Nullable(Type.String()),
  legalName: Sealed,
  tradeName: Nullable(Sealed),
  addresses: Type.Array(Type.Object({ use: Type.String(), text: Sealed })),
  deliveryAddress: Nullable(Sealed),
  language: Type.String(),
  segmentCode: Nullable(Type.String()),
  statementCycle: Nullable(Type.String()),
  registeredOn: CalendarDate,
  revision: Type.Integer(),
  homeBranches: Type.Array(HomeBranch),
  /** ORDERS: nothing is supplied on credit; ALL: nothing is supplied, and no line is opened. */
  blockedFor: Type.Array(Type.String()),
});
export type CustomerRow = Static<typeof CustomerRow>;

export const AssignmentRow = Type.Object({
  role: Type.String(),
  entityId: Identifier,
  personId: Identifier,
  from: CalendarDate,
  to: Nullable(CalendarDate),
  substituteFor: Nullable(Identifier),
});
export type AssignmentRow = Static<typeof AssignmentRow>;

export const CustomerView = Type.Composite([CustomerRow, Type.Object({ assignments: Type.Array(AssignmentRow) })]);
export type CustomerView = Static<typeof CustomerView>;

export const CustomerList = listOf(CustomerRow);
