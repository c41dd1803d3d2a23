import { ReopenOrderBody } from "../../../../schemas/commands/orders.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { canBeJudged, JUDGE_REFUSALS } from "./judge-order.ts";
import { type Asked, outcomeOf, questionOf } from "./order-outcome.ts";
import { orderIsKnown } from "./order-state-rules.ts";

export const reopenOrder = defineCommand({
  name: "ReopenOrder",
  title: { en: "Reopen an order", es: "Reabrir un pedido" },
  body: ReopenOrderBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["customer", "policies", "customerFile", "calendar"],
  refusals: ["ORDER_NOT_FOUND", "INVALID_TRANSITION", ...JUDGE_REFUSALS],

  /** What was released before counts no more: the rest of the order is judged afresh. */
  decide(account, { orderId }, facts) {
    const before = account.orders.byId.get(orderId);
    if (before === undefined) return refuse(...broken([orderIsKnown(account.orders, orderId)]));
    const { status } = before;
    const asked: Asked = { ...before, orderId, origin: "REOPENING" };
    const violations = broken([
      status === "CANCELLED" || status === "EXPIRED" ? undefined : violation("INVALID_TRANSITION", { orderId, status }, "/orderId"),
      canBeJudged(account, questionOf(asked, before), facts),
    ]);
    return violations.length > 0 ? refuse(...violations) : outcomeOf(account, asked, facts);
  },
});
