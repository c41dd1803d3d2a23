import type { RefusalArea } from "./refusal-entry.ts";

/** Orders and what is reserved for them. */
export const orderRefusals = {
  ORDER_NOT_FOUND: {
    status: 404,
    title: { en: "Order not found", es: "Pedido no encontrado" },
    detail: { en: "The order {orderId} does not exist in this account.", es: "El pedido {orderId} no existe en esta cuenta." },
    meaning: {
      en: "An order is known from the first request for its release on.",
      es: "Un pedido se conoce desde la primera solicitud de liberación.",
    },
    remedy: { en: "Request its release first.", es: "Solicite primero su liberación." },
  },
  ORDER_EXISTS: {
    status: 409,
    title: { en: "Order with another amount", es: "Pedido con otro valor" },
    detail: {
      en: "The order {orderId} is known already, with the amount {amount}.",
      es: "El pedido {orderId} ya está registrado con el valor {amount}.",
    },
    meaning: {
      en: "An order is asked for again with the same amount; another amount is an amendment.",
      es: "Un pedido se vuelve a solicitar con el mismo valor; otro valor es una modificación.",
    },
    remedy: { en: "Amend the amount of the order, or correct its number.", es: "Modifique el valor del pedido o corrija su número." },
  },
  ORDER_NOT_HELD: {
    status: 422,
    title: { en: "Order not held", es: "Pedido no retenido" },
    detail: {
      en: "Of the order {orderId} this is not held[ (status: {status})][: {held} is held, and {requested} was to be released].",
      es: "Del pedido {orderId} no está retenido lo que se pide liberar[ (estado: {status})][: hay {held} retenidos y se pidieron {requested}].",
    },
    meaning: { en: "Only what is held is released by hand.", es: "Solo se libera manualmente lo que está retenido." },
    remedy: {
      en: "Look the order up: it may have been released already.",
      es: "Consulte el pedido: es posible que ya esté liberado.",
    },
  },
  ORDER_INVOICED: {
    status: 422,
    title: { en: "Order invoiced", es: "Pedido facturado" },
    detail: {
      en: "The order {orderId} has been invoiced[: {invoiced} of it].",
      es: "El pedido {orderId} ya se facturó[: {invoiced} de su valor].",
    },
    meaning: {
      en: "What has been invoiced is no longer cancelled, reduced or released: the document stands.",
      es: "Lo facturado ya no se cancela, reduce ni libera: queda el documento.",
    },
    remedy: { en: "Correct the document with a credit note.", es: "Corrija el documento con una nota crédito." },
  },
} as const satisfies RefusalArea;
