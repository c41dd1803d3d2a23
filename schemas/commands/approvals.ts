import { Type } from "@sinclair/typebox";
import { Identifier } from "../identifiers.ts";
import { PersonalText } from "../personal.ts";
import { commandBody } from "./command-body.ts";

const Approval = { approvalId: Identifier };

export const GrantApprovalBody = commandBody({ ...Approval, note: Type.Optional(PersonalText(500)) });
export const RejectApprovalBody = commandBody({ ...Approval, note: PersonalText(500) });
export const WithdrawApprovalBody = commandBody(Approval);
export const ExpireApprovalBody = commandBody(Approval);

export const RecordApprovalOutcomeBody = commandBody({
  ...Approval,
  outcome: Type.Union([Type.Literal("EXECUTED"), Type.Literal("FAILED")]),
  /** Of the command that was decided again. */
  commandId: Type.String({ pattern: "^[0-9a-f-]{36}$" }),
  /** Of its events, where it took effect. */
  eventIds: Type.Optional(Type.Array(Type.String({ pattern: "^[0-9a-f-]{36}$" }), { maxItems: 1_000 })),
  /** Of its refusal, where it was refused. */
  code: Type.Optional(Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,59}$" })),
});
