import type { RefusalArea } from "./refusal-entry.ts";

/** What waits for a second person. */
export const approvalRefusals = {
  APPROVAL_NOT_FOUND: {
    status: 404,
    title: { en: "Request for approval not found", es: "Solicitud de aprobación no encontrada" },
    detail: {
      en: "The request for approval [{approvalId} ][{id} ]does not exist.",
      es: "La solicitud de aprobación [{approvalId} ][{id} ]no existe.",
    },
    meaning: {
      en: "It does not exist, or it belongs to a legal entity that you may not see.",
      es: "No existe, o pertenece a una sociedad que usted no puede consultar.",
    },
    remedy: { en: "Choose one of the requests that wait for you.", es: "Elija una de las solicitudes que esperan por usted." },
  },
  MAKER_IS_CHECKER: {
    status: 403,
    title: { en: "Another person is needed", es: "Se requiere otra persona" },
    detail: {
      en: "This has to be somebody other than [{maker}, ]the person who made it.",
      es: "Debe ser alguien distinto de [{maker}, ]la persona que lo hizo.",
    },
    meaning: {
      en: "Whoever makes something does not check it: with no other key, and neither in the place of somebody else nor somebody else in theirs.",
      es: "Quien hace algo no lo revisa: ni con otra clave, ni en lugar de otra persona, ni otra persona en su lugar.",
    },
    remedy: { en: "Ask a colleague with the authority.", es: "Pídalo a un colega que tenga la autorización." },
  },
  SELF_APPROVAL: {
    status: 403,
    title: { en: "Your own case", es: "Es su propio caso" },
    detail: {
      en: "Nobody decides a case that they submitted, proposed or are responsible for.",
      es: "Nadie decide un caso que presentó, propuso o tiene a su cargo.",
    },
    meaning: {
      en: "Two people stand behind such a decision, so that nothing sensitive is done by one alone.",
      es: "Detrás de una decisión así hay dos personas, para que nada delicado dependa de una sola.",
    },
    remedy: { en: "Ask a colleague with the authority.", es: "Pídalo a un colega que tenga la autorización." },
  },
  APPROVAL_EXPIRED: {
    status: 422,
    title: { en: "Request for approval expired", es: "Solicitud de aprobación vencida" },
    detail: {
      en: "The request for approval [{approvalId} ]has expired[; its last day was {expiresOn}].",
      es: "La solicitud de aprobación [{approvalId} ]venció[; su último día fue el {expiresOn}].",
    },
    meaning: {
      en: "A request can be granted for some days, and as long as its maker may still send the command.",
      es: "Una solicitud se puede conceder durante unos días y mientras quien la hizo pueda todavía hacer la operación.",
    },
    remedy: { en: "Have it submitted again.", es: "Pida que se envíe de nuevo." },
  },
  STATE_CHANGED_SINCE_REQUEST: {
    status: 422,
    title: { en: "Changed since the request", es: "Cambió desde la solicitud" },
    detail: {
      en: "Something has changed since this was submitted for approval.",
      es: "Algo cambió desde que esto se envió a aprobación.",
    },
    meaning: {
      en: "The company's policy is that an approval holds only for what those who granted it could see.",
      es: "La política de la empresa es que una aprobación solo vale para lo que vieron quienes la concedieron.",
    },
    remedy: { en: "Look at the record and submit it again.", es: "Revise el registro y envíelo de nuevo." },
  },
} as const satisfies RefusalArea;
