import { RETURN_REASON_WORDS } from "./code-words.ts";
import { type Sentences, when } from "./sentence.ts";

type ReturnEvents = "PaymentReturned" | "ReceiptAnnulled" | "ReceiptClearanceRevoked" | "ReceiptRequested" | "ReceiptRequestDeclined";

/** Money that did not come, and money that is asked for. */
export const returnSentences: Sentences<ReturnEvents> = {
  PaymentReturned: {
    en: ({ receiptId, amount, on, reasonCode, transfers }, say) =>
      `Receipt ${receiptId} of ${say.money(amount)} was returned by the bank on ${on} (${say.word(RETURN_REASON_WORDS, reasonCode)})` +
      `${when(transfers, (parts) => `; ${say.total(parts)} of it had gone to ${say.list(parts.map(({ toAccount }) => toAccount))}`)}.`,
    es: ({ receiptId, amount, on, reasonCode, transfers }, say) =>
      `El banco devolvió el recibo ${receiptId} por ${say.money(amount)} el ${on} (${say.word(RETURN_REASON_WORDS, reasonCode)})` +
      `${when(transfers, (parts) => `; ${say.total(parts)} se habían trasladado a ${say.list(parts.map(({ toAccount }) => toAccount))}`)}.`,
  },
  ReceiptAnnulled: {
    en: ({ receiptId, amount }, say) => `Receipt ${receiptId} of ${say.money(amount)} was annulled; its number stays used.`,
    es: ({ receiptId, amount }, say) => `Se anuló el recibo ${receiptId} por ${say.money(amount)}; su número queda usado.`,
  },
  ReceiptClearanceRevoked: {
    en: ({ receiptId }) => `Receipt ${receiptId} waits for the bank again: what had confirmed it was taken back.`,
    es: ({ receiptId }) => `El recibo ${receiptId} vuelve a esperar al banco: se retiró lo que lo había confirmado.`,
  },
  ReceiptRequested: {
    en: ({ requestId, amount, instalmentIds }, say) =>
      `Request ${requestId}: a receipt of ${say.money(amount)} for ${say.list(instalmentIds)}.`,
    es: ({ requestId, amount, instalmentIds }, say) =>
      `Solicitud ${requestId}: un recibo por ${say.money(amount)} para ${say.list(instalmentIds)}.`,
  },
  ReceiptRequestDeclined: {
    en: ({ requestId }) => `The request ${requestId} for a receipt was declined.`,
    es: ({ requestId }) => `Se rechazó la solicitud de recibo ${requestId}.`,
  },
};
