import { RECEIPT_METHOD_WORDS } from "./code-words.ts";
import { numberText, type Sentences, when } from "./sentence.ts";

type ReceiptEvents = "ReceiptRegistered" | "ReceiptCleared" | "PaymentApplied" | "PaymentUnapplied";

export const receiptSentences: Sentences<ReceiptEvents> = {
  ReceiptRegistered: {
    en: ({ receiptId, series, number, amount, method, receivedOn, valueDate, original, bankReference, cleared }, say) =>
      `Registered receipt ${receiptId} (${numberText({ series, number })}) of ${say.money(amount)} by ${say.word(RECEIPT_METHOD_WORDS, method)}, ` +
      `received on ${receivedOn} with value date ${valueDate}${when(bankReference, (reference) => `, bank reference ${reference}`)}` +
      `${when(original, (paid) => `, paid as ${paid.amount} ${paid.currency} at ${paid.rate}`)}${cleared ? "" : ", not collected yet"}.`,
    es: ({ receiptId, series, number, amount, method, receivedOn, valueDate, original, bankReference, cleared }, say) =>
      `Se registró el recibo ${receiptId} (${numberText({ series, number })}) por ${say.money(amount)} en ${say.word(RECEIPT_METHOD_WORDS, method)}, ` +
      `recibido el ${receivedOn} con fecha valor ${valueDate}${when(bankReference, (reference) => `, referencia bancaria ${reference}`)}` +
      `${when(original, (paid) => `, pagado como ${paid.amount} ${paid.currency} a ${paid.rate}`)}${cleared ? "" : ", aún sin hacerse efectivo"}.`,
  },
  ReceiptCleared: {
    en: ({ receiptId, on, bankLineId }) =>
      `Receipt ${receiptId} was collected on ${on}${when(bankLineId, (line) => ` with bank movement ${line}`)}.`,
    es: ({ receiptId, on, bankLineId }) =>
      `El recibo ${receiptId} se hizo efectivo el ${on}${when(bankLineId, (line) => ` con el movimiento bancario ${line}`)}.`,
  },
  PaymentApplied: {
    en: ({ receiptId, lines, conditional }, say) =>
      `Applied ${say.total(lines)} of receipt ${receiptId} to ${say.instalments(lines)}${conditional ? ", pending collection" : ""}.`,
    es: ({ receiptId, lines, conditional }, say) =>
      `Se aplicaron ${say.total(lines)} del recibo ${receiptId} a ${say.instalments(lines)}${conditional ? ", pendiente de hacerse efectivo" : ""}.`,
  },
  PaymentUnapplied: {
    en: ({ kind, lines, applicationId, creditItemId, alsoReversed }, say) =>
      `${kind === "CORRECTION" ? "Corrected" : "Reversed"} application ${applicationId}: ${say.total(lines)} on ${say.instalments(lines)} ` +
      `went back to ${creditItemId}${when(idsOf(alsoReversed), (ids) => `, and ${say.list(ids)} was undone`)}.`,
    es: ({ kind, lines, applicationId, creditItemId, alsoReversed }, say) =>
      `Se ${kind === "CORRECTION" ? "corrigió" : "reversó"} la aplicación ${applicationId}: ${say.total(lines)} de ${say.instalments(lines)} ` +
      `volvieron a ${creditItemId}${when(idsOf(alsoReversed), (ids) => ` y se deshizo ${say.list(ids)}`)}.`,
  },
};

/** Discounts and withholdings by id; nothing when there are none. */
function idsOf(parts: readonly { readonly id: string }[]): readonly string[] | undefined {
  return parts.length === 0 ? undefined : parts.map(({ id }) => id);
}
