import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier, InstalmentId, Label, Sha256 } from "../identifiers.ts";
import { PositiveMoney } from "../money.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

const exact = { additionalProperties: false };

export const PayoutMethod = Type.Union((["TRANSFER", "CHEQUE", "CASH"] as const).map((code) => Type.Literal(code)));

export const RefundCustomerBody = commandBody({
  accountId: AccountId,
  refundId: Identifier,
  /** A receipt, a credit note or a credit transferred in. */
  creditItemId: Identifier,
  amount: PositiveMoney,
  payoutMethod: PayoutMethod,
  /** Who gets the money: a customer of the ledger, or somebody by name. */
  payee: Type.Union([Type.Object({ customerId: Identifier }, exact), Type.Object({ name: PersonalText(200) }, exact)]),
});

export const ConfirmRefundBody = commandBody({
  accountId: AccountId,
  refundId: Identifier,
  on: CalendarDate,
  bankLineId: Type.Optional(Identifier),
  tillSessionId: Type.Optional(Identifier),
  /** Of the paper that shows the payment, where neither bank movement nor till is named. */
  evidenceHash: Type.Optional(Sha256),
});

export const CancelRefundBody = commandBody({ accountId: AccountId, refundId: Identifier });

export const TransferCreditBody = commandBody({
  accountId: AccountId,
  transferId: Identifier,
  creditItemId: Identifier,
  toAccount: AccountId,
  amount: PositiveMoney,
});

export const OffsetAccountsBody = commandBody({
  accountId: AccountId,
  /** Also the id of the receipt and of its application. */
  offsetId: Identifier,
  /** Of the receipt. */
  series: Identifier,
  number: Type.Optional(Label(40)),
  /** What the company owes the customer, as accounting knows it. */
  payableDocs: Type.Array(Type.Object({ reference: Label(80), amount: PositiveMoney }, exact), { minItems: 1, maxItems: 200 }),
  amount: PositiveMoney,
  lines: Type.Array(Type.Object({ instalmentId: InstalmentId, amount: PositiveMoney }, exact), { minItems: 1, maxItems: 200 }),
  counterpartyAgreementHash: Sha256,
});

/** On the account that the money goes to. */
export const ReceiveTransferredCreditBody = commandBody({ accountId: AccountId, transferId: Identifier, fromAccount: AccountId });
/** On the account that the money came from. */
export const ReverseCreditTransferBody = commandBody({ accountId: AccountId, transferId: Identifier, toAccount: AccountId });
/** On the account that the money went to; `on` is the day on which the money it was made of was returned. */
export const ReturnTransferredCreditBody = commandBody({
  accountId: AccountId,
  transferId: Identifier,
  fromAccount: AccountId,
  on: CalendarDate,
});
