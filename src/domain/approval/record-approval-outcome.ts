import { RecordApprovalOutcomeBody } from "../../../schemas/commands/approvals.ts";
import { ApprovalExecuted, ApprovalFailed } from "../../../schemas/events/approval.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { approvalOf, identityOf, requestOf } from "./approval.ts";

export const recordApprovalOutcome = defineCommand({
  name: "RecordApprovalOutcome",
  title: { en: "Record the outcome of an approved command", es: "Registrar el resultado de una operación aprobada" },
  body: RecordApprovalOutcomeBody,
  issuedBy: ["SYS"],
  target: approvalOf,
  facts: [],
  refusals: ["INVALID_TRANSITION", "MALFORMED"],
  examine: ({ outcome, eventIds, code }) =>
    (outcome === "EXECUTED" ? eventIds : code) === undefined
      ? [violation("MALFORMED", { needed: outcome === "EXECUTED" ? "eventIds" : "code" }, outcome === "EXECUTED" ? "/eventIds" : "/code")]
      : [],

  decide(state, { approvalId, outcome, commandId, eventIds = [], code = "" }) {
    const status = state.course.status.value;
    if (status === outcome) return [];
    if (status !== "GRANTED") return refuse(violation("INVALID_TRANSITION", { approvalId, status: status ?? "NONE" }, "/approvalId"));
    const identity = identityOf(requestOf(state));
    return [
      outcome === "EXECUTED" ? ApprovalExecuted({ ...identity, commandId, eventIds }) : ApprovalFailed({ ...identity, commandId, code }),
    ];
  },
});
