import { CancelRefundBody } from "../../../../schemas/commands/credit-moves.ts";
import { RefundCancelled } from "../../../../schemas/events/account/credit-moves.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { restoredTo } from "./leaving-credit.ts";

export const cancelRefund = defineCommand({
  name: "CancelRefund",
  title: { en: "Cancel a refund", es: "Cancelar un reembolso" },
  body: CancelRefundBody,
  issuedBy: ["TRE"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "VALIDITY_INVERTED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** Also one that was paid, where the payment came back: from that day the money is the customer's again. */
  decide({ creditMoves, credits }, { accountId, refundId }, facts) {
    const refund = creditMoves.refunds.get(refundId);
    if (refund === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "REFUND", refundId }, "/refundId"));
    const { status, requestedOn, paidOn, creditItemId, amount } = refund;
    const earliest = laterOf(requestedOn, paidOn ?? requestedOn);
    const day = moneyDate(facts, laterOf(facts.today, earliest));
    const violations = broken([
      status !== "CANCELLED" ? undefined : violation("INVALID_TRANSITION", { refundId, status }, "/refundId"),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      day < earliest ? violation("VALIDITY_INVERTED", { from: earliest, to: day }, "/effectiveOn") : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const restored = amountText(restoredTo(credits, creditItemId, amount), partsOfAccount(accountId).currency);
    return [effective(day, RefundCancelled({ refundId, creditItemId, restored }))];
  },
});
