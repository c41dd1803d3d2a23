import type { RefusalArea } from "./refusal-entry.ts";

/** Credit notes, and what settles besides money. */
export const creditNoteRefusals = {
  CREDIT_NOTE_NOT_FOUND: {
    status: 404,
    title: { en: "Credit note not found", es: "Nota crédito no encontrada" },
    detail: {
      en: "The credit note [{creditNoteId} ]does not exist in this account.",
      es: "La nota crédito [{creditNoteId} ]no existe en esta cuenta.",
    },
    meaning: {
      en: "It was neither requested nor issued, or it belongs to another customer, legal entity or currency.",
      es: "No se ha solicitado ni emitido, o pertenece a otro cliente, sociedad o moneda.",
    },
    remedy: {
      en: "Request it first; to take over one that exists outside, give its reason and amount.",
      es: "Solicítela primero; para incorporar una ya emitida por fuera, indique su motivo y su valor.",
    },
  },
  DISPUTE_NOT_FOUND: {
    status: 404,
    title: { en: "Dispute not found", es: "Disputa no encontrada" },
    detail: { en: "The dispute [{disputeId} ]does not exist.", es: "La disputa [{disputeId} ]no existe." },
    meaning: {
      en: "No such dispute was opened up to now, or its identifier is written in another way.",
      es: "Hasta ahora no se ha abierto esa disputa, o su identificador se escribe de otra forma.",
    },
    remedy: { en: "Open the dispute first or leave it out.", es: "Abra primero la disputa o no la indique." },
  },
  CREDIT_EXHAUSTED: {
    status: 422,
    title: { en: "Not enough left on the credit note", es: "La nota crédito no alcanza" },
    detail: {
      en: "The credit note has {left} left, and {requested} was asked for.",
      es: "A la nota crédito le quedan {left} y se pidieron {requested}.",
    },
    meaning: {
      en: "Only the part of a credit note that is not used yet can be used.",
      es: "Solo se puede usar la parte de la nota crédito que aún no se ha usado.",
    },
    remedy: { en: "Lower the amounts or use another credit.", es: "Reduzca los valores o use otro crédito." },
  },
  CREDIT_EXCEEDS_INVOICE: {
    status: 422,
    title: { en: "More than the document", es: "Supera el documento" },
    detail: {
      en: "The document is of {total}, credit notes of {credited} were issued on it, and {requested} more was asked for.",
      es: "El documento es de {total}, ya tiene notas crédito por {credited} y se pidieron otros {requested}.",
    },
    meaning: {
      en: "The credit notes of a document are together not above its total.",
      es: "Las notas crédito de un documento no superan juntas su total.",
    },
    remedy: { en: "Lower the amount or check the notes of the document.", es: "Reduzca el valor o revise las notas del documento." },
  },
  CREDIT_BEFORE_DOCUMENT: {
    status: 422,
    title: { en: "Before its document", es: "Anterior a su documento" },
    detail: {
      en: "The credit note is of {issueDate} and the document of {documentDate}.",
      es: "La nota crédito es del {issueDate} y el documento del {documentDate}.",
    },
    meaning: {
      en: "A credit note is not older than the document it corrects.",
      es: "Una nota crédito no es anterior al documento que corrige.",
    },
    remedy: { en: "Correct the date or the document.", es: "Corrija la fecha o el documento." },
  },
  ALREADY_APPLIED: {
    status: 422,
    title: { en: "Already used", es: "Ya se usó" },
    detail: {
      en: "Something of it is used or held[: receipt {receiptId}][: credit note {creditNoteId}][: document {documentId}][, {used} used][, {reserved} held].",
      es: "Una parte ya se usó o está reservada[: recibo {receiptId}][: nota crédito {creditNoteId}][: documento {documentId}][, {used} usados][, {reserved} reservados].",
    },
    meaning: {
      en: "Only what nothing was done with can be annulled, voided or cancelled.",
      es: "Solo se puede anular aquello con lo que no se ha hecho nada.",
    },
    remedy: { en: "Undo the applications first.", es: "Deshaga primero las aplicaciones." },
  },
  APPLICATION_CONSUMED: {
    status: 422,
    title: { en: "The item is gone", es: "La partida ya no existe" },
    detail: {
      en: "The instalment {instalmentId} was cancelled since.",
      es: "La cuota {instalmentId} se anuló después.",
    },
    meaning: {
      en: "What a cancelled document owed is owed no more, so nothing can be opened again.",
      es: "Lo que debía un documento anulado ya no se debe, así que no hay nada que reabrir.",
    },
    remedy: { en: "Look at the history of the document.", es: "Consulte el historial del documento." },
  },
  TOLERANCE_EXCEEDED: {
    status: 422,
    title: { en: "Not a small difference", es: "No es una pequeña diferencia" },
    detail: {
      en: "The difference adds up to {difference}, and {limit} is tolerated.",
      es: "La diferencia suma {difference} y se toleran {limit}.",
    },
    meaning: {
      en: "Differences are small in amount, in percent of the item, and together in each account and month.",
      es: "Las diferencias son pequeñas en valor, en porcentaje de la partida y en conjunto por cuenta y mes.",
    },
    remedy: {
      en: "Collect it, or request a credit note or a write-off.",
      es: "Cóbrela, o solicite una nota crédito o un castigo.",
    },
  },
} as const satisfies RefusalArea;
