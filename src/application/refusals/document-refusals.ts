import type { RefusalArea } from "./refusal-entry.ts";

/** Invoices and other documents. */
export const documentRefusals = {
  DUPLICATE_DOCUMENT: {
    status: 409,
    title: { en: "Document already recorded", es: "Documento ya registrado" },
    detail: {
      en: "A document with this number or identifier is already recorded[: {documentId}][: {owner}].",
      es: "Ya hay un documento registrado con este número o identificador[: {documentId}][: {owner}].",
    },
    meaning: {
      en: "The identifier, the number within its series or the fiscal number is in use.",
      es: "El identificador, el número dentro de su serie o el número fiscal ya se usa.",
    },
    remedy: { en: "Check whether it was recorded before.", es: "Verifique si se registró antes." },
  },
  NUMBER_REQUIRED: {
    status: 422,
    title: { en: "Number missing", es: "Falta el número" },
    detail: { en: "A document of the series [{series} ]needs its number.", es: "Un documento de la serie [{series} ]requiere su número." },
    meaning: {
      en: "The numbers of this series are given outside the ledger.",
      es: "Los números de esta serie se asignan fuera del sistema.",
    },
    remedy: { en: "Give the number printed on the document.", es: "Indique el número impreso en el documento." },
  },
  NUMBER_NOT_EXPECTED: {
    status: 422,
    title: { en: "Number not expected", es: "Número no esperado" },
    detail: {
      en: "The series [{series} ]is numbered by the ledger, and the number[ {number}] cannot be given.",
      es: "La serie [{series} ]la numera el sistema y no se puede indicar el número[ {number}].",
    },
    meaning: {
      en: "In its own series the ledger counts, so that there is no gap and no duplicate.",
      es: "En sus propias series el sistema lleva la cuenta, para que no haya saltos ni repeticiones.",
    },
    remedy: {
      en: "Leave the number out, or use a series that is numbered elsewhere.",
      es: "Omita el número o use una serie que se numere por fuera.",
    },
  },
  INSTALMENTS_DO_NOT_SUM: {
    status: 422,
    title: { en: "Instalments do not add up", es: "Las cuotas no suman el total" },
    detail: {
      en: "The instalments add up to {sum} and the document's total is {total}.",
      es: "Las cuotas suman {sum} y el total del documento es {total}.",
    },
    meaning: {
      en: "The instalments of a document sum to its total exactly.",
      es: "Las cuotas de un documento suman exactamente su total.",
    },
    remedy: { en: "Correct the instalments or the total.", es: "Corrija las cuotas o el total." },
  },
  TAX_MISMATCH: {
    status: 422,
    title: { en: "Taxes or total do not add up", es: "Los impuestos o el total no cuadran" },
    detail: {
      en: "The amount does not agree with the taxes: {expected} was expected and {given} was given.",
      es: "El valor no cuadra con los impuestos: se esperaba {expected} y se indicó {given}.",
    },
    meaning: {
      en: "Each tax is its rate of its base, and net and taxes sum to the total.",
      es: "Cada impuesto es su tarifa sobre su base, y el neto más los impuestos suman el total.",
    },
    remedy: { en: "Compare the amounts with the document.", es: "Compare los valores con el documento." },
  },
  TAX_ID_MISMATCH: {
    status: 422,
    title: { en: "Document of another customer", es: "Documento de otro cliente" },
    detail: {
      en: "The tax number on the document is not the customer's.",
      es: "La identificación del documento no es la del cliente.",
    },
    meaning: { en: "The document seems to belong to another customer.", es: "El documento parece pertenecer a otro cliente." },
    remedy: { en: "Record it in the right customer's account.", es: "Regístrelo en la cuenta del cliente correcto." },
  },
  DUE_BEFORE_ISSUE: {
    status: 422,
    title: { en: "Due before it was issued", es: "Vence antes de emitirse" },
    detail: {
      en: "An instalment is due on {dueOn}, before the issue date {issueDate}.",
      es: "Una cuota vence el {dueOn}, antes de la fecha de emisión {issueDate}.",
    },
    meaning: { en: "Nothing is due before its document exists.", es: "Nada vence antes de que exista su documento." },
    remedy: { en: "Correct the due date or the issue date.", es: "Corrija el vencimiento o la fecha de emisión." },
  },
  FUTURE_DOCUMENT_DATE: {
    status: 422,
    title: { en: "Document date too far ahead", es: "Fecha de documento muy posterior" },
    detail: {
      en: "The date of the document[, {date},] is too far ahead[: the latest one permitted is {latest}].",
      es: "La fecha del documento[, {date},] es demasiado posterior[: la última permitida es {latest}].",
    },
    meaning: {
      en: "Documents may be dated ahead only by the days of the policy.",
      es: "Los documentos solo pueden fecharse hacia adelante los días que fija la política.",
    },
    remedy: { en: "Correct the date or wait.", es: "Corrija la fecha o espere." },
  },
} as const satisfies RefusalArea;
