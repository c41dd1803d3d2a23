import type { RefusalArea } from "./refusal-entry.ts";

/** How a request is written and sent. */
export const requestRefusals = {
  MALFORMED: {
    status: 400,
    title: { en: "The request is not complete or not well formed", es: "La solicitud está incompleta o mal escrita" },
    detail: {
      en: "The request is not well formed[: {needed} is needed][: {expected} is expected][ ({lineId})][ ({instalmentId})][: check {field}][ ({problem})].",
      es: "La solicitud está mal escrita[: se requiere {needed}][: se esperaba {expected}][ ({lineId})][ ({instalmentId})][: revise {field}].",
    },
    meaning: {
      en: "A field is missing, has the wrong form or contradicts another one.",
      es: "Falta un dato, tiene otra forma o contradice a otro.",
    },
    remedy: { en: "Correct the field that the answer points to.", es: "Corrija el dato que señala la respuesta." },
  },
  UNKNOWN_FIELD: {
    status: 400,
    title: { en: "Unknown field", es: "Dato desconocido" },
    detail: {
      en: "The request has a field that is not known here[: {field}].",
      es: "La solicitud trae un dato que aquí no se conoce[: {field}].",
    },
    meaning: {
      en: "Unknown fields are refused, so that a misspelt one is not lost in silence.",
      es: "Los datos desconocidos se rechazan para que ninguno mal escrito se pierda sin aviso.",
    },
    remedy: { en: "Remove the field or correct its name.", es: "Quite el dato o corrija su nombre." },
  },
  BAD_DATE: {
    status: 400,
    title: { en: "Not a valid date", es: "Fecha no válida" },
    detail: {
      en: "The date [{day} ][{date} ]is not valid here[: check {field}][: the year is {year}][: the latest one permitted is {latest}].",
      es: "La fecha [{day} ][{date} ]no es válida aquí[: revise {field}][: el año es {year}][: la última permitida es {latest}].",
    },
    meaning: {
      en: "Dates are written year-month-day, from 1990-01-01 to ten years ahead, and must exist in the calendar.",
      es: "Las fechas se escriben año-mes-día, desde 1990-01-01 hasta diez años adelante, y deben existir en el calendario.",
    },
    remedy: { en: "Write the date as 2026-03-31.", es: "Escriba la fecha así: 2026-03-31." },
  },
  BAD_MONEY: {
    status: 400,
    title: { en: "Not a valid amount", es: "Valor no válido" },
    detail: {
      en: "The amount [{amount} ][{currency} ]is not valid[: check {field}][: {expected} is expected].",
      es: "El valor [{amount} ][{currency} ]no es válido[: revise {field}][: se esperaba {expected}].",
    },
    meaning: {
      en: "An amount is written in digits with at most the decimals of its currency, and is above zero where money moves.",
      es: "Un valor se escribe en cifras con los decimales de su moneda como máximo, y es mayor que cero cuando se mueve dinero.",
    },
    remedy: { en: "Correct the amount; it is never rounded for you.", es: "Corrija el valor; el sistema nunca lo redondea." },
  },
  UNKNOWN_CURRENCY: {
    status: 400,
    title: { en: "Unknown currency", es: "Moneda desconocida" },
    detail: {
      en: "The currency [{currency} ]is not known[: check {field}].",
      es: "La moneda [{currency} ]no se conoce[: revise {field}].",
    },
    meaning: {
      en: "Currencies are named by the three letters of ISO 4217, such as COP, MXN or USD.",
      es: "Las monedas se nombran con las tres letras de ISO 4217, como COP, MXN o USD.",
    },
    remedy: { en: "Correct the code of the currency.", es: "Corrija el código de la moneda." },
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: { en: "The request is too large", es: "La solicitud es demasiado grande" },
    detail: {
      en: "The request is larger than permitted[: at most {limit}].",
      es: "La solicitud supera el tamaño permitido[: máximo {limit}].",
    },
    meaning: {
      en: "Requests and batches have a size limit. Nothing was changed.",
      es: "Las solicitudes y los lotes tienen un tamaño máximo. No se modificó nada.",
    },
    remedy: { en: "Split it into several requests.", es: "Divídala en varias solicitudes." },
  },
  UNSUPPORTED_FORMAT: {
    status: 415,
    title: { en: "Format not supported", es: "Formato no admitido" },
    detail: { en: "The format [{given} ]is not supported here.", es: "El formato [{given} ]no se admite aquí." },
    meaning: {
      en: "The content was sent or asked for in a format that is not offered.",
      es: "El contenido se envió o se pidió en un formato que no se ofrece.",
    },
    remedy: { en: "Use one of the formats of the documentation.", es: "Use uno de los formatos de la documentación." },
  },
  STALE_REVISION: {
    status: 412,
    title: { en: "Changed in the meantime", es: "Cambió entretanto" },
    detail: {
      en: "Somebody changed this record after you saw it[; it is now at version {current}].",
      es: "Alguien modificó este registro después de que usted lo vio[; ahora está en la versión {current}].",
    },
    meaning: {
      en: "You asked to proceed only on the version you had seen, and it is no longer the current one.",
      es: "Usted pidió continuar solo sobre la versión que había visto y ya no es la actual.",
    },
    remedy: { en: "Look at the record again and decide afresh.", es: "Consulte de nuevo el registro y decida otra vez." },
  },
  IN_PROGRESS: {
    status: 409,
    title: { en: "Still in progress", es: "Todavía en proceso" },
    detail: { en: "The same request is still being worked on.", es: "La misma solicitud todavía se está procesando." },
    meaning: {
      en: "A request with this key arrived before and has no answer yet.",
      es: "Una solicitud con esta clave llegó antes y aún no tiene respuesta.",
    },
    remedy: { en: "Wait a moment and send it again with the same key.", es: "Espere un momento y envíela de nuevo con la misma clave." },
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: { en: "Key used for another request", es: "Clave usada en otra solicitud" },
    detail: {
      en: "The key of this request was already used for a different one.",
      es: "La clave de esta solicitud ya se usó en otra distinta.",
    },
    meaning: {
      en: "A key belongs to one request for ever, so that a repeat takes effect only once.",
      es: "Una clave pertenece para siempre a una sola solicitud, para que una repetición surta efecto una sola vez.",
    },
    remedy: { en: "Use a new key for a new request.", es: "Use una clave nueva para una solicitud nueva." },
  },
  AS_OF_IN_FUTURE: {
    status: 400,
    title: { en: "Cut-off date in the future", es: "Fecha de corte futura" },
    detail: {
      en: "The cut-off date [{asOf} ]is later than today[, {today}].",
      es: "La fecha de corte [{asOf} ]es posterior a hoy[, {today}].",
    },
    meaning: {
      en: "A balance at a later date is a projection and is only given when asked for as such.",
      es: "Un saldo a fecha posterior es una proyección y solo se entrega si se pide como tal.",
    },
    remedy: { en: "Use a date up to today.", es: "Use una fecha hasta hoy." },
  },
  KNOWN_AT_IN_FUTURE: {
    status: 400,
    title: { en: "Moment of knowledge in the future", es: "Momento de conocimiento futuro" },
    detail: {
      en: "What will be known later[ ({knownAt})] cannot be reported now.",
      es: "Lo que se sabrá después[ ({knownAt})] no se puede reportar ahora.",
    },
    meaning: {
      en: "A report can show what was known up to now, not later.",
      es: "Un reporte muestra lo que se sabía hasta ahora, no después.",
    },
    remedy: { en: "Use a moment up to now.", es: "Use un momento hasta ahora." },
  },
} as const satisfies RefusalArea;
