import { Type } from "@sinclair/typebox";
import { CHARGE_REASONS, ItemFlag } from "../codes.ts";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label, Sha256 } from "../identifiers.ts";
import { Money, Percent, PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";
import { TermsCode } from "./credit-line.ts";

/** What is said of an invoice wherever it comes from. */
const Invoice = {
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
  purchaseOrder: Type.Optional(Label(60)),
  salespersonId: Type.Optional(Identifier),
  branchId: Type.Optional(Identifier),
  /** Compared with the customer's, never stored. */
  customerTaxId: Type.Optional(PersonalText(40, "identifier")),
};
const PaymentMethod = Type.Union([Type.Literal("CASH"), Type.Literal("CREDIT")]);

export const RecordInvoiceBody = commandBody({
  ...Invoice,
  orderRefs: Type.Optional(
    Type.Array(Type.Object({ orderId: Identifier, amount: Money, last: Type.Boolean() }, { additionalProperties: false }), {
      maxItems: 50,
    }),
  ),
  paymentMethod: PaymentMethod,
});

/** A debt taken over: dates and total are the original ones, the instalments are of what is open on the cut date. */
export const RecordOpeningItemBody = commandBody({
  ...Invoice,
  originalKind: Type.Union([Type.Literal("INVOICE"), Type.Literal("DEBIT_NOTE"), Type.Literal("CHARGE")]),
  openAmount: PositiveMoney,
  cutDate: CalendarDate,
  paymentMethod: Type.Optional(PaymentMethod),
});

/** What is added to a debt, in one instalment. */
const Added = {
  accountId: AccountId,
  documentId: Identifier,
  series: Identifier,
  /** None where the ledger numbers the series itself. */
  number: Type.Optional(Label(40)),
  issueDate: CalendarDate,
  originDocumentId: Type.Optional(Identifier),
  amount: PositiveMoney,
  dueOn: CalendarDate,
  branchId: Type.Optional(Identifier),
  salespersonId: Type.Optional(Identifier),
};
export const IssueDebitNoteBody = commandBody(Added);

/** Charges that follow from a decision of the ledger are made by that decision. */
const FOLLOWING = ["WITHHOLDING_NOT_CERTIFIED", "RETURNED_AFTER_REFUND"];
export const IssueChargeBody = commandBody({
  ...Added,
  /** OTHER, unless it says more. */
  reasonCode: Type.Optional(Type.Union(CHARGE_REASONS.filter((code) => !FOLLOWING.includes(code)).map((code) => Type.Literal(code)))),
});

export const ChangeDueDateBody = commandBody({ accountId: AccountId, instalmentId: InstalmentId, newDue: CalendarDate });

/** `from` is the value the caller saw; null stands for "none". */
export const CorrectInvoiceReferenceBody = commandBody({
  accountId: AccountId,
  documentId: Identifier,
  field: Type.Union((["purchaseOrder", "salespersonId", "branchId", "fiscalId"] as const).map((field) => Type.Literal(field))),
  from: Type.Union([Label(120), Type.Null()]),
  to: Label(120),
});

export const CancelInvoiceBody = commandBody({
  accountId: AccountId,
  documentId: Identifier,
  creditNoteId: Identifier,
  creditNoteNumber: Label(40),
  /** CANCEL, unless it says otherwise. */
  creditNoteSeries: Type.Optional(Identifier),
});

const Flag = { accountId: AccountId, instalmentId: InstalmentId, flag: ItemFlag };
export const FlagItemBody = commandBody({
  ...Flag,
  /** The last day on which the flag counts. */
  until: Type.Optional(CalendarDate),
});
export const UnflagItemBody = commandBody(Flag);

export const AttachSupportBody = commandBody({
  accountId: AccountId,
  supportId: Identifier,
  documentId: Type.Optional(Identifier),
  contentHash: Sha256,
  /** What kind of paper it is: a delivery note, a purchase order, a claim. */
  kind: Label(40),
  /** Where the paper is kept. */
  storageRef: Label(300),
});
