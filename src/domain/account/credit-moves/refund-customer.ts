import { RefundCustomerBody } from "../../../../schemas/commands/credit-moves.ts";
import { RefundRequested } from "../../../../schemas/events/account/credit-moves.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { authorityReaches, heldLevel, requiredLevel, secondPersonApproves } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { requestedThatDay } from "../authority-use/authority-use.ts";
import { payerKey } from "./credit-moves.ts";
import { LEAVE_REFUSALS, planLeave } from "./leaving-credit.ts";

export const refundCustomer = defineCommand({
  name: "RefundCustomer",
  title: { en: "Refund a customer", es: "Reembolsar a un cliente" },
  body: RefundCustomerBody,
  issuedBy: ["CHF", "TRE"],
  decidesOn: ["REFUND"],
  target: accountOf,
  facts: ["policies", "locks"],
  refusals: ["OVERLAPS", ...LEAVE_REFUSALS, "APPROVAL_REQUIRED", "AUTHORITY_EXCEEDED"],

  /**
   * The amount leaves what is unapplied at once. Authority is asked for all that one person refunds that day, and treasury is always among
   * those who decide; money for somebody who did not pay it needs a leader or the director besides the person who asks.
   */
  decide(account, command, facts) {
    const { accountId, refundId, creditItemId, payoutMethod, payee } = command;
    const { customerId, currency } = partsOfAccount(accountId);
    const taken = account.creditMoves.refunds.has(refundId) ? violation("OVERLAPS", { refundId }, "/refundId") : undefined;
    const leave = planLeave(account, command, facts);
    if ("rejected" in leave) return refuse(...broken([taken]), ...leave.rejected);

    const { amount, effectiveOn } = leave;
    const sum = amount + requestedThatDay(account, "REFUND", facts.today, facts.actor.personId);
    const required = requiredLevel(facts.policies.inForce("authority", effectiveOn).body.REFUND, sum, currency);
    const held = heldLevel(facts, { kind: "REFUND", amount: sum, currency });
    const payer = account.creditMoves.origins.get(creditItemId)?.payer ?? payerKey({ customerId });
    const toThirdParty = payerKey(payee) !== payer;
    const violations = broken([
      taken,
      toThirdParty ? secondPersonApproves(facts, [...LEAD, "DIR"]) : undefined,
      authorityReaches(held, required, "REFUND", { amount: sum, currency }),
    ]);
    if (violations.length > 0 || held === undefined) return refuse(...violations);
    const requested = RefundRequested({
      refundId,
      creditItemId,
      amount: amountText(amount, currency),
      payoutMethod,
      payee,
      toThirdParty,
      requestedOn: facts.today,
      authorityLevel: held,
      approvers: facts.approvers.map(({ personId }) => personId),
    });
    return [effective(effectiveOn, requested)];
  },
});
