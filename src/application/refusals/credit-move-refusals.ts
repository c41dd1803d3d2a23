import type { RefusalArea } from "./refusal-entry.ts";

/** Money of the customer that leaves the account: refunds and transfers. */
export const creditMoveRefusals = {
  RECEIPT_NOT_CLEARED: {
    status: 422,
    title: { en: "Money not collected yet", es: "El dinero aún no es efectivo" },
    detail: {
      en: "The receipt [{receiptId} ]is not collected yet.",
      es: "El recibo [{receiptId} ]aún no se ha hecho efectivo.",
    },
    meaning: {
      en: "Only money that the bank has confirmed is paid out or moved to another account.",
      es: "Solo se reembolsa o se traslada dinero que el banco ya confirmó.",
    },
    remedy: { en: "Wait until it is collected.", es: "Espere a que se haga efectivo." },
  },
  OFFSET_EXCEEDS_PAYABLE: {
    status: 422,
    title: { en: "More than the company owes", es: "Más de lo que debe la empresa" },
    detail: {
      en: "The company owes {payable} on these documents, and {requested} was to be offset.",
      es: "La empresa debe {payable} por estos documentos y se pidió cruzar {requested}.",
    },
    meaning: {
      en: "Only what the company owes the customer can pay what the customer owes.",
      es: "Solo lo que la empresa debe al cliente puede pagar lo que el cliente debe.",
    },
    remedy: { en: "Lower the amount or name more documents.", es: "Reduzca el valor o indique más documentos." },
  },
  ENTITY_MISMATCH: {
    status: 422,
    title: { en: "Another legal entity", es: "Otra sociedad" },
    detail: {
      en: "The account belongs to the legal entity {given}, and this one to {expected}.",
      es: "La cuenta pertenece a la sociedad {given} y esta a {expected}.",
    },
    meaning: {
      en: "Money of one legal entity cannot pay what is owed to another.",
      es: "El dinero de una sociedad no puede pagar lo que se debe a otra.",
    },
    remedy: { en: "Choose an account of the same legal entity.", es: "Elija una cuenta de la misma sociedad." },
  },
} as const satisfies RefusalArea;
