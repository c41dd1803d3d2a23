import type { Texts } from "../refusals/refusal-entry.ts";
import { type Sentences, when } from "./sentence.ts";

type CreditMoveEvents =
  | "RefundRequested"
  | "RefundPaid"
  | "RefundCancelled"
  | "CreditTransferredOut"
  | "CreditTransferredIn"
  | "CreditTransferReversed"
  | "TransferredCreditReturned"
  | "AccountsOffset";

const PAYOUT_WORDS: Readonly<Record<string, Texts>> = {
  TRANSFER: { en: "bank transfer", es: "transferencia" },
  CHEQUE: { en: "cheque", es: "cheque" },
  CASH: { en: "cash", es: "efectivo" },
};

export const creditMoveSentences: Sentences<CreditMoveEvents> = {
  AccountsOffset: {
    en: ({ offsetId, amount, payableDocs }, say) =>
      `Offset ${say.money(amount)} with ${offsetId} against what the company owes on ${say.list(payableDocs.map(({ reference }) => reference))}.`,
    es: ({ offsetId, amount, payableDocs }, say) =>
      `Se cruzaron ${say.money(amount)} con ${offsetId} contra lo que la empresa debe por ${say.list(payableDocs.map(({ reference }) => reference))}.`,
  },
  RefundRequested: {
    en: ({ refundId, amount, creditItemId, payoutMethod, toThirdParty, authorityLevel }, say) =>
      `Requested refund ${refundId} of ${say.money(amount)} from ${creditItemId} by ${say.word(PAYOUT_WORDS, payoutMethod)}` +
      `${toThirdParty ? ", to somebody who did not pay it" : ""}, at level ${authorityLevel}.`,
    es: ({ refundId, amount, creditItemId, payoutMethod, toThirdParty, authorityLevel }, say) =>
      `Se solicitó el reembolso ${refundId} de ${say.money(amount)} de ${creditItemId} en ${say.word(PAYOUT_WORDS, payoutMethod)}` +
      `${toThirdParty ? ", a favor de quien no lo pagó" : ""}, con nivel ${authorityLevel}.`,
  },
  RefundPaid: {
    en: ({ refundId, on, bankLineId, tillSessionId }) =>
      `Refund ${refundId} was paid on ${on}${when(bankLineId, (line) => ` with bank movement ${line}`)}` +
      `${when(tillSessionId, (session) => ` from till session ${session}`)}.`,
    es: ({ refundId, on, bankLineId, tillSessionId }) =>
      `El reembolso ${refundId} se pagó el ${on}${when(bankLineId, (line) => ` con el movimiento bancario ${line}`)}` +
      `${when(tillSessionId, (session) => ` en la sesión de caja ${session}`)}.`,
  },
  RefundCancelled: {
    en: ({ refundId, restored, creditItemId }, say) => `Cancelled refund ${refundId}: ${say.money(restored)} went back to ${creditItemId}.`,
    es: ({ refundId, restored, creditItemId }, say) =>
      `Se canceló el reembolso ${refundId}: ${say.money(restored)} volvieron a ${creditItemId}.`,
  },
  CreditTransferredOut: {
    en: ({ transferId, amount, creditItemId, toAccount }, say) =>
      `Transferred ${say.money(amount)} of ${creditItemId} to account ${toAccount} with ${transferId}.`,
    es: ({ transferId, amount, creditItemId, toAccount }, say) =>
      `Se trasladaron ${say.money(amount)} de ${creditItemId} a la cuenta ${toAccount} con ${transferId}.`,
  },
  CreditTransferredIn: {
    en: ({ transferId, amount, fromAccount, valueDate }, say) =>
      `Received ${say.money(amount)} from account ${fromAccount} with transfer ${transferId}, value date ${valueDate}.`,
    es: ({ transferId, amount, fromAccount, valueDate }, say) =>
      `Se recibieron ${say.money(amount)} de la cuenta ${fromAccount} con el traslado ${transferId}, fecha valor ${valueDate}.`,
  },
  CreditTransferReversed: {
    en: ({ transferId, restored, creditItemId }, say) =>
      `Transfer ${transferId} was not taken by the other account: ${say.money(restored)} went back to ${creditItemId}.`,
    es: ({ transferId, restored, creditItemId }, say) =>
      `La otra cuenta no recibió el traslado ${transferId}: ${say.money(restored)} volvieron a ${creditItemId}.`,
  },
  TransferredCreditReturned: {
    en: ({ transferId, amount, fromAccount, on, unapplied }, say) =>
      `The money of transfer ${transferId} of ${say.money(amount)} from account ${fromAccount} was returned on ${on}: ` +
      `${say.money(unapplied)} on account went with it.`,
    es: ({ transferId, amount, fromAccount, on, unapplied }, say) =>
      `El dinero del traslado ${transferId} de ${say.money(amount)} de la cuenta ${fromAccount} fue devuelto el ${on}: ` +
      `con él se fueron ${say.money(unapplied)} de saldo a favor.`,
  },
};
