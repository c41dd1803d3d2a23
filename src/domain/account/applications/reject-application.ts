import { RejectApplicationBody } from "../../../../schemas/commands/receipts.ts";
import { ApplicationRejected } from "../../../../schemas/events/account/applications.ts";
import { effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK, LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { isMaker } from "./approve-application.ts";

export const rejectApplication = defineCommand({
  name: "RejectApplication",
  title: { en: "Reject a proposed application", es: "Rechazar una aplicación propuesta" },
  body: RejectApplicationBody,
  issuedBy: [...DESK, ...LEAD, "SYS"],
  target: accountOf,
  facts: [],
  refusals: ["APPLICATION_NOT_FOUND", "INVALID_TRANSITION", "NOT_AUTHORISED"],

  /** By a leader, or by whoever made it; by the system once it expired, and not before. */
  decide({ proposals }, { applicationId, note }, facts) {
    const proposal = proposals.get(applicationId);
    if (proposal === undefined) return refuse(violation("APPLICATION_NOT_FOUND", { applicationId }, "/applicationId"));
    const { asked, status } = proposal;
    const bySystem = facts.actor.roles.every((role) => role === "SYS");
    if (bySystem && (status !== "PROPOSED" || facts.today <= asked.validTo)) return [];
    if (status !== "PROPOSED") return refuse(violation("INVALID_TRANSITION", { applicationId, status }, "/applicationId"));
    const mayReject = bySystem || isMaker(proposal, facts) || LEAD.some((role) => facts.actor.roles.includes(role));
    if (!mayReject) return refuse(violation("NOT_AUTHORISED", { command: "RejectApplication" }));
    const { receiptId, reserves } = asked;
    const origin = bySystem ? "EXPIRED" : "PERSON";
    return [
      effective(facts.today, ApplicationRejected({ applicationId, receiptId, reserves, origin, ...(note !== undefined && { note }) })),
    ];
  },
});
