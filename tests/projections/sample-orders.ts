import { eventsByCategory } from "../../schemas/events/registry.ts";
import { orderHeld, orderReleased } from "../support/order-history.ts";
import type { Ledger } from "./ledger.ts";

const { account } = eventsByCategory;

/** Every event about orders: one order is held, released by hand and invoiced, others are changed, cancelled and expire. */
export async function recordOrders({ append }: Ledger): Promise<void> {
  const stream = "account-C1.CO01.COP";
  const on = "2025-06-22";
  const held = orderHeld("P-1", "5000.00");
  const { decision } = held.data;
  await append(stream, [held, orderReleased("P-2", "800.00"), orderReleased("P-3", "300.00")], { on, command: "RequestOrderRelease" });
  const byHand = account.OrderReleasedManually({
    ...{ orderId: "P-1", released: "5000.00", reservation: "5000.00", reservedUntil: "2025-07-07", overshoot: "200.00" },
    ...{ overridden: ["OVER_LIMIT"], expiresOn: "2025-06-30", authorityLevel: "L1", approvers: ["P-1"], decision },
  });
  await append(stream, [byHand], { on, command: "ReleaseOrderManually" });
  const consumed = { documentId: "F2", amount: "4900.00", used: "4900.00", returned: "100.00", last: true, reservation: "0.00" };
  await append(stream, [account.ReservationConsumed({ ...consumed, orderId: "P-1", status: "INVOICED" })], { on });
  const changed = { oldAmount: "800.00", newAmount: "700.00", reservation: "700.00", reservedUntil: "2025-12-05" };
  await append(stream, [account.OrderReservationChanged({ ...changed, orderId: "P-2", status: "RELEASED" })], { on });
  await append(stream, [account.OrderSupplyCancelled({ orderId: "P-2", freed: "700.00", origin: "MANUAL" })], { on });
  await append(stream, [account.ReservationExpired({ orderId: "P-3", freed: "300.00", status: "EXPIRED" })], { on: "2025-07-08" });
  const again = orderReleased("P-3", "300.00", { origin: "REOPENING", first: false });
  await append(stream, [again], { on: "2025-07-09", command: "ReopenOrder" });
}
