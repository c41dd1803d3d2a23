import { OrderHeld, OrderReleased } from "../../../../schemas/events/account/orders.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DecidedEvent, DeepReadonly } from "../../../kernel/decider.ts";
import { amountText, type Minor, smallerOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { type Held, isAtRisk, type OrderFacts, type Question } from "./hold-rules.ts";
import { type Judgement, judgeOrder } from "./judge-order.ts";
import { type Order, restOf } from "./orders.ts";

/** An order that is judged: as it is asked for now, whatever it was before. */
export type Asked = Pick<Order, "amount" | "paymentMethod" | "termsCode" | "shipOn" | "checkpoint"> & {
  readonly orderId: string;
  readonly origin: "REQUEST" | "AMENDMENT" | "REOPENING";
};

/** What would be reserved: what was invoiced already is no longer. */
export function questionOf(asked: Asked, before: DeepReadonly<Order> | undefined): Question {
  const { orderId, paymentMethod, termsCode, shipOn, amount } = asked;
  return { orderId, paymentMethod, termsCode, shipOn, amount: restOf({ amount, invoiced: before?.invoiced ?? 0n }) };
}

/** Judges an order by all rules: it is released and its amount reserved, or it is held, with every reason. */
export function outcomeOf(account: Account, asked: Asked, facts: OrderFacts): readonly DecidedEvent[] {
  const before = account.orders.byId.get(asked.orderId);
  const question = questionOf(asked, before);
  const judgement = judgeOrder(account, question, facts);
  if (judgement.held.length > 0) return [heldEvent(account, asked, judgement, facts.today)];
  const { currency } = partsOfAccount(account.id);
  return [
    OrderReleased({
      ...judgedFields(asked, judgement, currency),
      first: before === undefined,
      reservation: amountText(isAtRisk(question) ? question.amount : 0n, currency),
      origin: asked.origin,
      ...(isAtRisk(question) && { reservedUntil: reservedUntil(facts) }),
    }),
  ];
}

/** The last day of a reservation that is made today. */
export function reservedUntil({ policies, today }: Pick<OrderFacts, "policies" | "today">): CalendarDate {
  return addDays(today, policies.inForce("credit", today).body.reservationDays);
}

/** Nothing stays reserved but what a suspension took from release, and what a release by hand that still counts has set free. */
export function heldEvent(account: Account, asked: Asked, judgement: Judgement, today: CalendarDate): DecidedEvent {
  const { currency } = partsOfAccount(account.id);
  const before = account.orders.byId.get(asked.orderId);
  const kept = before === undefined ? 0n : keptOf(before, asked, today);
  return OrderHeld({
    ...judgedFields(asked, judgement, currency),
    first: before === undefined,
    reservation: amountText(kept, currency),
    origin: asked.origin,
    reasons: judgement.held.map(storedReason),
    status: kept > 0n && before?.status === "RELEASED" ? "RELEASED" : "HELD",
  });
}

function keptOf(before: DeepReadonly<Order>, asked: Asked, today: CalendarDate): Minor {
  const rest = restOf({ amount: asked.amount, invoiced: before.invoiced });
  const sameTerms = isSameSupply(before, asked);
  const byHand = before.status === "RELEASED" && before.releaseExpiresOn !== undefined && today <= before.releaseExpiresOn;
  return sameTerms && (byHand || before.status === "HELD") ? smallerOf(before.reservation, rest) : 0n;
}

/** Paid in the same way and under the same terms: only then what was released before says anything. The day of shipment may move. */
export function isSameSupply(a: Pick<Order, "paymentMethod" | "termsCode">, b: typeof a): boolean {
  return a.paymentMethod === b.paymentMethod && a.termsCode === b.termsCode;
}

function judgedFields(asked: Asked, { decision }: Judgement, currency: string) {
  const { orderId, amount, paymentMethod, termsCode, shipOn, checkpoint } = asked;
  return { orderId, amount: amountText(amount, currency), paymentMethod, termsCode, shipOn, checkpoint, decision };
}

function storedReason({ reasonCode, facts }: Held) {
  return { reasonCode, facts: facts.map(({ name, value }) => ({ name, value })) };
}
