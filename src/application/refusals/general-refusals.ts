import type { RefusalArea } from "./refusal-entry.ts";

/** Rules of every area: states, intervals, periods, currencies. */
export const generalRefusals = {
  INVALID_TRANSITION: {
    status: 422,
    title: { en: "Not possible in the present state", es: "No es posible en el estado actual" },
    detail: {
      en: "This is not possible in the present state[ of promise {promiseId}][ of document {documentId}][ of suspension {suspensionId}][ of order {orderId}][ of receipt {receiptId}][ of application {applicationId}][ of request {requestId}][ of approval {approvalId}][ of person {personId}][ of write-off {writeOffId}][ of refund {refundId}][ of transfer {transferId}][ of credit note {creditNoteId}][: {status}][: it should be {needed}].",
      es: "Esto no es posible en el estado actual[ de la promesa {promiseId}][ del documento {documentId}][ de la suspensión {suspensionId}][ del pedido {orderId}][ del recibo {receiptId}][ de la aplicación {applicationId}][ de la solicitud {requestId}][ de la aprobación {approvalId}][ de la persona {personId}][ del castigo {writeOffId}][ del reembolso {refundId}][ del traslado {transferId}][ de la nota crédito {creditNoteId}][: {status}][: debería estar {needed}].",
    },
    meaning: {
      en: "What was done before does not permit this step, or it was done already.",
      es: "Lo hecho antes no permite este paso, o el paso ya se hizo.",
    },
    remedy: { en: "Look at the record's history.", es: "Consulte el historial del registro." },
  },
  VALIDITY_INVERTED: {
    status: 422,
    title: { en: "Dates not in order", es: "Fechas en desorden" },
    detail: {
      en: "The dates are not in order[: from {from} to {to}][: from {validFrom} to {validTo}][, and {until} was asked for][: {on} is before the value date {valueDate}].",
      es: "Las fechas no están en orden[: del {from} al {to}][: del {validFrom} al {validTo}][, y se pidió {until}][: {on} es anterior a la fecha valor {valueDate}].",
    },
    meaning: {
      en: "A date lies before the one it must follow, or after the last one permitted.",
      es: "Una fecha es anterior a la que debe seguir, o posterior a la última permitida.",
    },
    remedy: { en: "Correct the dates.", es: "Corrija las fechas." },
  },
  REASON_REQUIRED: {
    status: 422,
    title: { en: "A reason is needed", es: "Se requiere un motivo" },
    detail: { en: "This operation needs a written reason.", es: "Esta operación requiere un motivo escrito." },
    meaning: { en: "The reason stays in the history for whoever reviews it.", es: "El motivo queda en el historial para quien lo revise." },
    remedy: { en: "Write why it is done.", es: "Escriba por qué se hace." },
  },
  OVERLAPS: {
    status: 409,
    title: { en: "Already taken or repeated", es: "Ya está ocupado o repetido" },
    detail: {
      en: "This is already taken or repeated[: receipt {receiptId}][: application {applicationId}][: unapplication {unapplicationId}][: write-off {writeOffId}][: refund {refundId}][: transfer {transferId}][: offset {offsetId}][: promise {promiseId}][: credit line {lineId}][: suspension {suspensionId}][: customer {customerId}][: legal entity {entityId}][: branch {branchId}][: bank account {bankAccountId}][: credit note {creditNoteId}][: {kind} {id}][: series {series}][: supporting document {supportId}][: role {role}][: person {personId}][: key {keyId}][: delegation {delegationId}][: version {version}][ valid from {validFrom}][ from {from}][ to {to}][: a field is {field}][: home branch, {homeBranches}].",
      es: "Esto ya está ocupado o repetido[: recibo {receiptId}][: aplicación {applicationId}][: reversión {unapplicationId}][: castigo {writeOffId}][: reembolso {refundId}][: traslado {transferId}][: cruce {offsetId}][: promesa {promiseId}][: línea de crédito {lineId}][: suspensión {suspensionId}][: cliente {customerId}][: sociedad {entityId}][: sucursal {branchId}][: cuenta bancaria {bankAccountId}][: nota crédito {creditNoteId}][: {kind} {id}][: serie {series}][: soporte {supportId}][: rol {role}][: persona {personId}][: clave {keyId}][: delegación {delegationId}][: versión {version}][ vigente desde {validFrom}][ desde {from}][ hasta {to}][: un dato está {field}][: sucursal de origen, {homeBranches}].",
    },
    meaning: {
      en: "The identifier is in use, or the interval of dates meets another one.",
      es: "El identificador ya se usa, o el intervalo de fechas se cruza con otro.",
    },
    remedy: { en: "Use another identifier or other dates.", es: "Use otro identificador u otras fechas." },
  },
  PERIOD_CLOSED: {
    status: 422,
    title: { en: "Period closed", es: "Periodo cerrado" },
    detail: {
      en: "The period of the date given[, {effectiveOn},] is closed.",
      es: "El periodo de la fecha indicada[, {effectiveOn},] está cerrado.",
    },
    meaning: {
      en: "Figures of a closed period no longer change.",
      es: "Las cifras de un periodo cerrado ya no cambian.",
    },
    remedy: { en: "Use a date in an open period.", es: "Use una fecha de un periodo abierto." },
  },
  PERIOD_SOFT_CLOSED: {
    status: 422,
    title: { en: "Period closed but for approved entries", es: "Periodo cerrado salvo aprobación" },
    detail: {
      en: "The period of the date given[, {effectiveOn},] takes only entries that a second person approved.",
      es: "El periodo de la fecha indicada[, {effectiveOn},] solo admite registros aprobados por otra persona.",
    },
    meaning: {
      en: "The period is being closed: late entries need an approval.",
      es: "El periodo está en cierre: los registros tardíos requieren aprobación.",
    },
    remedy: { en: "Submit it for approval or use a later date.", es: "Envíelo a aprobación o use una fecha posterior." },
  },
  DAY_SEALED: {
    status: 422,
    title: { en: "Day sealed", es: "Día sellado" },
    detail: {
      en: "The daily cut of the date given[, {effectiveOn},] is sealed.",
      es: "El corte diario de la fecha indicada[, {effectiveOn},] está sellado.",
    },
    meaning: { en: "A sealed day takes no more movements.", es: "Un día sellado no admite más movimientos." },
    remedy: { en: "Use a date that is not sealed.", es: "Use una fecha que no esté sellada." },
  },
  CURRENCY_MISMATCH: {
    status: 422,
    title: { en: "Other currency", es: "Otra moneda" },
    detail: {
      en: "The currency is not the one expected here[: {expected} was expected][ and {given} was given].",
      es: "La moneda no es la que corresponde[: se esperaba {expected}][ y se indicó {given}].",
    },
    meaning: {
      en: "An account holds one currency, and nothing is converted in silence.",
      es: "Una cuenta maneja una sola moneda y nada se convierte sin aviso.",
    },
    remedy: { en: "Use the account in that currency or correct the amount.", es: "Use la cuenta en esa moneda o corrija el valor." },
  },
  FX_RATE_MISSING: {
    status: 422,
    title: { en: "Exchange rate missing", es: "Falta la tasa de cambio" },
    detail: {
      en: "There is no exchange rate[ from {from}][ to {to}].",
      es: "No hay tasa de cambio[ de {from}][ a {to}].",
    },
    meaning: { en: "Money of another currency was received without a rate.", es: "Se recibió dinero en otra moneda sin una tasa." },
    remedy: { en: "Give the rate that was agreed.", es: "Indique la tasa acordada." },
  },
  CALENDAR_MISSING: {
    status: 422,
    title: { en: "Calendar missing", es: "Falta el calendario" },
    detail: {
      en: "The due dates cannot be computed[ with the terms {termsCode}], because a year of the calendar of business days is missing.",
      es: "No se pueden calcular los vencimientos[ con el plazo {termsCode}], porque falta un año del calendario de días hábiles.",
    },
    meaning: {
      en: "Due dates that fall on holidays are moved, and the holidays of that year are not defined.",
      es: "Los vencimientos en festivo se mueven y los festivos de ese año no están definidos.",
    },
    remedy: { en: "Have the calendar of that year defined.", es: "Solicite que se defina el calendario de ese año." },
  },
} as const satisfies RefusalArea;
