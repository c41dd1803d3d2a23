import { AmendOrderAmountBody } from "../../../../schemas/commands/orders.ts";
import { OrderReservationChanged } from "../../../../schemas/events/account/orders.ts";
import { broken, type DecidedEvent, type DeepReadonly, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, smallerOf, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { isAtRisk, type OrderFacts } from "./hold-rules.ts";
import { canBeJudged, JUDGE_REFUSALS, judgeOrder } from "./judge-order.ts";
import { type Asked, heldEvent, outcomeOf, questionOf, reservedUntil } from "./order-outcome.ts";
import { orderIsKnown, orderIsLive } from "./order-state-rules.ts";
import { type Order, restOf } from "./orders.ts";

export const amendOrderAmount = defineCommand({
  name: "AmendOrderAmount",
  title: { en: "Amend the amount of an order", es: "Modificar el valor de un pedido" },
  body: AmendOrderAmountBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["customer", "policies", "customerFile", "calendar"],
  refusals: ["ORDER_NOT_FOUND", "CURRENCY_MISMATCH", "ORDER_INVOICED", "INVALID_TRANSITION", ...JUDGE_REFUSALS],

  /** A released order that becomes smaller frees the difference; every other change is judged like a request. */
  decide(account, { accountId, orderId, newAmount }, facts) {
    const { currency } = partsOfAccount(accountId);
    const before = account.orders.byId.get(orderId);
    if (newAmount.currency !== currency) return refuse(...currencyIs(currency, { newAmount }));
    if (before === undefined) return refuse(...broken([orderIsKnown(account.orders, orderId)]));
    const amount = toMinor(newAmount);
    const asked: Asked = { ...before, orderId, amount, origin: "AMENDMENT" };
    const frees = before.status === "RELEASED" && amount < before.amount;
    const unchanged = amount === before.amount;
    const violations = broken([
      orderIsLive(orderId, before) ?? isNotInvoicedAbove(orderId, before, amount, currency),
      frees || unchanged ? undefined : canBeJudged(account, questionOf(asked, before), facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    if (unchanged) return [];
    if (frees) return [smaller(asked, before, currency)];
    return before.status === "RELEASED" ? larger(account, asked, before, facts) : outcomeOf(account, asked, facts);
  },
});

function isNotInvoicedAbove(orderId: string, { invoiced }: DeepReadonly<Order>, amount: Minor, currency: string): Verdict {
  if (amount >= invoiced) return undefined;
  return violation("ORDER_INVOICED", { orderId, invoiced: amountText(invoiced, currency) }, "/newAmount");
}

function smaller({ orderId, amount }: Asked, before: DeepReadonly<Order>, currency: string): DecidedEvent {
  const rest = restOf({ amount, invoiced: before.invoiced });
  const reservation = smallerOf(before.reservation, rest);
  return OrderReservationChanged({
    ...{ orderId, oldAmount: amountText(before.amount, currency), newAmount: amountText(amount, currency) },
    reservation: amountText(reservation, currency),
    status: rest === 0n && before.invoiced > 0n ? "INVOICED" : "RELEASED",
    ...(reservation > 0n && before.reservedUntil !== undefined && { reservedUntil: before.reservedUntil }),
  });
}

function larger(account: Account, asked: Asked, before: DeepReadonly<Order>, facts: OrderFacts): readonly DecidedEvent[] {
  const { currency } = partsOfAccount(account.id);
  const question = questionOf(asked, before);
  const judgement = judgeOrder(account, question, facts);
  if (judgement.held.length > 0) return [heldEvent(account, asked, judgement, facts.today)];
  return [
    OrderReservationChanged({
      orderId: asked.orderId,
      oldAmount: amountText(before.amount, currency),
      newAmount: amountText(asked.amount, currency),
      reservation: amountText(isAtRisk(question) ? question.amount : 0n, currency),
      status: "RELEASED",
      decision: judgement.decision,
      ...(isAtRisk(question) && { reservedUntil: reservedUntil(facts) }),
    }),
  ];
}
