import { ApplyPaymentBody } from "../../../../schemas/commands/receipts.ts";
import type { Occasion } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { PLAN_REFUSALS, planApplication } from "./application-plan.ts";
import { examineApplication, moneyFor } from "./asked-application.ts";
import { paymentEvents } from "./payment-events.ts";
import { proposedApplication } from "./proposed-application.ts";

export const applyPayment = defineCommand({
  name: "ApplyPayment",
  title: { en: "Apply a payment", es: "Aplicar un pago" },
  body: ApplyPaymentBody,
  issuedBy: [...DESK, "TRE", "SYS"],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: ["RECEIPT_NOT_FOUND", "RECEIPT_EXHAUSTED", "MALFORMED", ...PLAN_REFUSALS],
  examine: examineApplication,

  /** All lines or none. Where four eyes are asked for, what a desk applies waits for its leader. */
  decide(account, command, facts) {
    const { fourEyes } = facts.policies.inForce("application", facts.today).body;
    if (fourEyes && isDeskOnly(facts)) return proposedApplication(account, command, facts);
    const { currency } = partsOfAccount(command.accountId);
    const plan = planApplication(account, moneyFor(command), currency, facts);
    return "rejected" in plan ? plan : paymentEvents(command, plan, currency, facts.today);
  },
});

/** Treasury and processes apply by themselves, whatever other roles they have. */
function isDeskOnly({ actor }: Pick<Occasion, "actor">): boolean {
  const desk: readonly string[] = DESK;
  return actor.roles.some((role) => desk.includes(role)) && !actor.roles.some((role) => role === "TRE" || role === "SYS");
}
