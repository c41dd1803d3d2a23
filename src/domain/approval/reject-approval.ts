import { RejectApprovalBody } from "../../../schemas/commands/approvals.ts";
import { ApprovalRejected } from "../../../schemas/events/approval.ts";
import { AUTHORITY_KINDS } from "../../../schemas/policies.ts";
import { ROLES } from "../../../schemas/roles.ts";
import { broken, refuse } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { approvalOf, identityOf, isStillOpen, requestOf, stored } from "./approval.ts";
import { authorityLacks, isNotMaker } from "./grant-approval.ts";
import { hasSayIn } from "./requirement.ts";

export const rejectApproval = defineCommand({
  name: "RejectApproval",
  title: { en: "Reject an approval", es: "Rechazar una aprobación" },
  body: RejectApprovalBody,
  issuedBy: ROLES,
  decidesOn: AUTHORITY_KINDS,
  target: approvalOf,
  facts: [],
  refusals: ["INVALID_TRANSITION", "APPROVAL_EXPIRED", "MAKER_IS_CHECKER", "AUTHORITY_EXCEEDED"],

  /** One "no" of anybody who has a say is enough. */
  decide(state, { approvalId, note }, { actor }) {
    const requested = requestOf(state);
    const own = isNotMaker(state, actor);
    const violations = broken([
      isStillOpen(state, approvalId),
      own,
      own !== undefined || hasSayIn(requested.requirement, actor) ? undefined : authorityLacks(requested.requirement, actor),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [ApprovalRejected({ ...identityOf(requested), rejector: stored(actor), note })];
  },
});
