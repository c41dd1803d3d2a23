import type { RefusalArea } from "./refusal-entry.ts";

/** Money received. */
export const receiptRefusals = {
  DUPLICATE_RECEIPT_REFERENCE: {
    status: 409,
    title: { en: "Bank reference already used", es: "Referencia bancaria ya usada" },
    detail: {
      en: "A receipt with this bank reference, date and amount is already registered[: {owner}].",
      es: "Ya hay un recibo con esta referencia bancaria, fecha y valor[: {owner}].",
    },
    meaning: { en: "The same deposit seems to have been registered before.", es: "La misma consignación parece haberse registrado antes." },
    remedy: {
      en: "If it is a second, equal deposit, give its occurrence number.",
      es: "Si es una segunda consignación igual, indique su número de ocurrencia.",
    },
  },
  REPLACEMENT_DIFFERS: {
    status: 422,
    title: { en: "Not the deposit of the receipt replaced", es: "No es la consignación del recibo reemplazado" },
    detail: {
      en: "The receipt [{receiptId} ]that is replaced has another bank account, reference, amount, value date or occurrence.",
      es: "El recibo [{receiptId} ]que se reemplaza tiene otra cuenta, referencia, valor, fecha valor u ocurrencia.",
    },
    meaning: {
      en: "A receipt takes over the bank reference of the annulled one only where both stand for the same deposit.",
      es: "Un recibo toma la referencia bancaria del anulado solo si ambos corresponden a la misma consignación.",
    },
    remedy: {
      en: "Give the same bank data, or register it as a receipt of its own.",
      es: "Indique los mismos datos bancarios o regístrelo como un recibo aparte.",
    },
  },
  FUTURE_RECEIPT_DATE: {
    status: 422,
    title: { en: "Receipt date in the future", es: "Fecha de recibo futura" },
    detail: {
      en: "The date of the receipt[, {receivedOn},][, {valueDate},][, {on},] is later than today, {today}.",
      es: "La fecha del recibo[, {receivedOn},][, {valueDate},][, {on},] es posterior a hoy, {today}.",
    },
    meaning: {
      en: "Only a post-dated cheque may have a later value date.",
      es: "Solo un cheque posfechado puede tener una fecha valor posterior.",
    },
    remedy: { en: "Correct the date.", es: "Corrija la fecha." },
  },
  TILL_CLOSED: {
    status: 422,
    title: { en: "No open till session", es: "Sin sesión de caja abierta" },
    detail: {
      en: "There is no open till session[ {tillSessionId}] for this receipt.",
      es: "No hay una sesión de caja abierta[ {tillSessionId}] para este recibo.",
    },
    meaning: {
      en: "Money taken at a till belongs to an open session of it.",
      es: "El dinero recibido en caja pertenece a una sesión abierta.",
    },
    remedy: { en: "Open the till or name its session.", es: "Abra la caja o indique su sesión." },
  },
  UNKNOWN_BANK_ACCOUNT: {
    status: 422,
    title: { en: "Unknown bank account", es: "Cuenta bancaria desconocida" },
    detail: {
      en: "The bank account [{bankAccountId} ]is not registered for this legal entity.",
      es: "La cuenta bancaria [{bankAccountId} ]no está registrada para esta sociedad.",
    },
    meaning: {
      en: "Money is received in bank accounts of the legal entity.",
      es: "El dinero se recibe en cuentas bancarias de la sociedad.",
    },
    remedy: { en: "Choose one of the legal entity's bank accounts.", es: "Elija una de las cuentas bancarias de la sociedad." },
  },
  OVER_MATCH: {
    status: 422,
    title: { en: "Already confirmed by the bank", es: "Ya confirmado por el banco" },
    detail: {
      en: "The receipt [{receiptId} ]is already confirmed as collected.",
      es: "El recibo [{receiptId} ]ya está confirmado como efectivo.",
    },
    meaning: { en: "The same money cannot be confirmed twice.", es: "El mismo dinero no se puede confirmar dos veces." },
    remedy: { en: "Check which bank movement it was confirmed with.", es: "Revise con qué movimiento bancario se confirmó." },
  },
} as const satisfies RefusalArea;
