import type { RefusalArea } from "./refusal-entry.ts";

/** Who may ask, and whether the ledger is able to answer. */
export const accessRefusals = {
  NOT_AUTHENTICATED: {
    status: 401,
    title: { en: "Not signed in", es: "Sin identificar" },
    detail: { en: "The request carries no valid key.", es: "La solicitud no trae una clave válida." },
    meaning: {
      en: "The key is missing, unknown, expired or revoked, so the ledger does not know who is asking.",
      es: "La clave falta, no existe, venció o fue revocada, de modo que no se sabe quién solicita.",
    },
    remedy: {
      en: "Sign in again or ask the administrator for a new key.",
      es: "Identifíquese de nuevo o pida una clave nueva al administrador.",
    },
  },
  NOT_AUTHORISED: {
    status: 403,
    title: { en: "Not permitted for your role", es: "Su rol no lo permite" },
    detail: { en: "None of your roles permits this operation.", es: "Ninguno de sus roles permite esta operación." },
    meaning: {
      en: "Each operation names the roles that may carry it out, and you hold none of them today.",
      es: "Cada operación indica los roles que pueden hacerla y hoy usted no tiene ninguno de ellos.",
    },
    remedy: {
      en: "Ask a colleague who holds the role, or ask the administrator to assign it to you.",
      es: "Pídalo a un colega que tenga el rol o solicite al administrador que se lo asigne.",
    },
  },
  BRANCH_SCOPE: {
    status: 403,
    title: { en: "Another branch", es: "Otra sucursal" },
    detail: { en: "The branch [{branchId} ]is outside your scope.", es: "La sucursal [{branchId} ]está fuera de su alcance." },
    meaning: {
      en: "Your role is limited to certain branches, and this record belongs to another one.",
      es: "Su rol está limitado a ciertas sucursales y este registro pertenece a otra.",
    },
    remedy: { en: "Ask the branch that is in charge of the record.", es: "Pídalo a la sucursal responsable del registro." },
  },
  APPROVAL_REQUIRED: {
    status: 403,
    title: { en: "A second person must approve", es: "Requiere aprobación de otra persona" },
    detail: {
      en: "This needs the approval of a second person[ with one of the roles {by}][ and of another one with one of {also}][: {approved} was approved and {requested} is asked for].",
      es: "Esto requiere la aprobación de una segunda persona[ con alguno de los roles {by}][ y de otra con alguno de {also}][: se aprobaron {approved} y se piden {requested}].",
    },
    meaning: {
      en: "Some operations take effect only when another person has approved them.",
      es: "Algunas operaciones solo surten efecto cuando otra persona las aprueba.",
    },
    remedy: { en: "Submit it for approval.", es: "Envíela a aprobación." },
  },
  AUTHORITY_EXCEEDED: {
    status: 403,
    title: { en: "Above your authority", es: "Supera su nivel de autorización" },
    detail: {
      en: "Your authority is not enough[ for {subject}][: the level needed is {required}][ and yours is {held}].",
      es: "Su nivel de autorización no alcanza[ para {subject}][: se requiere {required}][ y el suyo es {held}].",
    },
    meaning: {
      en: "The authority table gives each level a ceiling, and this amount or percentage is above yours.",
      es: "La tabla de autorizaciones fija un tope por nivel y este valor o porcentaje supera el suyo.",
    },
    remedy: { en: "Ask a person who holds the level needed.", es: "Pídalo a una persona con el nivel requerido." },
  },
  RATE_LIMITED: {
    status: 429,
    title: { en: "Too many requests", es: "Demasiadas solicitudes" },
    detail: {
      en: "Too many requests arrived in a short time[; wait {retryAfterSeconds} seconds].",
      es: "Llegaron demasiadas solicitudes en poco tiempo[; espere {retryAfterSeconds} segundos].",
    },
    meaning: {
      en: "The number of requests per minute is limited so that everybody is served. Nothing was changed.",
      es: "El número de solicitudes por minuto está limitado para atender a todos. No se modificó nada.",
    },
    remedy: { en: "Wait a moment and send the same request again.", es: "Espere un momento y envíe de nuevo la misma solicitud." },
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: { en: "The ledger cannot be reached", es: "El sistema no está disponible" },
    detail: { en: "The ledger cannot be reached at the moment.", es: "El sistema no está disponible en este momento." },
    meaning: {
      en: "The ledger could not be read or written. Nothing was changed.",
      es: "No se pudo leer ni escribir. No se modificó nada.",
    },
    remedy: { en: "Send the same request again in a moment.", es: "Envíe de nuevo la misma solicitud en un momento." },
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    title: { en: "Outcome not known yet", es: "Resultado aún desconocido" },
    detail: {
      en: "The connection was lost while this was being recorded, so it may or may not have been recorded.",
      es: "Se perdió la conexión durante el registro, por lo que pudo haberse registrado o no.",
    },
    meaning: {
      en: "The request was sent to be recorded and no answer came back. It takes effect at most once.",
      es: "La solicitud se envió a registrar y no se obtuvo respuesta. Surtirá efecto una sola vez como máximo.",
    },
    remedy: {
      en: "Send the same request again with the same key: the answer then says what happened.",
      es: "Envíe de nuevo la misma solicitud con la misma clave: la respuesta dirá qué ocurrió.",
    },
  },
  PROJECTION_BEHIND: {
    status: 503,
    title: { en: "The report is not up to date yet", es: "El reporte aún no está al día" },
    detail: {
      en: "The figures do not yet include the operation you asked them to include.",
      es: "Las cifras todavía no incluyen la operación que usted pidió incluir.",
    },
    meaning: { en: "Reports follow the ledger with a short delay.", es: "Los reportes se actualizan con un breve retraso." },
    remedy: { en: "Ask again in a few seconds.", es: "Consulte de nuevo en unos segundos." },
  },
  INTERNAL_ERROR: {
    status: 500,
    title: { en: "Fault of the ledger", es: "Falla del sistema" },
    detail: {
      en: "The ledger failed while it worked on this request.",
      es: "El sistema falló al procesar esta solicitud.",
    },
    meaning: { en: "This is a fault of the ledger, not of your request.", es: "Es una falla del sistema, no de su solicitud." },
    remedy: {
      en: "Send the same request again with the same key; if it fails again, give the trace number to support.",
      es: "Envíe de nuevo la misma solicitud con la misma clave; si vuelve a fallar, entregue a soporte el número de rastreo.",
    },
  },
} as const satisfies RefusalArea;
