import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { Sentences } from "./sentence.ts";
import { when } from "./sentence.ts";

export const approvalSentences: Sentences<keyof EventsOf<"approval">> = {
  ApprovalRequested: {
    en: ({ approvalId, command, maker, waitingFor, expiresOn }, say) =>
      `Submitted by ${maker.personId} for approval ${approvalId}: ${command}; it waits for ${say.list(waitingFor)} until ${expiresOn}.`,
    es: ({ approvalId, command, maker, waitingFor, expiresOn }, say) =>
      `Solicitud de aprobación ${approvalId} de ${maker.personId}: ${command}; espera a ${say.list(waitingFor)} hasta el ${expiresOn}.`,
  },
  ApprovalGranted: {
    en: ({ approvalId, grantor, complete, waitingFor }, say) =>
      `Granted approval ${approvalId} by ${grantor.personId}${when(grantor.onBehalfOf, (other) => ` in the place of ${other}`)}; ${
        complete ? "nobody is missing" : `it still waits for ${say.list(waitingFor)}`
      }.`,
    es: ({ approvalId, grantor, complete, waitingFor }, say) =>
      `Aprobación ${approvalId} concedida por ${grantor.personId}${when(grantor.onBehalfOf, (other) => ` en lugar de ${other}`)}; ${
        complete ? "no falta nadie" : `aún espera a ${say.list(waitingFor)}`
      }.`,
  },
  ApprovalRejected: {
    en: ({ approvalId, rejector }) =>
      `Rejected approval ${approvalId} by ${rejector.personId}${when(rejector.onBehalfOf, (other) => ` in the place of ${other}`)}.`,
    es: ({ approvalId, rejector }) =>
      `Aprobación ${approvalId} rechazada por ${rejector.personId}${when(rejector.onBehalfOf, (other) => ` en lugar de ${other}`)}.`,
  },
  ApprovalWithdrawn: {
    en: ({ approvalId }) => `The request for approval ${approvalId} was withdrawn.`,
    es: ({ approvalId }) => `Se retiró la solicitud de aprobación ${approvalId}.`,
  },
  ApprovalExpired: {
    en: ({ approvalId, cause }) =>
      `The request for approval ${approvalId} expired${cause === "MAKER" ? ": its maker may no longer do this" : ""}.`,
    es: ({ approvalId, cause }) =>
      `La solicitud de aprobación ${approvalId} venció${cause === "MAKER" ? ": quien la hizo ya no puede hacer la operación" : ""}.`,
  },
  ApprovalExecuted: {
    en: ({ approvalId }) => `What approval ${approvalId} was about took effect.`,
    es: ({ approvalId }) => `Se ejecutó la operación de la aprobación ${approvalId}.`,
  },
  ApprovalFailed: {
    en: ({ approvalId, code }) => `What approval ${approvalId} was about was refused all the same: ${code}.`,
    es: ({ approvalId, code }) => `La operación de la aprobación ${approvalId} fue rechazada de todos modos: ${code}.`,
  },
};
