import { CancelOrderSupplyBody } from "../../../../schemas/commands/orders.ts";
import { OrderSupplyCancelled } from "../../../../schemas/events/account/orders.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { orderIsKnown, orderIsLive } from "./order-state-rules.ts";

export const cancelOrderSupply = defineCommand({
  name: "CancelOrderSupply",
  title: { en: "Cancel the supply of an order", es: "Cancelar el surtido de un pedido" },
  body: CancelOrderSupplyBody,
  issuedBy: [...LEAD, "SR", "SYS"],
  target: accountOf,
  facts: [],
  refusals: ["ORDER_NOT_FOUND", "ORDER_INVOICED", "INVALID_TRANSITION", "REASON_REQUIRED"],

  /** Of an order invoiced in part the rest is cancelled. */
  decide({ orders }, { accountId, orderId }, { reasonGiven }) {
    const order = orders.byId.get(orderId);
    const violations = broken([
      orderIsKnown(orders, orderId),
      orderIsLive(orderId, order),
      reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
    ]);
    if (violations.length > 0 || order === undefined) return refuse(...violations);
    const { currency } = partsOfAccount(accountId);
    return [OrderSupplyCancelled({ orderId, freed: amountText(order.reservation, currency), origin: "MANUAL" })];
  },
});
