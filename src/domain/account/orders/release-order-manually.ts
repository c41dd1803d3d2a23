import { ReleaseOrderManuallyBody } from "../../../../schemas/commands/orders.ts";
import { OrderReleasedManually } from "../../../../schemas/events/account/orders.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { authorityReaches, heldLevel, requiredLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { isAtRisk, type OrderFacts, type Question } from "./hold-rules.ts";
import { canBeJudged, JUDGE_REFUSALS, judgeOrder } from "./judge-order.ts";
import { reservedUntil } from "./order-outcome.ts";
import { orderIsKnown } from "./order-state-rules.ts";
import { heldOf, type Order } from "./orders.ts";

export const releaseOrderManually = defineCommand({
  name: "ReleaseOrderManually",
  title: { en: "Release an order by hand", es: "Liberar un pedido manualmente" },
  body: ReleaseOrderManuallyBody,
  issuedBy: [...LEAD, "DIR", "COR"],
  decidesOn: ["ORDER_OVERSHOOT"],
  target: accountOf,
  facts: ["customer", "policies", "customerFile", "calendar"],
  refusals: [
    ...(["ORDER_NOT_FOUND", "CURRENCY_MISMATCH", "ORDER_NOT_HELD", "REASON_REQUIRED", "VALIDITY_INVERTED", "SELF_APPROVAL"] as const),
    ...(["AUTHORITY_EXCEEDED", ...JUDGE_REFUSALS] as const),
  ],

  /** What a part of the order leaves held stays held; what was released of it before goes on. */
  decide(account, { accountId, orderId, amount, expiresOn }, facts) {
    const { currency } = partsOfAccount(accountId);
    const order = account.orders.byId.get(orderId);
    if (amount !== undefined && amount.currency !== currency) return refuse(...currencyIs(currency, { amount }));
    if (order === undefined) return refuse(...broken([orderIsKnown(account.orders, orderId)]));
    const released = amount === undefined ? heldOf(order) : toMinor(amount);
    const question = { ...order, orderId, amount: (order.status === "RELEASED" ? order.reservation : 0n) + released };
    const unfit = canBeJudged(account, question, facts);
    const { held, overshoot, decision } = judgeOrder(account, question, facts);
    const { ORDER_OVERSHOOT } = facts.policies.inForce("authority", facts.today).body;
    const level = heldLevel(facts, { kind: "ORDER_OVERSHOOT", amount: overshoot, currency });
    const violations = broken([
      thatMuchIsHeld(orderId, order, released, currency),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      isNotTooLong(expiresOn, facts),
      isNotTheirOwn(accountId, order, facts),
      unfit,
      authorityReaches(level, requiredLevel(ORDER_OVERSHOOT, overshoot, currency), "ORDER_OVERSHOOT", { amount: overshoot, currency }),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [
      OrderReleasedManually({
        ...{ orderId, released: amountText(released, currency), overshoot: amountText(overshoot, currency), expiresOn, decision },
        ...reservationOf(question, currency, facts),
        overridden: held.map(({ reasonCode }) => reasonCode),
        authorityLevel: level ?? "NONE",
        approvers: [facts.actor, ...facts.approvers].map(({ personId }) => personId),
      }),
    ];
  },
});

function reservationOf(question: Question, currency: string, facts: OrderFacts) {
  if (!isAtRisk(question)) return { reservation: amountText(0n, currency) };
  return { reservation: amountText(question.amount, currency), reservedUntil: reservedUntil(facts) };
}

function thatMuchIsHeld(orderId: string, order: DeepReadonly<Order>, released: Minor, currency: string): Verdict {
  const held = heldOf(order);
  if (order.status !== "HELD" && held === 0n) return violation("ORDER_NOT_HELD", { orderId, status: order.status }, "/orderId");
  if (released <= held) return undefined;
  return violation("ORDER_NOT_HELD", { orderId, held: amountText(held, currency), requested: amountText(released, currency) }, "/amount");
}

function isNotTooLong(expiresOn: CalendarDate, { policies, today }: OrderFacts): Verdict {
  const last = addDays(today, policies.inForce("credit", today).body.manualReleaseMaxDays);
  if (today <= expiresOn && expiresOn <= last) return undefined;
  return violation("VALIDITY_INVERTED", { expiresOn, from: today, to: last }, "/expiresOn");
}

/** Neither who asked for the order nor who sells to the customer has any part in its release, not even in the place of somebody else. */
function isNotTheirOwn(
  accountId: string,
  order: DeepReadonly<Order>,
  { actor, approvers, customer, today }: OrderFacts & Occasion,
): Verdict {
  const { entityId } = partsOfAccount(accountId);
  const sellers = (customer?.salespersons.value ?? [])
    .filter((each) => each.entityId === entityId && each.from <= today && today <= each.to)
    .map(({ personId }) => personId);
  const people = [actor, ...approvers].flatMap(({ personId, onBehalfOf }) => [personId, onBehalfOf?.personId ?? personId]);
  const own = people.find((personId) => order.requestedBy.includes(personId) || sellers.includes(personId));
  return own === undefined ? undefined : violation("SELF_APPROVAL", { personId: own });
}
