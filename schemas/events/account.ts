import { Type } from "@sinclair/typebox";
import { SuspensionReason, TermsCode } from "../commands/credit-line.ts";
import { ReceiptMethod } from "../commands/receipts.ts";
import { CalendarDate } from "../dates.ts";
import { CurrencyCode, Identifier, InstalmentId, LineId } from "../identifiers.ts";
import { Amount, Percent } from "../money.ts";
import { Sealed } from "../personal.ts";
import { defineEvent } from "./define-event.ts";

const exact = { additionalProperties: false };

export const CreditLineOpened = defineEvent("CreditLineOpened", 1, {
  lineId: Identifier,
  limit: Amount,
  termsCode: TermsCode,
  validFrom: CalendarDate,
  validTo: Type.Optional(CalendarDate),
  tolerancePct: Percent,
  applicationId: Type.Optional(Identifier),
  guaranteeIds: Type.Array(Identifier),
  contractId: Type.Optional(Identifier),
  waivers: Type.Array(Type.Object({ rule: Type.String(), reason: Sealed, approver: Identifier }, exact)),
  authorityLevel: Type.String(),
  approver: Identifier,
});

export const LineSuspended = defineEvent("LineSuspended", 1, {
  lineId: Identifier,
  suspensionId: Identifier,
  reasonCode: SuspensionReason,
  origin: Type.Union([Type.Literal("MANUAL"), Type.Literal("AUTOMATIC")]),
  facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, exact)),
  cascade: Type.Union([Type.Literal("NONE"), Type.Literal("HOLD_RELEASED"), Type.Literal("CANCEL_SUPPLY")]),
});

const Opinion = Type.Object({ personId: Identifier, text: Sealed, favourable: Type.Boolean() }, exact);
export const LineReinstated = defineEvent("LineReinstated", 1, {
  lineId: Identifier,
  suspensionId: Identifier,
  reasonCode: SuspensionReason,
  origin: Type.Union([Type.Literal("MANUAL"), Type.Literal("AUTOMATIC")]),
  salesOpinion: Type.Optional(Opinion),
  adminOpinion: Type.Optional(Opinion),
  until: Type.Optional(CalendarDate),
  authorityLevel: Type.Optional(Type.String()),
});

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

export const ReceiptRegistered = defineEvent("ReceiptRegistered", 1, {
  receiptId: Identifier,
  series: Identifier,
  number: Type.String(),
  method: ReceiptMethod,
  amount: Amount,
  original: Type.Optional(Type.Object({ amount: Amount, currency: CurrencyCode, rate: Type.String() }, exact)),
  receivedOn: CalendarDate,
  valueDate: CalendarDate,
  bankAccountId: Type.Optional(Identifier),
  bankLineId: Type.Optional(Identifier),
  bankReference: Type.Optional(Type.String()),
  occurrence: Type.Optional(Type.Integer()),
  viaLawyer: Type.Boolean(),
  thirdPartyPayer: Type.Boolean(),
  payer: Type.Optional(Type.Union([Type.Object({ customerId: Identifier }, exact), Type.Object({ name: Sealed }, exact)])),
  instrument: Type.Optional(
    Type.Object(
      {
        valueId: Type.Optional(Identifier),
        chequeNumber: Type.String(),
        bank: Type.String(),
        drawer: Type.Optional(Sealed),
        maturity: Type.Optional(CalendarDate),
      },
      exact,
    ),
  ),
  remittance: Type.Array(Type.Object({ reference: Type.String(), amount: Type.Optional(Amount) }, exact)),
  branchId: Type.Optional(Identifier),
  /** Who sold to the customer on the value date: collections are attributed to that person. */
  salespersonId: Type.Optional(Identifier),
  cleared: Type.Boolean(),
});

/** `released` is what was applied with this money while it was not cleared, each part from the day it was applied. */
export const ReceiptCleared = defineEvent("ReceiptCleared", 1, {
  receiptId: Identifier,
  on: CalendarDate,
  bankLineId: Type.Optional(Identifier),
  evidenceHash: Type.Optional(Type.String()),
  released: Type.Array(Type.Object({ instalmentId: InstalmentId, amount: Amount, effectiveOn: CalendarDate }, exact)),
});

export const PaymentApplied = defineEvent("PaymentApplied", 1, {
  applicationId: Identifier,
  receiptId: Identifier,
  lines: Type.Array(
    Type.Object(
      {
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: Amount,
        components: Type.Object({ defaultInterest: Amount, remunerativeInterest: Amount, capital: Amount }, exact),
        settledOn: CalendarDate,
      },
      exact,
    ),
  ),
  /** The receipt is not cleared: what the lines settle stays pending clearance. */
  conditional: Type.Boolean(),
  /** Business date on which it was decided; earlier than effectiveOn for a post-dated cheque. */
  appliedOn: CalendarDate,
  debtorInstruction: Type.Optional(Sealed),
});

const SettledWithPayment = {
  applicationId: Identifier,
  receiptId: Identifier,
  lineId: LineId,
  instalmentId: InstalmentId,
  amount: Amount,
  settledOn: CalendarDate,
  conditional: Type.Boolean(),
  appliedOn: CalendarDate,
};

export const DiscountGranted = defineEvent("DiscountGranted", 1, {
  ...SettledWithPayment,
  discountId: Identifier,
  kind: Type.Literal("EARLY_PAYMENT"),
  pct: Percent,
});

export const WithholdingRecorded = defineEvent("WithholdingRecorded", 1, {
  ...SettledWithPayment,
  withholdingId: Identifier,
  kind: Type.Union([Type.Literal("INCOME_TAX"), Type.Literal("VAT"), Type.Literal("ICA")]),
  base: Amount,
  ratePct: Percent,
});

export const PaymentUnapplied = defineEvent("PaymentUnapplied", 1, {
  unapplicationId: Identifier,
  applicationId: Identifier,
  receiptId: Identifier,
  kind: Type.Union([Type.Literal("REVERSAL"), Type.Literal("CORRECTION")]),
  /** `freedOn`: from when money and item count as free again for the day of settlement. */
  lines: Type.Array(Type.Object({ lineId: LineId, instalmentId: InstalmentId, amount: Amount, freedOn: CalendarDate }, exact)),
  /** Discounts and withholdings of the same application, undone in proportion. */
  alsoReversed: Type.Array(
    Type.Object(
      {
        id: Identifier,
        kind: Type.Union([Type.Literal("DISCOUNT"), Type.Literal("WITHHOLDING")]),
        lineId: LineId,
        instalmentId: InstalmentId,
        amount: Amount,
        freedOn: CalendarDate,
      },
      exact,
    ),
  ),
  /** The money was not cleared: what was pending clearance is no longer. */
  conditional: Type.Boolean(),
  /** The money has cleared since, on this day: until then what was applied counted as pending. */
  pendingUntil: Type.Optional(CalendarDate),
  /** Business date on which it was decided. */
  undoneOn: CalendarDate,
});

const PromiseLine = Type.Object({ instalmentId: InstalmentId, amount: Amount }, exact);
export const PromiseRegistered = defineEvent("PromiseRegistered", 1, {
  promiseId: Identifier,
  lines: Type.Array(PromiseLine),
  dueOn: CalendarDate,
  channel: Type.String(),
  contactPersonId: Type.Optional(Identifier),
  collectorId: Type.Optional(Identifier),
  evidenceRef: Type.Optional(Type.String()),
});

/** How the promise ended; `lines` is what it covered until then. */
const PromiseOutcome = { promiseId: Identifier, lines: Type.Array(PromiseLine), counted: Amount, missing: Amount };
export const PromiseKept = defineEvent("PromiseKept", 1, PromiseOutcome);
export const PromisePartiallyKept = defineEvent("PromisePartiallyKept", 1, PromiseOutcome);
export const PromiseBroken = defineEvent("PromiseBroken", 1, PromiseOutcome);
/** Money that kept the promise was taken back; the promise is open again. `lines` is what it covers again. */
export const PromiseKeptReversed = defineEvent("PromiseKeptReversed", 1, {
  promiseId: Identifier,
  lines: Type.Array(PromiseLine),
  counted: Amount,
});
export const PromiseCancelled = defineEvent("PromiseCancelled", 1, { promiseId: Identifier, lines: Type.Array(PromiseLine) });
