import type { RefusalArea } from "./refusal-entry.ts";

/** Opening, suspending and reinstating credit lines. */
export const creditLineRefusals = {
  LINE_ALREADY_OPEN: {
    status: 409,
    title: { en: "A credit line is open already", es: "Ya hay una línea de crédito abierta" },
    detail: {
      en: "The account already has an open credit line[, {lineId}].",
      es: "La cuenta ya tiene una línea de crédito abierta[, {lineId}].",
    },
    meaning: { en: "An account has one credit line at a time.", es: "Una cuenta tiene una sola línea de crédito a la vez." },
    remedy: { en: "Use the line that is open.", es: "Use la línea abierta." },
  },
  LINE_CLOSED: {
    status: 422,
    title: { en: "Credit line closed", es: "Línea de crédito cerrada" },
    detail: { en: "The credit line [{lineId} ]is closed.", es: "La línea de crédito [{lineId} ]está cerrada." },
    meaning: { en: "A closed credit line cannot be reinstated.", es: "Una línea de crédito cerrada no se puede reactivar." },
    remedy: { en: "Open a new credit line.", es: "Abra una nueva línea de crédito." },
  },
  FILE_INCOMPLETE: {
    status: 422,
    title: { en: "Customer's file not complete", es: "Expediente incompleto" },
    detail: {
      en: "The customer's file is not complete for this limit[: {missing} is missing].",
      es: "El expediente del cliente no está completo para este cupo[: falta {missing}].",
    },
    meaning: {
      en: "The limit asked for needs documents that are not in the file or not verified.",
      es: "El cupo solicitado exige documentos que no están en el expediente o sin verificar.",
    },
    remedy: { en: "Complete the file or waive it with a reason.", es: "Complete el expediente o exceptúelo con un motivo." },
  },
  APPLICATION_NOT_APPROVED: {
    status: 422,
    title: { en: "Credit application not approved", es: "Solicitud de crédito no aprobada" },
    detail: {
      en: "There is no approved and unused credit application[ {applicationId}].",
      es: "No hay una solicitud de crédito aprobada y sin usar[ {applicationId}].",
    },
    meaning: {
      en: "A credit line rests on an approved application, and each application serves once.",
      es: "Una línea de crédito se apoya en una solicitud aprobada y cada solicitud sirve una sola vez.",
    },
    remedy: {
      en: "Name an approved application or waive it with a reason.",
      es: "Indique una solicitud aprobada o exceptúela con un motivo.",
    },
  },
  LIMIT_ABOVE_APPROVED: {
    status: 422,
    title: { en: "Limit above the approved one", es: "Cupo superior al aprobado" },
    detail: {
      en: "The limit asked for[, {asked},] is above the approved one[, {approved}].",
      es: "El cupo solicitado[, {asked},] supera el aprobado[, {approved}].",
    },
    meaning: { en: "The credit application was approved for a lower limit.", es: "La solicitud de crédito se aprobó por un cupo menor." },
    remedy: { en: "Lower the limit or have a new application approved.", es: "Reduzca el cupo o tramite una nueva solicitud." },
  },
  LIMIT_NOT_POSITIVE: {
    status: 422,
    title: { en: "Limit not above zero", es: "Cupo no mayor que cero" },
    detail: { en: "The limit [{limit} ]is not above zero.", es: "El cupo [{limit} ]no es mayor que cero." },
    meaning: { en: "A credit line has a limit above zero.", es: "Una línea de crédito tiene un cupo mayor que cero." },
    remedy: { en: "Give a limit above zero.", es: "Indique un cupo mayor que cero." },
  },
  GUARANTEE_NOT_VERIFIED: {
    status: 422,
    title: { en: "Guarantee not verified", es: "Garantía sin verificar" },
    detail: { en: "The guarantee [{guaranteeId} ]is not verified.", es: "La garantía [{guaranteeId} ]no está verificada." },
    meaning: {
      en: "Only verified guarantees support a credit line.",
      es: "Solo las garantías verificadas respaldan una línea de crédito.",
    },
    remedy: { en: "Have the guarantee verified.", es: "Solicite la verificación de la garantía." },
  },
  MEDIATION_MISSING: {
    status: 422,
    title: { en: "An opinion is missing", es: "Falta un concepto" },
    detail: {
      en: "An opinion needed to reinstate the line is missing[: {missing}][: {personId} does not hold the role {role}].",
      es: "Falta un concepto necesario para reactivar la línea[: {missing}][: {personId} no tiene el rol {role}].",
    },
    meaning: {
      en: "After such a suspension the sales manager and the administrative manager both give their opinion.",
      es: "Tras una suspensión de este tipo opinan el gerente de ventas y el gerente administrativo.",
    },
    remedy: { en: "Obtain and record both opinions.", es: "Obtenga y registre ambos conceptos." },
  },
} as const satisfies RefusalArea;
