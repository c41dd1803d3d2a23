import type { CalendarProcess } from "./define-process.ts";

/**
 * Judges again the orders whose release by hand no longer counts, and lets go of reservations after their last day. Both commands look at
 * the date themselves, so after an outage one run is enough.
 */
export const ordersDue: CalendarProcess = {
  name: "orders-due",
  days: "of each legal entity",
  reads: ["order_header"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId, orderId, amount, currency, ...asked } of queries.releasesPastTheirDay({ entityId, on })) {
      const { paymentMethod, termsCode, shipOn, checkpoint } = asked;
      yield {
        step: `RequestOrderRelease ${accountId} ${orderId}`,
        command: "request-order-release",
        body: { accountId, orderId, amount: { amount, currency }, paymentMethod, termsCode, shipOn, checkpoint },
      };
    }
    for await (const { accountId, orderId } of queries.reservationsPastTheirDay({ entityId, on })) {
      yield { step: `ExpireReservation ${accountId} ${orderId}`, command: "expire-reservation", body: { accountId, orderId } };
    }
  },
};
