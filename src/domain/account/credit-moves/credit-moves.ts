import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";
import { partsOfAccount } from "../account-id.ts";

export interface Refund {
  readonly status: "REQUESTED" | "PAID" | "CANCELLED";
  readonly creditItemId: string;
  readonly amount: Minor;
  readonly requestedOn: CalendarDate;
  readonly requestedBy: string;
  /** From when it counts as paid. */
  readonly paidOn: CalendarDate | undefined;
}

/** Of this account to another one. */
export interface TransferOut {
  readonly status: "OUT" | "REVERSED";
  readonly creditItemId: string;
  readonly toAccount: string;
  readonly amount: Minor;
  /** What arrives there, in the currency of that account. */
  readonly inAmount: Minor;
  /** Of the money it is made of. */
  readonly valueDate: CalendarDate;
  readonly effectiveOn: CalendarDate;
}

/** Where the money of a credit came from. */
export interface Origin {
  /** Who paid it, as `payerKey` says it; nothing where it was the customer of the account. */
  readonly payer: string | undefined;
  /** Who registered it. */
  readonly registeredBy: string;
  /** Of a transferred credit. */
  readonly fromAccount: string | undefined;
}

/** Money that left the account without paying anything in it: refunds and transfers. Transfers that came in are credits of the account. */
export interface CreditMoves {
  readonly refunds: JournaledMap<string, Refund>;
  readonly transfersOut: JournaledMap<string, TransferOut>;
  /** By credit: receipts and credits transferred in. */
  readonly origins: JournaledMap<string, Origin>;
  /** Settled against what the company owes. */
  readonly offsets: JournaledMap<string, true>;
}

export const creditMoves = room<CreditMoves>()({
  initial: (journal) => ({ refunds: journal.map(), transfersOut: journal.map(), origins: journal.map(), offsets: journal.map() }),
  on: {
    ReceiptRegistered: (state, { receiptId, payer, thirdPartyPayer }, { actor }) =>
      state.origins.set(receiptId, {
        payer: payer === undefined || !thirdPartyPayer ? undefined : payerKey(payer),
        registeredBy: actor,
        fromAccount: undefined,
      }),
    CreditTransferredIn: (state, { transferId, fromAccount }, { actor }) =>
      state.origins.set(transferId, {
        payer: payerKey({ customerId: partsOfAccount(fromAccount).customerId }),
        registeredBy: actor,
        fromAccount,
      }),
    AccountsOffset: (state, { offsetId }) => state.offsets.set(offsetId, true),
    RefundRequested: (state, { refundId, creditItemId, amount }, { effectiveOn, actor }) =>
      state.refunds.set(refundId, {
        status: "REQUESTED",
        creditItemId,
        amount: minorOf(amount),
        requestedOn: effectiveOn,
        requestedBy: actor,
        paidOn: undefined,
      }),
    RefundPaid: (state, { refundId }, { effectiveOn }) =>
      state.refunds.change(refundId, (refund) => ({ ...refund, status: "PAID", paidOn: effectiveOn })),
    RefundCancelled: (state, { refundId }) => state.refunds.change(refundId, (refund) => ({ ...refund, status: "CANCELLED" })),
    CreditTransferredOut: (state, { transferId, creditItemId, toAccount, amount, inAmount, valueDate }, { effectiveOn }) =>
      state.transfersOut.set(transferId, {
        status: "OUT",
        creditItemId,
        toAccount,
        amount: minorOf(amount),
        inAmount: minorOf(inAmount),
        valueDate,
        effectiveOn,
      }),
    CreditTransferReversed: (state, { transferId }) =>
      state.transfersOut.change(transferId, (transfer) => ({ ...transfer, status: "REVERSED" })),
  },
});

/** Somebody who pays or is paid, so that two can be compared: a customer of the ledger, or a name by its keyed hash. */
export function payerKey(person: { readonly customerId: string } | { readonly name: { readonly mac: string } }): string {
  return "customerId" in person ? `customer ${person.customerId}` : `name ${person.name.mac}`;
}
