import { ExpireApprovalBody } from "../../../schemas/commands/approvals.ts";
import { ApprovalExpired } from "../../../schemas/events/approval.ts";
import { addDays } from "../../kernel/calendar-date.ts";
import { effective } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { approvalOf, expiryCause, identityOf, requestOf } from "./approval.ts";

export const expireApproval = defineCommand({
  name: "ExpireApproval",
  title: { en: "Let a request for approval expire", es: "Vencer una solicitud de aprobación" },
  body: ExpireApprovalBody,
  issuedBy: ["SYS"],
  target: approvalOf,
  facts: ["organisation"],
  refusals: [],

  /** With nothing to do there is no event; what expired by its date did so the day after its last one, whenever that is noticed. */
  decide(state, _body, { organisation, today }) {
    const requested = requestOf(state);
    const cause = state.course.status.value === "REQUESTED" ? expiryCause(state, organisation, today) : undefined;
    if (cause === undefined) return [];
    const expired = ApprovalExpired({ ...identityOf(requested), cause });
    return [effective(cause === "DATE" ? addDays(requested.expiresOn, 1) : today, expired)];
  },
});
