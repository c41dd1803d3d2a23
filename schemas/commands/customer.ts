import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { CountryCode, EntityId, Identifier, Label } from "../identifiers.ts";
import { PersonalText, Sealed } from "../personal.ts";
import { commandBody } from "./command-body.ts";

export const TaxIdType = Type.Union(["NIT", "CC", "CE", "RFC", "OTHER"].map((code) => Type.Literal(code)));
export const CustomerKind = Type.Union([Type.Literal("NATURAL"), Type.Literal("LEGAL")]);
export const AddressUse = Type.Union([Type.Literal("FISCAL"), Type.Literal("DELIVERY"), Type.Literal("NOTIFICATION")]);
export const Language = Type.Union([Type.Literal("es-CO"), Type.Literal("es-MX"), Type.Literal("en")]);

export const RegisterCustomerBody = commandBody({
  customerId: Identifier,
  taxIdCountry: CountryCode,
  taxIdType: TaxIdType,
  taxIdNumber: PersonalText(40, "identifier"),
  checkDigit: Type.Optional(Type.String({ pattern: "^[0-9]$" })),
  kind: CustomerKind,
  legalName: PersonalText(200),
  tradeName: Type.Optional(PersonalText(200)),
  addresses: Type.Array(Type.Object({ use: AddressUse, text: PersonalText(400) }, { additionalProperties: false }), { maxItems: 20 }),
  language: Language,
  segmentCode: Type.Optional(Identifier),
  /** At most one branch per legal entity. */
  homeBranches: Type.Array(Type.Object({ entityId: EntityId, branchId: Identifier }, { additionalProperties: false }), { maxItems: 100 }),
  statementCycle: Type.Optional(Label(40)),
});

/**
 * What one person may change alone; tax id, legal name, kind and fiscal address need a second one. `from` is the value the caller saw;
 * null stands for "empty".
 */
const PersonalField = Type.Union([Type.Literal("tradeName"), Type.Literal("deliveryAddress")]);
const PlainField = Type.Union([Type.Literal("segmentCode"), Type.Literal("statementCycle")]);
export type ChangeableField = Static<typeof PersonalField> | Static<typeof PlainField> | "language";

const exact = { additionalProperties: false };
const change = <Field extends TSchema, Personal extends TSchema, Plain extends TSchema>(
  fields: { personal: Field; plain: Plain },
  personal: Personal,
) =>
  [
    Type.Object({ field: fields.personal, from: Type.Union([personal, Type.Null()]), to: Type.Union([personal, Type.Null()]) }, exact),
    Type.Object({ field: fields.plain, from: Type.Union([Label(80), Type.Null()]), to: Type.Union([Label(80), Type.Null()]) }, exact),
    Type.Object({ field: Type.Literal("language"), from: Language, to: Language }, exact),
  ] as const;

const fields = { personal: PersonalField, plain: PlainField };
export const Change = Type.Union([...change(fields, PersonalText(400))]);
export const RecordedChange = Type.Union([...change(fields, Sealed)]);

export const UpdateCustomerDataBody = commandBody({ customerId: Identifier, changes: Type.Array(Change, { minItems: 1, maxItems: 20 }) });

/** ORDERS: nothing is supplied on credit. ALL: nothing is supplied, and no line is opened. */
export const BlockScope = Type.Union([Type.Literal("ORDERS"), Type.Literal("ALL")]);
export type BlockScope = Static<typeof BlockScope>;

export const BlockCustomerBody = commandBody({ customerId: Identifier, scope: BlockScope });
export const UnblockCustomerBody = commandBody({ customerId: Identifier, scope: BlockScope });

export const AssignSalespersonBody = commandBody({
  customerId: Identifier,
  entityId: EntityId,
  personId: Identifier,
  from: CalendarDate,
  to: Type.Optional(CalendarDate),
  /** Ends the assignment in force the day before. */
  replace: Type.Optional(Type.Boolean()),
  /** The person stands in for this one, whose assignment goes on. */
  substituteFor: Type.Optional(Identifier),
});
