import { ConvertReservationBody } from "../../../../schemas/commands/orders.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { reservationConsumed } from "./consume-reservation.ts";
import { orderIsKnown } from "./order-state-rules.ts";

export const convertReservation = defineCommand({
  name: "ConvertReservation",
  title: { en: "Convert a reservation into a document", es: "Convertir una reserva en documento" },
  body: ConvertReservationBody,
  issuedBy: ["SYS", "BIL"],
  target: accountOf,
  facts: [],
  refusals: ["ORDER_NOT_FOUND", "ITEM_NOT_FOUND", "CURRENCY_MISMATCH", "OVERLAPS", "ORDER_INVOICED"],

  /** For a document that did not name its order when it was recorded. */
  decide({ orders, documents }, { accountId, orderId, documentId, amount, last = false }) {
    const { currency } = partsOfAccount(accountId);
    const order = orders.byId.get(orderId);
    const violations = broken([
      orderIsKnown(orders, orderId),
      documents.byId.has(documentId) ? undefined : violation("ITEM_NOT_FOUND", { documentId }, "/documentId"),
      currencyIs(currency, { amount }),
      orders.consumed.has(`${orderId} ${documentId}`) ? violation("OVERLAPS", { orderId, documentId }, "/documentId") : undefined,
      order?.status === "INVOICED" ? violation("ORDER_INVOICED", { orderId }, "/orderId") : undefined,
    ]);
    if (violations.length > 0 || order === undefined) return refuse(...violations);
    return [reservationConsumed({ orderId, amount: toMinor(amount), last }, order, documentId, currency)];
  },
});
