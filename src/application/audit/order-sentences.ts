import type { EventData } from "../../../schemas/events/registry.ts";
import { HOLD_REASON_WORDS, ORDER_STATUS_CLAUSES } from "./code-words.ts";
import { type Sentences, type Teller, when } from "./sentence.ts";

type OrderEvents =
  | "OrderReleased"
  | "OrderHeld"
  | "OrderReleasedManually"
  | "OrderReservationChanged"
  | "OrderSupplyCancelled"
  | "ReservationConsumed"
  | "ReservationExpired";

export const orderSentences: Sentences<OrderEvents> = {
  OrderReleased: {
    en: ({ orderId, amount, paymentMethod, reservation, decision }, say) =>
      `Released order ${orderId} of ${say.money(amount)} (${paymentMethod === "CASH" ? "cash" : "on credit"}): ` +
      `${say.money(reservation)} reserved of ${say.money(decision.available)} available.`,
    es: ({ orderId, amount, paymentMethod, reservation, decision }, say) =>
      `Se liberó el pedido ${orderId} por ${say.money(amount)} (${paymentMethod === "CASH" ? "de contado" : "a crédito"}): ` +
      `se reservaron ${say.money(reservation)} de ${say.money(decision.available)} disponibles.`,
  },
  OrderHeld: {
    en: ({ orderId, amount, reasons, decision, reservation }, say) =>
      `Held order ${orderId} of ${say.money(amount)}: ${reasonsOf(reasons, say)}; exposure ${say.money(decision.exposure)}, ` +
      `ceiling ${say.money(decision.ceiling)}${when(above(decision.overshoot), (over) => `, ${say.money(over)} above it`)}` +
      `${when(above(reservation), (kept) => `; ${say.money(kept)} stays reserved`)}.`,
    es: ({ orderId, amount, reasons, decision, reservation }, say) =>
      `Se retuvo el pedido ${orderId} por ${say.money(amount)}: ${reasonsOf(reasons, say)}; exposición ${say.money(decision.exposure)}, ` +
      `tope ${say.money(decision.ceiling)}${when(above(decision.overshoot), (over) => `, lo supera en ${say.money(over)}`)}` +
      `${when(above(reservation), (kept) => `; siguen reservados ${say.money(kept)}`)}.`,
  },
  OrderReleasedManually: {
    en: ({ orderId, released, overridden, overshoot, expiresOn, authorityLevel, approvers }, say) =>
      `Released order ${orderId} by hand for ${say.money(released)} until ${expiresOn}` +
      `${when(overridden.length > 0 || undefined, () => `, overriding: ${wordsOf(overridden, say)}`)}` +
      `${when(above(overshoot), (over) => `; ${say.money(over)} above the ceiling`)}; level ${authorityLevel}, by ${say.list(approvers)}.`,
    es: ({ orderId, released, overridden, overshoot, expiresOn, authorityLevel, approvers }, say) =>
      `Se liberó manualmente el pedido ${orderId} por ${say.money(released)} hasta el ${expiresOn}` +
      `${when(overridden.length > 0 || undefined, () => `, pese a: ${wordsOf(overridden, say)}`)}` +
      `${when(above(overshoot), (over) => `; supera el tope en ${say.money(over)}`)}; nivel ${authorityLevel}, por ${say.list(approvers)}.`,
  },
  OrderReservationChanged: {
    en: ({ orderId, oldAmount, newAmount, reservation }, say) =>
      `Changed order ${orderId} from ${say.money(oldAmount)} to ${say.money(newAmount)}: ${say.money(reservation)} reserved.`,
    es: ({ orderId, oldAmount, newAmount, reservation }, say) =>
      `Se modificó el pedido ${orderId} de ${say.money(oldAmount)} a ${say.money(newAmount)}: quedan reservados ${say.money(reservation)}.`,
  },
  OrderSupplyCancelled: {
    en: ({ orderId, freed, suspensionId }, say) =>
      `Cancelled the supply of order ${orderId}${when(suspensionId, (id) => ` with suspension ${id}`)}: ${say.money(freed)} freed.`,
    es: ({ orderId, freed, suspensionId }, say) =>
      `Se canceló el surtido del pedido ${orderId}${when(suspensionId, (id) => ` por la suspensión ${id}`)}: se liberaron ${say.money(freed)}.`,
  },
  ReservationConsumed: {
    en: ({ orderId, documentId, amount, used, returned, status }, say) =>
      `Document ${documentId} invoiced ${say.money(amount)} of order ${orderId}: ${say.money(used)} of what was reserved` +
      `${when(above(returned), (rest) => `, ${say.money(rest)} free again`)}${say.word(ORDER_STATUS_CLAUSES, status)}.`,
    es: ({ orderId, documentId, amount, used, returned, status }, say) =>
      `El documento ${documentId} facturó ${say.money(amount)} del pedido ${orderId}: ${say.money(used)} de lo reservado` +
      `${when(above(returned), (rest) => `, ${say.money(rest)} libres de nuevo`)}${say.word(ORDER_STATUS_CLAUSES, status)}.`,
  },
  ReservationExpired: {
    en: ({ orderId, freed }, say) => `The reservation of order ${orderId} expired: ${say.money(freed)} freed.`,
    es: ({ orderId, freed }, say) => `Venció la reserva del pedido ${orderId}: se liberaron ${say.money(freed)}.`,
  },
};

function reasonsOf(reasons: EventData<"OrderHeld">["reasons"], say: Teller): string {
  return wordsOf(
    reasons.map(({ reasonCode }) => reasonCode),
    say,
  );
}

function wordsOf(codes: readonly string[], say: Teller): string {
  return say.list(codes.map((code) => say.word(HOLD_REASON_WORDS, code)));
}

/** An amount that is worth a word. */
function above(amount: string): string | undefined {
  return /[1-9]/.test(amount) ? amount : undefined;
}
