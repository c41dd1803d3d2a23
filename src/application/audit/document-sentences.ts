import { numberText, type Sentences, when } from "./sentence.ts";

type DocumentEvents =
  | "OpeningItemRecorded"
  | "DebitNoteIssued"
  | "ChargeIssued"
  | "InvoiceReferenceCorrected"
  | "DueDateChanged"
  | "InvoiceCancelled"
  | "ItemFlagged"
  | "ItemUnflagged"
  | "SupportAttached";

const CHARGE_REASON_WORDS = {
  RETURNED_CHEQUE: { en: "returned cheque", es: "cheque devuelto" },
  RETURN_SANCTION: { en: "sanction for a returned cheque", es: "sanción por cheque devuelto" },
  RETURNED_AFTER_REFUND: { en: "payment returned after its refund", es: "pago devuelto después de su reembolso" },
  COURT_COST: { en: "court cost", es: "costa judicial" },
  DUNNING_FEE: { en: "collection fee", es: "gasto de cobranza" },
  WITHHOLDING_NOT_CERTIFIED: { en: "withholding without certificate", es: "retención sin certificado" },
  OTHER: { en: "other", es: "otro" },
} as const;

const ORIGINAL_KIND_WORDS = {
  INVOICE: { en: "invoice", es: "factura" },
  DEBIT_NOTE: { en: "debit note", es: "nota débito" },
  CHARGE: { en: "charge", es: "cargo" },
} as const;

const REFERENCE_WORDS = {
  purchaseOrder: { en: "purchase order", es: "orden de compra" },
  salespersonId: { en: "salesperson", es: "vendedor" },
  branchId: { en: "branch", es: "sucursal" },
  fiscalId: { en: "fiscal number", es: "número fiscal" },
} as const;

const FLAG_WORDS = {
  HOLD: { en: "on hold", es: "retenida" },
  NO_DUNNING: { en: "not to be dunned", es: "sin cobranza" },
  IN_LITIGATION: { en: "in litigation", es: "en litigio" },
} as const;

/** Nothing without a series. */
function place({ series, number }: { readonly series?: string | undefined; readonly number?: string | undefined }): string {
  return when(series, (code) => ` (${numberText({ series: code, number })})`);
}

export const documentSentences: Sentences<DocumentEvents> = {
  OpeningItemRecorded: {
    en: ({ documentId, originalKind, series, number, issueDate, total, openAmount, cutDate }, say) =>
      `Took over ${say.word(ORIGINAL_KIND_WORDS, originalKind)} ${documentId} (${series} ${number}) of ${issueDate} for ${say.money(total)}: ` +
      `${say.money(openAmount)} was open on ${cutDate}.`,
    es: ({ documentId, originalKind, series, number, issueDate, total, openAmount, cutDate }, say) =>
      `Saldo inicial: ${say.word(ORIGINAL_KIND_WORDS, originalKind)} ${documentId} (${series} ${number}) del ${issueDate} por ${say.money(total)}; ` +
      `al ${cutDate} se debían ${say.money(openAmount)}.`,
  },
  DebitNoteIssued: {
    en: ({ documentId, series, number, issueDate, amount, dueOn, originDocumentId }, say) =>
      `Issued debit note ${documentId}${place({ series, number })} of ${issueDate} for ${say.money(amount)}, due on ${dueOn}` +
      `${when(originDocumentId, (id) => `, on document ${id}`)}.`,
    es: ({ documentId, series, number, issueDate, amount, dueOn, originDocumentId }, say) =>
      `Se emitió la nota débito ${documentId}${place({ series, number })} del ${issueDate} por ${say.money(amount)}, con vencimiento el ${dueOn}` +
      `${when(originDocumentId, (id) => `, sobre el documento ${id}`)}.`,
  },
  ChargeIssued: {
    en: ({ documentId, series, number, issueDate, amount, dueOn, reasonCode, originDocumentId }, say) =>
      `Issued charge ${documentId}${place({ series, number })} of ${issueDate} for ${say.money(amount)}, due on ${dueOn}` +
      `${when(originDocumentId, (id) => `, on document ${id}`)}: ${say.word(CHARGE_REASON_WORDS, reasonCode)}.`,
    es: ({ documentId, series, number, issueDate, amount, dueOn, reasonCode, originDocumentId }, say) =>
      `Se emitió el cargo ${documentId}${place({ series, number })} del ${issueDate} por ${say.money(amount)}, con vencimiento el ${dueOn}` +
      `${when(originDocumentId, (id) => `, sobre el documento ${id}`)}: ${say.word(CHARGE_REASON_WORDS, reasonCode)}.`,
  },
  InvoiceReferenceCorrected: {
    en: ({ documentId, field, from, to }, say) =>
      `Corrected the ${say.word(REFERENCE_WORDS, field)} of document ${documentId} (${from ?? "empty"} → ${to}).`,
    es: ({ documentId, field, from, to }, say) =>
      `Se corrigió en el documento ${documentId} el dato ${say.word(REFERENCE_WORDS, field)} (${from ?? "vacío"} → ${to}).`,
  },
  DueDateChanged: {
    en: ({ instalmentId, from, to }) => `Changed the due date of ${instalmentId} from ${from} to ${to}.`,
    es: ({ instalmentId, from, to }) => `Se cambió el vencimiento de ${instalmentId} del ${from} al ${to}.`,
  },
  InvoiceCancelled: {
    en: ({ documentId, creditNoteId }) => `Cancelled invoice ${documentId} with credit note ${creditNoteId}.`,
    es: ({ documentId, creditNoteId }) => `Se anuló la factura ${documentId} con la nota crédito ${creditNoteId}.`,
  },
  ItemFlagged: {
    en: ({ instalmentId, flag, until }, say) =>
      `Flagged ${instalmentId} as ${say.word(FLAG_WORDS, flag)}${when(until, (day) => ` until ${day}`)}.`,
    es: ({ instalmentId, flag, until }, say) =>
      `Se marcó ${instalmentId} como ${say.word(FLAG_WORDS, flag)}${when(until, (day) => ` hasta el ${day}`)}.`,
  },
  ItemUnflagged: {
    en: ({ instalmentId, flag }, say) => `${instalmentId} is no longer flagged as ${say.word(FLAG_WORDS, flag)}.`,
    es: ({ instalmentId, flag }, say) => `${instalmentId} ya no está marcada como ${say.word(FLAG_WORDS, flag)}.`,
  },
  SupportAttached: {
    en: ({ supportId, kind, documentId }) => `Attached support ${supportId} (${kind})${when(documentId, (id) => ` to document ${id}`)}.`,
    es: ({ supportId, kind, documentId }) =>
      `Se adjuntó el soporte ${supportId} (${kind})${when(documentId, (id) => ` al documento ${id}`)}.`,
  },
};
