import type { RefusalArea } from "./refusal-entry.ts";

const elsewhere = {
  en: "It does not exist, or it belongs to a legal entity that you may not see.",
  es: "No existe, o pertenece a una sociedad que usted no puede consultar.",
};
const notYet = {
  en: "No such record was made up to now, or its identifier is written in another way.",
  es: "Hasta ahora no se ha creado ese registro, o su identificador se escribe de otra forma.",
};

/** Things that a request names and that are not there. */
export const notFoundRefusals = {
  RESOURCE_NOT_FOUND: {
    status: 404,
    title: { en: "Not found", es: "No encontrado" },
    detail: {
      en: "The record [{id} ]does not exist[: {kind}][ {refundId}][ {transferId}][ {entityId}][ {branchId}][ {personId}][ {role}][ {keyId}][ {delegationId}][ {requestId}][ {bankLineId}][ {contactPersonId}][ {lineId}][ {streamId}][ {command}].",
      es: "El registro [{id} ]no existe[: {kind}][ {refundId}][ {transferId}][ {entityId}][ {branchId}][ {personId}][ {role}][ {keyId}][ {delegationId}][ {requestId}][ {bankLineId}][ {contactPersonId}][ {lineId}][ {streamId}][ {command}].",
    },
    meaning: elsewhere,
    remedy: { en: "Check the identifier.", es: "Revise el identificador." },
  },
  ACCOUNT_NOT_FOUND: {
    status: 404,
    title: { en: "Account not found", es: "Cuenta de cartera no encontrada" },
    detail: {
      en: "The account [{accountId} ][{id} ]does not exist[: there is no legal entity {entityId}].",
      es: "La cuenta de cartera [{accountId} ][{id} ]no existe[: no hay una sociedad {entityId}].",
    },
    meaning: elsewhere,
    remedy: {
      en: "Check customer, legal entity and currency of the account.",
      es: "Revise el cliente, la sociedad y la moneda de la cuenta.",
    },
  },
  APPLICATION_NOT_FOUND: {
    status: 404,
    title: { en: "Application not found", es: "Aplicación o solicitud no encontrada" },
    detail: {
      en: "The application [{applicationId} ]does not exist.",
      es: "La aplicación o solicitud [{applicationId} ]no existe.",
    },
    meaning: {
      en: "There is no application of a payment, or no credit application, with this identifier.",
      es: "No hay una aplicación de pago, o una solicitud de crédito, con este identificador.",
    },
    remedy: { en: "Look it up in the account's history.", es: "Búsquela en el historial de la cuenta." },
  },
  CONTRACT_NOT_FOUND: {
    status: 404,
    title: { en: "Contract not found", es: "Contrato no encontrado" },
    detail: { en: "The contract [{contractId} ]does not exist.", es: "El contrato [{contractId} ]no existe." },
    meaning: notYet,
    remedy: { en: "Register the contract first or leave it out.", es: "Registre primero el contrato o no lo indique." },
  },
  CUSTOMER_NOT_FOUND: {
    status: 404,
    title: { en: "Customer not found", es: "Cliente no encontrado" },
    detail: { en: "The customer [{customerId} ][{id} ]does not exist.", es: "El cliente [{customerId} ][{id} ]no existe." },
    meaning: elsewhere,
    remedy: { en: "Check the customer's code or register the customer.", es: "Revise el código del cliente o dé de alta al cliente." },
  },
  GUARANTEE_NOT_FOUND: {
    status: 404,
    title: { en: "Guarantee not found", es: "Garantía no encontrada" },
    detail: { en: "The guarantee [{guaranteeId} ]does not exist.", es: "La garantía [{guaranteeId} ]no existe." },
    meaning: notYet,
    remedy: { en: "Register the guarantee first or leave it out.", es: "Registre primero la garantía o no la indique." },
  },
  ITEM_NOT_FOUND: {
    status: 404,
    title: { en: "Instalment not found", es: "Cuota no encontrada" },
    detail: {
      en: "The item [{instalmentId} ][{documentId} ]does not exist in this account.",
      es: "La partida [{instalmentId} ][{documentId} ]no existe en esta cuenta.",
    },
    meaning: {
      en: "The instalment is unknown, or it belongs to another customer, legal entity or currency.",
      es: "La cuota no se conoce, o pertenece a otro cliente, sociedad o moneda.",
    },
    remedy: { en: "Choose one of the account's open items.", es: "Elija una de las partidas abiertas de la cuenta." },
  },
  LINE_NOT_FOUND: {
    status: 404,
    title: { en: "Credit line not found", es: "Línea de crédito no encontrada" },
    detail: {
      en: "The account has no open credit line[ {lineId}].",
      es: "La cuenta no tiene una línea de crédito abierta[ {lineId}].",
    },
    meaning: { en: "No credit line is open in this account.", es: "En esta cuenta no hay una línea de crédito abierta." },
    remedy: { en: "Open a credit line first.", es: "Abra primero una línea de crédito." },
  },
  PERSON_NOT_FOUND: {
    status: 404,
    title: { en: "Person not found", es: "Persona no encontrada" },
    detail: { en: "The person [{personId} ][{id} ]is not registered.", es: "La persona [{personId} ][{id} ]no está registrada." },
    meaning: notYet,
    remedy: { en: "Check the code or have the person registered.", es: "Revise el código o solicite el registro de la persona." },
  },
  PROMISE_NOT_FOUND: {
    status: 404,
    title: { en: "Promise to pay not found", es: "Promesa de pago no encontrada" },
    detail: {
      en: "The promise to pay [{promiseId} ]does not exist in this account.",
      es: "La promesa de pago [{promiseId} ]no existe en esta cuenta.",
    },
    meaning: notYet,
    remedy: { en: "Choose one of the account's promises.", es: "Elija una de las promesas de la cuenta." },
  },
  RECEIPT_NOT_FOUND: {
    status: 404,
    title: { en: "Receipt not found", es: "Recibo de caja no encontrado" },
    detail: {
      en: "The receipt [{receiptId} ]does not exist in this account.",
      es: "El recibo de caja [{receiptId} ]no existe en esta cuenta.",
    },
    meaning: notYet,
    remedy: { en: "Check the receipt or register it first.", es: "Revise el recibo o regístrelo primero." },
  },
  SUSPENSION_NOT_FOUND: {
    status: 404,
    title: { en: "Suspension not found", es: "Suspensión no encontrada" },
    detail: {
      en: "The suspension [{suspensionId} ]does not exist in this account.",
      es: "La suspensión [{suspensionId} ]no existe en esta cuenta.",
    },
    meaning: notYet,
    remedy: { en: "Choose one of the line's live suspensions.", es: "Elija una de las suspensiones vigentes de la línea." },
  },
  WRITE_OFF_NOT_FOUND: {
    status: 404,
    title: { en: "Write-off not found", es: "Castigo no encontrado" },
    detail: {
      en: "The write-off [{writeOffId} ]does not exist in this account.",
      es: "El castigo [{writeOffId} ]no existe en esta cuenta.",
    },
    meaning: notYet,
    remedy: { en: "Choose one of the account's write-offs.", es: "Elija uno de los castigos de la cuenta." },
  },
} as const satisfies RefusalArea;
