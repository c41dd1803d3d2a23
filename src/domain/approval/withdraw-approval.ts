import { WithdrawApprovalBody } from "../../../schemas/commands/approvals.ts";
import { ApprovalWithdrawn } from "../../../schemas/events/approval.ts";
import { ROLES } from "../../../schemas/roles.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { approvalOf, identityOf, isStillOpen, requestOf } from "./approval.ts";

export const withdrawApproval = defineCommand({
  name: "WithdrawApproval",
  title: { en: "Withdraw a request for approval", es: "Retirar una solicitud de aprobación" },
  body: WithdrawApprovalBody,
  issuedBy: ROLES,
  target: approvalOf,
  facts: [],
  refusals: ["NOT_AUTHORISED", "INVALID_TRANSITION", "APPROVAL_EXPIRED", "REASON_REQUIRED"],

  decide(state, { approvalId }, { actor, reasonGiven }) {
    const requested = requestOf(state);
    const violations = broken([
      actor.personId === requested.maker.personId ? undefined : violation("NOT_AUTHORISED", { command: "WithdrawApproval" }),
      isStillOpen(state, approvalId),
      reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [ApprovalWithdrawn(identityOf(requested))];
  },
});
