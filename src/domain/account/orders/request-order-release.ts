import { RequestOrderReleaseBody } from "../../../../schemas/commands/orders.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import { canBeJudged, JUDGE_REFUSALS } from "./judge-order.ts";
import { type Asked, isSameSupply, outcomeOf, questionOf } from "./order-outcome.ts";
import { orderIsLive } from "./order-state-rules.ts";
import { heldOf, type Order } from "./orders.ts";

export const requestOrderRelease = defineCommand({
  name: "RequestOrderRelease",
  title: { en: "Request the release of an order", es: "Solicitar la liberación de un pedido" },
  body: RequestOrderReleaseBody,
  issuedBy: ["SR", "SYS"],
  target: accountOf,
  begins: true,
  facts: ["customer", "entity", "policies", "customerFile", "calendar"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "CURRENCY_MISMATCH", "ORDER_EXISTS", "ORDER_INVOICED", "INVALID_TRANSITION"] as const),
    ...JUDGE_REFUSALS,
  ],

  /** Held is an outcome, not a refusal. An order that is held is judged again; one that was released stays so. */
  decide(account, command, facts) {
    const { accountId, orderId, paymentMethod, termsCode, shipOn, checkpoint } = command;
    const owners = partsOfAccount(accountId);
    if (command.amount.currency !== owners.currency) return refuse(...currencyIs(owners.currency, { amount: command.amount }));
    const amount = toMinor(command.amount);
    const before = account.orders.byId.get(orderId);
    const asked: Asked = { orderId, amount, paymentMethod, termsCode, shipOn, checkpoint, origin: "REQUEST" };
    const released = before !== undefined && standsReleased(before, asked, facts.today);
    const violations = broken([
      ownersAreKnown(owners, facts),
      before !== undefined && before.amount !== amount
        ? violation("ORDER_EXISTS", { orderId, amount: amountText(before.amount, owners.currency) }, "/amount")
        : undefined,
      orderIsLive(orderId, before),
      released ? undefined : canBeJudged(account, questionOf(asked, before), facts, "/termsCode"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return released ? [] : outcomeOf(account, asked, facts);
  },
});

/** All of it was released for supply in this way, and a release by hand still counts. */
function standsReleased(order: DeepReadonly<Order>, asked: Asked, today: CalendarDate): boolean {
  const counts = order.releaseExpiresOn === undefined || today <= order.releaseExpiresOn;
  return order.status === "RELEASED" && heldOf(order) === 0n && counts && isSameSupply(order, asked);
}
