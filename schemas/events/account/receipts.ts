import { Type } from "@sinclair/typebox";
import { ReturnReason } from "../../codes.ts";
import { ReceiptMethod } from "../../commands/receipts.ts";
import { CalendarDate } from "../../dates.ts";
import { AccountId, CurrencyCode, Identifier, InstalmentId } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

export const ReceiptRegistered = defineEvent("ReceiptRegistered", 1, {
  receiptId: Identifier,
  /** The request of a desk that it fulfils. */
  requestId: Type.Optional(Identifier),
  series: Identifier,
  /** Nothing where the ledger numbers the series itself: then the number is the event's rank in it. */
  number: Type.Optional(Type.String()),
  method: ReceiptMethod,
  amount: Amount,
  original: Type.Optional(Type.Object({ amount: Amount, currency: CurrencyCode, rate: Type.String() }, exact)),
  receivedOn: CalendarDate,
  valueDate: CalendarDate,
  bankAccountId: Type.Optional(Identifier),
  bankLineId: Type.Optional(Identifier),
  bankReference: Type.Optional(Type.String()),
  occurrence: Type.Optional(Type.Integer()),
  /** The annulled receipt whose place it takes. */
  replaces: Type.Optional(Identifier),
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

/** The bank line that cleared the receipt was taken back; `pending` is what is applied with this money, waiting again. */
export const ReceiptClearanceRevoked = defineEvent("ReceiptClearanceRevoked", 1, {
  receiptId: Identifier,
  pending: Type.Array(Type.Object({ instalmentId: InstalmentId, amount: Amount, effectiveOn: CalendarDate }, exact)),
});

/** Nothing of it was used; it counts zero in every term. Its number stays. */
export const ReceiptAnnulled = defineEvent("ReceiptAnnulled", 1, { receiptId: Identifier, amount: Amount });

/** The money did not come after all. What was done with it was undone before, in the same append; `unapplied` is what then vanishes. */
export const PaymentReturned = defineEvent("PaymentReturned", 1, {
  receiptId: Identifier,
  on: CalendarDate,
  reasonCode: ReturnReason,
  drawerFault: Type.Boolean(),
  amount: Amount,
  unapplied: Amount,
  /** Parts of this money that went to other accounts: they are returned there as well. */
  transfers: Type.Optional(Type.Array(Type.Object({ transferId: Identifier, toAccount: AccountId, amount: Amount }, exact))),
});

/** A desk asks treasury for a receipt, with the documents it is to pay. */
export const ReceiptRequested = defineEvent("ReceiptRequested", 1, {
  requestId: Identifier,
  instalmentIds: Type.Array(InstalmentId),
  amount: Amount,
  supportIds: Type.Array(Identifier),
});
export const ReceiptRequestDeclined = defineEvent("ReceiptRequestDeclined", 1, { requestId: Identifier });
