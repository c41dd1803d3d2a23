import type { RefusalArea } from "./refusal-entry.ts";

/** Applying money to instalments and undoing it. */
export const applicationRefusals = {
  OVER_APPLICATION: {
    status: 422,
    title: { en: "More than is open", es: "Más de lo que se debe" },
    detail: {
      en: "The instalment {instalmentId} has {open} open, and {requested} was to be applied.",
      es: "La cuota {instalmentId} tiene un saldo de {open} y se pidió aplicar {requested}.",
    },
    meaning: {
      en: "Money, discounts and withholdings together may not exceed the open amount of the instalment.",
      es: "El dinero, los descuentos y las retenciones no pueden superar juntos el saldo de la cuota.",
    },
    remedy: {
      en: "Apply at most the open amount and leave the rest on the receipt.",
      es: "Aplique como máximo el saldo y deje el resto en el recibo.",
    },
  },
  RECEIPT_EXHAUSTED: {
    status: 422,
    title: { en: "Not enough left on the receipt", es: "El recibo no alcanza" },
    detail: {
      en: "The receipt has {left} left, and {requested} was to be applied.",
      es: "Al recibo le quedan {left} por aplicar y se pidió aplicar {requested}.",
    },
    meaning: {
      en: "Only the part of a receipt that is not applied yet can be applied.",
      es: "Solo se puede aplicar la parte del recibo que aún no está aplicada.",
    },
    remedy: { en: "Lower the amounts or use another receipt.", es: "Reduzca los valores o use otro recibo." },
  },
  ALREADY_SETTLED: {
    status: 422,
    title: { en: "Already settled", es: "Ya está saldada" },
    detail: { en: "The instalment {instalmentId} has nothing open.", es: "La cuota {instalmentId} no tiene saldo pendiente." },
    meaning: { en: "The instalment was paid, credited or written off before.", es: "La cuota ya se pagó, se acreditó o se castigó." },
    remedy: { en: "Choose another open item.", es: "Elija otra partida abierta." },
  },
  EFFECTIVE_BEFORE_DOCUMENT: {
    status: 422,
    title: { en: "Before the money or the document", es: "Antes del dinero o del documento" },
    detail: {
      en: "This cannot take effect on {effectiveOn}: the first date possible is {earliest}.",
      es: "Esto no puede surtir efecto el {effectiveOn}: la primera fecha posible es {earliest}.",
    },
    meaning: {
      en: "Nothing takes effect before the money and the documents that it is about exist.",
      es: "Nada surte efecto antes de que existan el dinero y los documentos de que se trata.",
    },
    remedy: { en: "Use the first date possible or a later one.", es: "Use la primera fecha posible o una posterior." },
  },
  FUTURE_EFFECTIVE_DATE: {
    status: 422,
    title: { en: "Date in the future", es: "Fecha futura" },
    detail: {
      en: "The date[ {effectiveOn}][ {asOf}] is later than today, {today}.",
      es: "La fecha[ {effectiveOn}][ {asOf}] es posterior a hoy, {today}.",
    },
    meaning: { en: "This takes effect today at the latest.", es: "Esto surte efecto hoy a más tardar." },
    remedy: { en: "Use a date up to today.", es: "Use una fecha hasta hoy." },
  },
  TIMELINE_NEGATIVE: {
    status: 422,
    title: { en: "A balance would fall below zero", es: "Un saldo quedaría negativo" },
    detail: {
      en: "On {effectiveOn} the receipt or an instalment did not yet have that much, or a later movement needs it.",
      es: "El {effectiveOn} el recibo o una cuota aún no tenía ese valor, o un movimiento posterior lo necesita.",
    },
    meaning: {
      en: "A movement dated back may on no later date leave less than zero.",
      es: "Un movimiento con fecha anterior no puede dejar un saldo negativo en ninguna fecha posterior.",
    },
    remedy: { en: "Use a later date.", es: "Use una fecha posterior." },
  },
  WITHHOLDING_MISMATCH: {
    status: 422,
    title: { en: "Withholding does not agree", es: "La retención no cuadra" },
    detail: {
      en: "The withholding does not agree[: {expected} was expected and {given} was given][: the base {base} is above the document's, {highestBase}].",
      es: "La retención no cuadra[: se esperaba {expected} y se indicó {given}][: la base {base} supera la del documento, {highestBase}].",
    },
    meaning: {
      en: "A withholding is its rate of its base, and the base is at most the document's.",
      es: "Una retención es su tarifa sobre su base, y la base es como máximo la del documento.",
    },
    remedy: { en: "Compare it with the customer's certificate.", es: "Compárela con el certificado del cliente." },
  },
  ALREADY_UNAPPLIED: {
    status: 422,
    title: { en: "Already undone", es: "Ya está deshecha" },
    detail: {
      en: "Nothing of the application[, line {lineId},] is applied any more.",
      es: "Ya no queda nada aplicado de la aplicación[, línea {lineId}].",
    },
    meaning: { en: "The application was undone before.", es: "La aplicación ya se deshizo." },
    remedy: { en: "Look at the history of the receipt.", es: "Consulte el historial del recibo." },
  },
  OVER_UNAPPLICATION: {
    status: 422,
    title: { en: "More than is applied", es: "Más de lo aplicado" },
    detail: {
      en: "The line {lineId} has {applied} applied, and {requested} was to be undone.",
      es: "La línea {lineId} tiene {applied} aplicados y se pidió deshacer {requested}.",
    },
    meaning: { en: "No more can be undone than is still applied.", es: "No se puede deshacer más de lo que sigue aplicado." },
    remedy: { en: "Lower the amount.", es: "Reduzca el valor." },
  },
  EFFECTIVE_BEFORE_APPLICATION: {
    status: 422,
    title: { en: "Not a date of the application", es: "Fecha ajena a la aplicación" },
    detail: {
      en: "The date[ {effectiveOn}][ {on}] does not fit[ the application, which took effect on {application}][ the receipt, which came in on {receivedOn}][ what was done with the money up to {earliest}].",
      es: "La fecha[ {effectiveOn}][ {on}] no corresponde[ a la aplicación, que surtió efecto el {application}][ al recibo, que se recibió el {receivedOn}][ a lo que se hizo con el dinero hasta el {earliest}].",
    },
    meaning: {
      en: "A reversal is not earlier than the application, and a correction has exactly its date.",
      es: "Una reversión no es anterior a la aplicación y una corrección tiene exactamente su fecha.",
    },
    remedy: { en: "Leave the date out or correct it.", es: "No indique la fecha o corríjala." },
  },
} as const satisfies RefusalArea;
