import { type DeepReadonly, type Verdict, violation } from "../../../kernel/decider.ts";
import type { Order, Orders } from "./orders.ts";

export function orderIsKnown({ byId }: DeepReadonly<Orders>, orderId: string): Verdict {
  return byId.has(orderId) ? undefined : violation("ORDER_NOT_FOUND", { orderId }, "/orderId");
}

/** Neither invoiced, nor cancelled, nor expired: those are over, or must be reopened. */
export function orderIsLive(orderId: string, order: DeepReadonly<Order> | undefined): Verdict {
  if (order?.status === "INVOICED") return violation("ORDER_INVOICED", { orderId }, "/orderId");
  if (order?.status === "CANCELLED" || order?.status === "EXPIRED") {
    return violation("INVALID_TRANSITION", { orderId, status: order.status }, "/orderId");
  }
  return undefined;
}
