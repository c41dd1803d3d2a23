import { Type } from "@sinclair/typebox";
import { AddressUse, BlockScope, CustomerKind, Language, RecordedChange, TaxIdType } from "../commands/customer.ts";
import { CalendarDate } from "../dates.ts";
import { CountryCode, Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { defineEvent } from "./define-event.ts";

export const CustomerRegistered = defineEvent("CustomerRegistered", 1, {
  customerId: Identifier,
  taxIdCountry: CountryCode,
  taxIdType: TaxIdType,
  taxIdNumber: Sealed,
  checkDigit: Type.Optional(Type.String()),
  kind: CustomerKind,
  legalName: Sealed,
  tradeName: Type.Optional(Sealed),
  addresses: Type.Array(Type.Object({ use: AddressUse, text: Sealed }, { additionalProperties: false })),
  language: Language,
  segmentCode: Type.Optional(Identifier),
  homeBranches: Type.Array(Type.Object({ entityId: Identifier, branchId: Identifier }, { additionalProperties: false })),
  statementCycle: Type.Optional(Type.String()),
});

export const CustomerDataChanged = defineEvent("CustomerDataChanged", 1, {
  customerId: Identifier,
  changes: Type.Array(RecordedChange),
});

const Assignment = {
  customerId: Identifier,
  role: Type.Literal("SALESPERSON"),
  entityId: Identifier,
  personId: Identifier,
  from: CalendarDate,
};
export const AssignmentMade = defineEvent("AssignmentMade", 1, {
  ...Assignment,
  to: Type.Optional(CalendarDate),
  substituteFor: Type.Optional(Identifier),
});
/** The assignment that began on `from` ends on `to`, inclusive. */
export const AssignmentEnded = defineEvent("AssignmentEnded", 1, { ...Assignment, to: CalendarDate });

export const CustomerBlocked = defineEvent("CustomerBlocked", 1, { customerId: Identifier, scope: BlockScope });
export const CustomerUnblocked = defineEvent("CustomerUnblocked", 1, { customerId: Identifier, scope: BlockScope });
