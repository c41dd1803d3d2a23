import { ReservationConsumed } from "../../../../schemas/events/account/orders.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DecidedEvent, DeepReadonly } from "../../../kernel/decider.ts";
import { amountText, type Minor, smallerOf } from "../../../kernel/money.ts";
import type { Order, Orders } from "./orders.ts";

/** What a document invoices of an order; `last` says that nothing more of it will be. */
export interface OrderRef {
  readonly orderId: string;
  readonly amount: Minor;
  readonly last: boolean;
}

/** A document against the orders it names. */
interface Invoiced {
  readonly creditDecision: "NONE" | "RELEASED";
  readonly events: readonly DecidedEvent[];
}

/**
 * Uses up what orders have reserved, for a document that exists and is never refused for reasons of credit: of an order the ledger does
 * not know nothing is used, and what goes beyond a reservation counts from now on as open. The document was released when all it names
 * was.
 */
export function invoiceOrders(
  orders: DeepReadonly<Orders>,
  documentId: string,
  refs: readonly OrderRef[],
  { currency, today }: { readonly currency: string; readonly today: CalendarDate },
): Invoiced {
  const named = eachOrderOnce(refs);
  const released = named.map((ref) => isReleased(orders.byId.get(ref.orderId), ref.amount, today));
  const events = named.flatMap((ref) => {
    const order = orders.byId.get(ref.orderId);
    return order === undefined ? [] : reservationConsumed(ref, order, documentId, currency);
  });
  return { creditDecision: released.length > 0 && released.every(Boolean) ? "RELEASED" : "NONE", events };
}

export function reservationConsumed(
  { orderId, amount, last }: OrderRef,
  order: DeepReadonly<Order>,
  documentId: string,
  currency: string,
): DecidedEvent {
  const used = smallerOf(amount, order.reservation);
  const isOver = last || order.invoiced + amount >= order.amount;
  const returned = isOver ? order.reservation - used : 0n;
  const left = order.reservation - used - returned;
  const text = (minor: Minor) => amountText(minor, currency);
  return ReservationConsumed({
    ...{ orderId, documentId, amount: text(amount), used: text(used), returned: text(returned), last },
    reservation: text(left),
    status: isOver ? "INVOICED" : statusAfter(order, left),
  });
}

/** Of a release in part nothing is left once it is invoiced: the rest is held. */
function statusAfter({ status, paymentMethod }: DeepReadonly<Order>, left: Minor): Order["status"] {
  return status === "RELEASED" && paymentMethod === "CREDIT" && left === 0n ? "HELD" : status;
}

/** All of the amount was released, and a release by hand still counts. */
function isReleased(order: DeepReadonly<Order> | undefined, amount: Minor, today: CalendarDate): boolean {
  if (order?.status !== "RELEASED") return false;
  if (order.releaseExpiresOn !== undefined && order.releaseExpiresOn < today) return false;
  return order.paymentMethod === "CASH" || amount <= order.reservation;
}

function eachOrderOnce(refs: readonly OrderRef[]): readonly OrderRef[] {
  const byOrder = new Map<string, OrderRef>();
  for (const { orderId, amount, last } of refs) {
    const before = byOrder.get(orderId);
    byOrder.set(orderId, { orderId, amount: (before?.amount ?? 0n) + amount, last: last || before?.last === true });
  }
  return [...byOrder.values()];
}
