import { ExpireReservationBody } from "../../../../schemas/commands/orders.ts";
import { ReservationExpired } from "../../../../schemas/events/account/orders.ts";
import { addDays } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { orderIsKnown } from "./order-state-rules.ts";

export const expireReservation = defineCommand({
  name: "ExpireReservation",
  title: { en: "Let a reservation expire", es: "Vencer la reserva de un pedido" },
  body: ExpireReservationBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: [],
  refusals: ["ORDER_NOT_FOUND"],

  /** From the day after its last one, however late it is looked at. An order that a suspension holds stays held, and reserves nothing more. */
  decide({ orders }, { accountId, orderId }, { today }) {
    const order = orders.byId.get(orderId);
    if (order === undefined) return refuse(...broken([orderIsKnown(orders, orderId)]));
    const { reservedUntil, reservation, status } = order;
    if (reservedUntil === undefined || today <= reservedUntil) return [];
    const { currency } = partsOfAccount(accountId);
    const expired = ReservationExpired({
      orderId,
      freed: amountText(reservation, currency),
      status: status === "RELEASED" ? "EXPIRED" : status,
    });
    return [effective(addDays(reservedUntil, 1), expired)];
  },
});
