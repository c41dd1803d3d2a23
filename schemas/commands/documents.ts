import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label } from "../identifiers.ts";
import { Money, Percent, PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";
import { TermsCode } from "./credit-line.ts";

export const RecordInvoiceBody = commandBody({
  accountId: AccountId,
  documentId: Identifier,
  series: Identifier,
  number: Type.Optional(Label(40)),
  issueDate: CalendarDate,
  net: Money,
  total: Money,
  taxes: Type.Array(Type.Object({ code: Identifier, base: Money, ratePct: Percent, amount: Money }, { additionalProperties: false }), {
    maxItems: 40,
  }),
  termsCode: TermsCode,
  /** Where the issuer says when what is due; otherwise the terms do. */
  instalments: Type.Optional(
    Type.Array(Type.Object({ instalmentId: InstalmentId, dueOn: CalendarDate, amount: PositiveMoney }, { additionalProperties: false }), {
      maxItems: 120,
    }),
  ),
  /** CUFE, UUID: the number under which the tax authority knows the document. */
  fiscalId: Type.Optional(Label(120)),
  orderRefs: Type.Optional(
    Type.Array(Type.Object({ orderId: Identifier, amount: Money, last: Type.Boolean() }, { additionalProperties: false }), {
      maxItems: 50,
    }),
  ),
  purchaseOrder: Type.Optional(Label(60)),
  salespersonId: Type.Optional(Identifier),
  branchId: Type.Optional(Identifier),
  paymentMethod: Type.Union([Type.Literal("CASH"), Type.Literal("CREDIT")]),
  /** Compared with the customer's, never stored. */
  customerTaxId: Type.Optional(PersonalText(40, "identifier")),
});
