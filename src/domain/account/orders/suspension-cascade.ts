import { OrderHeld, OrderSupplyCancelled } from "../../../../schemas/events/account/orders.ts";
import type { EventData } from "../../../../schemas/events/registry.ts";
import type { DecidedEvent, DeepReadonly } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { exposureOf } from "../credit-line/exposure.ts";
import type { OrderFacts } from "./hold-rules.ts";
import { storedDecision } from "./judge-order.ts";
import type { Order } from "./orders.ts";

/**
 * What a suspension does to orders that are supplied on credit: HOLD_RELEASED takes their release away and keeps what is reserved,
 * CANCEL_SUPPLY ends them and frees it. Orders paid in cash go on, and so do those that were held before and reserve nothing.
 */
export function cascadeOf(
  account: Account,
  { suspensionId, reasonCode, cascade }: Pick<EventData<"LineSuspended">, "suspensionId" | "reasonCode" | "cascade">,
  facts: Pick<OrderFacts, "policies" | "today">,
): readonly DecidedEvent[] {
  if (cascade === "NONE") return [];
  const { currency } = partsOfAccount(account.id);
  const onCredit = [...account.orders.byId]
    .filter(([, { paymentMethod, reservation }]) => paymentMethod === "CREDIT" && reservation > 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (cascade === "CANCEL_SUPPLY") {
    return onCredit.map(([orderId, { reservation }]) =>
      OrderSupplyCancelled({ orderId, freed: amountText(reservation, currency), origin: "CASCADE", suspensionId }),
    );
  }
  return onCredit
    .filter(([, { status }]) => status === "RELEASED")
    .map(([orderId, order]) => {
      const decision = storedDecision(exposureOf(account, facts.today, facts, orderId), order.reservation, 0n, facts.today, currency);
      const suspended = { reasonCode: "LINE_SUSPENDED" as const, facts: [{ name: "suspensions", value: `${suspensionId} ${reasonCode}` }] };
      return OrderHeld({
        ...asItWas(orderId, order, currency),
        decision,
        first: false,
        ...{ reasons: [suspended], status: "HELD", origin: "CASCADE", suspensionId },
      });
    });
}

function asItWas(orderId: string, order: DeepReadonly<Order>, currency: string) {
  const { paymentMethod, termsCode, shipOn, checkpoint } = order;
  const amounts = { amount: amountText(order.amount, currency), reservation: amountText(order.reservation, currency) };
  return { orderId, ...amounts, paymentMethod, termsCode, shipOn, checkpoint };
}
