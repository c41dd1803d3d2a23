import type { EventData, EventType } from "../../schemas/events/registry.ts";

type OrderEvents = Extract<EventType, `Order${string}` | `Reservation${string}`>;

const decision = {
  ...{ on: "2026-03-01", asked: "5000000.00", limit: "50000000.00", tolerancePct: "5.00", ceiling: "52500000.00", open: "38400000.00" },
  ...{ pendingClearance: "4000000.00", reservations: "6500000.00", unappliedNetted: "1200000.00", exposure: "47700000.00" },
  ...{ available: "4800000.00", overshoot: "200000.00", policyVersion: 3 },
};
const judged = {
  orderId: "P-7",
  amount: "5000000.00",
  paymentMethod: "CREDIT",
  termsCode: "NET30",
  shipOn: "2026-03-02",
  checkpoint: "CONFIRM",
  decision,
  first: true,
} as const;

/** One of each event about orders, as a trail shows them. */
export const ORDER_SAMPLES: { readonly [Type in OrderEvents]: EventData<Type> } = {
  OrderReleased: { ...judged, reservation: "5000000.00", origin: "REQUEST", reservedUntil: "2026-03-16" },
  OrderHeld: {
    ...{ ...judged, reservation: "0.00", origin: "REQUEST", status: "HELD" },
    reasons: (["OVER_LIMIT", "PAST_DUE_DAYS"] as const).map((reasonCode) => ({ reasonCode, facts: [] })),
  },
  OrderReleasedManually: {
    ...{ orderId: "P-7", released: "5000000.00", reservation: "5000000.00", overshoot: "200000.00", overridden: ["OVER_LIMIT"] },
    ...{ expiresOn: "2026-03-11", authorityLevel: "L2", approvers: ["sam", "amy"], decision },
  },
  OrderReservationChanged: {
    ...{ orderId: "P-7", oldAmount: "5000000.00", newAmount: "4000000.00", reservation: "4000000.00", status: "RELEASED" },
  },
  OrderSupplyCancelled: { orderId: "P-7", freed: "4000000.00", origin: "CASCADE", suspensionId: "S-1" },
  ReservationConsumed: {
    ...{ orderId: "P-7", documentId: "FV-1", amount: "2900000.00", used: "2900000.00", returned: "100000.00", reservation: "0.00" },
    ...{ last: true, status: "INVOICED" },
  },
  ReservationExpired: { orderId: "P-7", freed: "4000000.00", status: "EXPIRED" },
};
