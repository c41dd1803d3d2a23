import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../../dates.ts";
import { AccountId, Identifier, Sha256 } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

/** The amount leaves what is unapplied at once. */
export const RefundRequested = defineEvent("RefundRequested", 1, {
  refundId: Identifier,
  creditItemId: Identifier,
  amount: Amount,
  payoutMethod: Type.String(),
  payee: Type.Union([Type.Object({ customerId: Identifier }, exact), Type.Object({ name: Sealed }, exact)]),
  /** The payee is not who paid the money in. */
  toThirdParty: Type.Boolean(),
  /** Business date on which it was asked for: what one person asks for on a day is summed. */
  requestedOn: CalendarDate,
  authorityLevel: Type.String(),
  approvers: Type.Array(Identifier),
});
export const RefundPaid = defineEvent("RefundPaid", 1, {
  refundId: Identifier,
  on: CalendarDate,
  bankLineId: Type.Optional(Identifier),
  tillSessionId: Type.Optional(Identifier),
  evidenceHash: Type.Optional(Sha256),
});
/** `restored` goes back to what is unapplied: nothing on a returned receipt. */
export const RefundCancelled = defineEvent("RefundCancelled", 1, {
  refundId: Identifier,
  creditItemId: Identifier,
  restored: Amount,
});

/** Money of this account that goes to another one; `inAmount` arrives there, in its currency, at the rate that is stored. */
export const CreditTransferredOut = defineEvent("CreditTransferredOut", 1, {
  transferId: Identifier,
  creditItemId: Identifier,
  toAccount: AccountId,
  amount: Amount,
  inAmount: Amount,
  rate: Type.Optional(Type.String()),
  valueDate: CalendarDate,
});
/** A credit of this account from now on, known by the id of the transfer. */
export const CreditTransferredIn = defineEvent("CreditTransferredIn", 1, {
  transferId: Identifier,
  fromAccount: AccountId,
  amount: Amount,
  valueDate: CalendarDate,
});
/** The other account did not take it. */
export const CreditTransferReversed = defineEvent("CreditTransferReversed", 1, {
  transferId: Identifier,
  creditItemId: Identifier,
  restored: Amount,
});
/** The money it was made of was returned; `unapplied` is what then vanishes. */
export const TransferredCreditReturned = defineEvent("TransferredCreditReturned", 1, {
  transferId: Identifier,
  fromAccount: AccountId,
  on: CalendarDate,
  amount: Amount,
  unapplied: Amount,
  /** Parts of it that went on to other accounts, which have to give them back as well. */
  transfers: Type.Optional(Type.Array(Type.Object({ transferId: Identifier, toAccount: AccountId, amount: Amount }, exact))),
});

/** What the company owes the customer pays what the customer owes. The receipt and the application that follow have the same id. */
export const AccountsOffset = defineEvent("AccountsOffset", 1, {
  offsetId: Identifier,
  payableDocs: Type.Array(Type.Object({ reference: Type.String(), amount: Amount }, exact)),
  amount: Amount,
  counterpartyAgreementHash: Sha256,
  approvers: Type.Array(Identifier),
});
