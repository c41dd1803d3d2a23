import type { EventData } from "../../schemas/events/registry.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import type { Body } from "./ledger.ts";

const { account } = eventsByCategory;

/** What was asked for when an order was judged, where a test does not care about the figures. */
export const DECISION: EventData<"OrderReleased">["decision"] = {
  on: "2025-11-20",
  asked: "100.00",
  limit: "5000000.00",
  tolerancePct: "5.00",
  ceiling: "5250000.00",
  open: "0.00",
  pendingClearance: "0.00",
  reservations: "0.00",
  unappliedNetted: "0.00",
  exposure: "0.00",
  available: "5250000.00",
  overshoot: "0.00",
  policyVersion: 0,
};

const ORDER = {
  paymentMethod: "CREDIT",
  termsCode: "NET30",
  shipOn: "2025-11-21",
  checkpoint: "CONFIRM",
  decision: DECISION,
  first: true,
} as const;

/** Released and reserved in full, unless `more` says otherwise. */
export function orderReleased(orderId: string, amount: string, more: Partial<EventData<"OrderReleased">> = {}) {
  return account.OrderReleased({ ...ORDER, orderId, amount, reservation: amount, origin: "REQUEST", reservedUntil: "2025-12-05", ...more });
}

export function orderHeld(orderId: string, amount: string, more: Partial<EventData<"OrderHeld">> = {}) {
  const reasons = [{ reasonCode: "OVER_LIMIT" as const, facts: [] }];
  return account.OrderHeld({ ...ORDER, orderId, amount, reservation: "0.00", origin: "REQUEST", status: "HELD", reasons, ...more });
}

/** A request for release, as the order system sends it. */
export function orderBody(accountId: string, orderId: string, amount: string, more: Body = {}): Body {
  return {
    ...{ accountId, orderId, amount: { amount, currency: accountId.slice(-3) }, paymentMethod: "CREDIT", termsCode: "NET30" },
    ...{ shipOn: "2025-11-21", checkpoint: "CONFIRM", ...more },
  };
}

/** Of what was decided, what it means for orders: automatic evaluations of the account may follow. */
export function aboutOrders(events: readonly DecidedEvent[]): readonly DecidedEvent[] {
  return events.filter(({ type }) => type.startsWith("Order") || type.startsWith("Reservation"));
}
