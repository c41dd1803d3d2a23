import { ConfirmRefundBody } from "../../../../schemas/commands/credit-moves.ts";
import { RefundPaid } from "../../../../schemas/events/account/credit-moves.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";

export const confirmRefund = defineCommand({
  name: "ConfirmRefund",
  title: { en: "Confirm that a refund was paid", es: "Confirmar el pago de un reembolso" },
  body: ConfirmRefundBody,
  issuedBy: ["TRE"],
  target: accountOf,
  facts: ["locks", "tillSession"],
  refusals: [
    ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_EFFECTIVE_DATE", "VALIDITY_INVERTED", "TILL_CLOSED", "MALFORMED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ bankLineId, tillSessionId, evidenceHash }) =>
    bankLineId === undefined && tillSessionId === undefined && evidenceHash === undefined
      ? [violation("MALFORMED", { needed: "bankLineId, tillSessionId or evidenceHash" }, "/evidenceHash")]
      : [],

  /** The money is out of the house; no amount moves any more. */
  decide({ creditMoves }, { refundId, on, bankLineId, tillSessionId, evidenceHash }, facts) {
    const refund = creditMoves.refunds.get(refundId);
    if (refund === undefined) return refuse(violation("RESOURCE_NOT_FOUND", { kind: "REFUND", refundId }, "/refundId"));
    const { status, requestedOn } = refund;
    const day = moneyDate(facts, on);
    const isOpenTill = facts.tillSession?.businessDate === on;
    const violations = broken([
      status === "REQUESTED" ? undefined : violation("INVALID_TRANSITION", { refundId, status }, "/refundId"),
      on > facts.today ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: on, today: facts.today }, "/on") : undefined,
      on < requestedOn ? violation("VALIDITY_INVERTED", { from: requestedOn, to: on }, "/on") : undefined,
      day < on ? violation("VALIDITY_INVERTED", { from: on, to: day }, "/effectiveOn") : undefined,
      // Bank movements are not in the ledger yet, so no id of theirs is known.
      bankLineId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "BANK_LINE", bankLineId }, "/bankLineId"),
      tillSessionId === undefined || isOpenTill ? undefined : violation("TILL_CLOSED", { tillSessionId }, "/tillSessionId"),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const proof = { ...(tillSessionId !== undefined && { tillSessionId }), ...(evidenceHash !== undefined && { evidenceHash }) };
    return [effective(day, RefundPaid({ refundId, on, ...proof }))];
  },
});
