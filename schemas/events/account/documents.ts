import { Type } from "@sinclair/typebox";
import { ChargeReason, ItemFlag } from "../../codes.ts";
import { TermsCode } from "../../commands/credit-line.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId, Sha256 } from "../../identifiers.ts";
import { Amount, Percent } from "../../money.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

const Instalment = Type.Object({ instalmentId: InstalmentId, dueOn: CalendarDate, amount: Amount }, exact);

export const InvoiceRecorded = defineEvent("InvoiceRecorded", 1, {
  documentId: Identifier,
  series: Identifier,
  number: Type.String(),
  issueDate: CalendarDate,
  net: Amount,
  total: Amount,
  taxes: Type.Array(Type.Object({ code: Identifier, base: Amount, ratePct: Percent, amount: Amount }, exact)),
  termsCode: TermsCode,
  instalments: Type.Array(Type.Object({ instalmentId: InstalmentId, dueOn: CalendarDate, amount: Amount }, exact)),
  earlyDiscount: Type.Optional(Type.Object({ pct: Percent, lastDay: CalendarDate }, exact)),
  fiscalId: Type.Optional(Type.String()),
  orderRefs: Type.Array(Type.Object({ orderId: Identifier, amount: Amount, last: Type.Boolean() }, exact)),
  purchaseOrder: Type.Optional(Type.String()),
  salespersonId: Type.Optional(Identifier),
  branchId: Type.Optional(Identifier),
  paymentMethod: Type.Union([Type.Literal("CASH"), Type.Literal("CREDIT")]),
  /** Whether an order release stood behind it: never a reason to refuse a document that exists. */
  creditDecision: Type.Union([Type.Literal("NONE"), Type.Literal("RELEASED")]),
});

/** A debt taken over from another system: `total` is what it once was, the instalments are what is still open on the cut date. */
export const OpeningItemRecorded = defineEvent("OpeningItemRecorded", 1, {
  documentId: Identifier,
  originalKind: Type.Union([Type.Literal("INVOICE"), Type.Literal("DEBIT_NOTE"), Type.Literal("CHARGE")]),
  series: Identifier,
  number: Type.String(),
  issueDate: CalendarDate,
  cutDate: CalendarDate,
  total: Amount,
  openAmount: Amount,
  /** Of the whole document, however little of it is open: what withholdings are computed on. */
  net: Amount,
  tax: Amount,
  termsCode: TermsCode,
  instalments: Type.Array(Instalment),
  paymentMethod: Type.Optional(Type.Union([Type.Literal("CASH"), Type.Literal("CREDIT")])),
  fiscalId: Type.Optional(Type.String()),
  purchaseOrder: Type.Optional(Type.String()),
  salespersonId: Type.Optional(Identifier),
  branchId: Type.Optional(Identifier),
});

/** What a debit note or a charge adds to the debt, in one instalment. */
const Added = {
  documentId: Identifier,
  series: Type.Optional(Identifier),
  /** Nothing where the ledger numbers the series itself: then the number is the event's rank in it. */
  number: Type.Optional(Type.String()),
  issueDate: CalendarDate,
  instalmentId: InstalmentId,
  dueOn: CalendarDate,
  amount: Amount,
  originDocumentId: Type.Optional(Identifier),
  salespersonId: Type.Optional(Identifier),
  branchId: Type.Optional(Identifier),
};
export const DebitNoteIssued = defineEvent("DebitNoteIssued", 1, Added);

export const ChargeIssued = defineEvent("ChargeIssued", 1, {
  ...Added,
  reasonCode: ChargeReason,
  /** The receipt or withholding it comes from. */
  sourceId: Type.Optional(Identifier),
});

export const InvoiceReferenceCorrected = defineEvent("InvoiceReferenceCorrected", 1, {
  documentId: Identifier,
  /** Of the document: a branch or salesperson counts for all of them. */
  instalmentIds: Type.Array(InstalmentId),
  field: Type.Union((["purchaseOrder", "salespersonId", "branchId", "fiscalId"] as const).map((field) => Type.Literal(field))),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.String(),
});

/** From its own business date on; what was reported before stays. */
export const DueDateChanged = defineEvent("DueDateChanged", 1, {
  instalmentId: InstalmentId,
  from: CalendarDate,
  to: CalendarDate,
});

/** The credit note that undoes the document stands in the same append. */
export const InvoiceCancelled = defineEvent("InvoiceCancelled", 1, { documentId: Identifier, creditNoteId: Identifier });

export const ItemFlagged = defineEvent("ItemFlagged", 1, {
  instalmentId: InstalmentId,
  flag: ItemFlag,
  until: Type.Optional(CalendarDate),
});
export const ItemUnflagged = defineEvent("ItemUnflagged", 1, { instalmentId: InstalmentId, flag: ItemFlag });

export const SupportAttached = defineEvent("SupportAttached", 1, {
  supportId: Identifier,
  documentId: Type.Optional(Identifier),
  kind: Type.String(),
  contentHash: Sha256,
  storageRef: Type.String(),
});
