import { ApproveApplicationBody } from "../../../../schemas/commands/receipts.ts";
import { ApplicationApproved } from "../../../../schemas/events/account/applications.ts";
import { broken, type DeepReadonly, effective, type Occasion, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { identitiesOf } from "../../quorum.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { planApplication } from "./application-plan.ts";
import { moneyFor } from "./asked-application.ts";
import { paymentEvents } from "./payment-events.ts";
import type { Proposal } from "./proposals.ts";
import { toAsked } from "./proposed-application.ts";

export const approveApplication = defineCommand({
  name: "ApproveApplication",
  title: { en: "Approve a proposed application", es: "Aprobar una aplicación propuesta" },
  body: ApproveApplicationBody,
  issuedBy: [...LEAD],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: [
    ...(["APPLICATION_NOT_FOUND", "INVALID_TRANSITION", "MAKER_IS_CHECKER", "APPROVAL_EXPIRED"] as const),
    // Its money and its items are there: it holds them.
    ...(["OVERLAPS", "EFFECTIVE_BEFORE_DOCUMENT", "FUTURE_EFFECTIVE_DATE", "TIMELINE_NEGATIVE", "AUTHORITY_EXCEEDED"] as const),
    ...(["WITHHOLDING_MISMATCH", "UNKNOWN_WITHHOLDING_RATE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** Everything is checked again, on what has become of the account since; only what the proposal itself holds is free for it. */
  decide(account, { accountId, applicationId, note }, facts) {
    const { currency } = partsOfAccount(accountId);
    const proposal = account.proposals.get(applicationId);
    if (proposal === undefined) return refuse(violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId"));
    const { asked, status } = proposal;
    const violations = broken([
      status === "PROPOSED" ? undefined : violation("INVALID_TRANSITION", { applicationId, status }, "/applicationId"),
      isMaker(proposal, facts) ? violation("MAKER_IS_CHECKER", { maker: asked.proposedBy }) : undefined,
      status === "PROPOSED" && facts.today > asked.validTo ? violation("APPROVAL_EXPIRED", { expiresOn: asked.validTo }) : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);

    const { receiptId, reserves, debtorInstruction } = asked;
    const lines = asked.lines.map((line) => toAsked(line, currency));
    const dated = { ...facts, effectiveOn: facts.effectiveOn ?? asked.askedEffectiveOn };
    const plan = planApplication(account, moneyFor({ applicationId, receiptId, lines }, { approves: proposal }), currency, dated);
    if ("rejected" in plan) return plan;
    const approved = ApplicationApproved({ applicationId, receiptId, reserves, ...(note !== undefined && { note }) });
    return [
      effective(facts.today, approved),
      ...paymentEvents({ applicationId, receiptId, debtorInstruction }, plan, currency, facts.today),
    ];
  },
});

/** Also through somebody in whose place they act, or acted. */
export function isMaker({ asked }: DeepReadonly<Proposal>, { actor }: Pick<Occasion, "actor">): boolean {
  return identitiesOf(actor).some((each) => each === asked.proposedBy || each === asked.proposedFor);
}
