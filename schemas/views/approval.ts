import { type Static, Type } from "@sinclair/typebox";
import { APPROVAL_STATUSES, ApprovalRequirement, ApprovalSignatory } from "../approvals.ts";
import { CalendarDate, Instant } from "../dates.ts";
import { Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { listOf, Nullable } from "./list.ts";

export const ApprovalRow = Type.Object({
  approvalId: Identifier,
  status: Type.Union(APPROVAL_STATUSES.map((status) => Type.Literal(status))),
  command: Type.String(),
  maker: ApprovalSignatory,
  /** Null where the command acts for the whole ledger. */
  entityId: Nullable(Identifier),
  branchId: Nullable(Identifier),
  targetStream: Type.String(),
  requirement: ApprovalRequirement,
  /** Roles of which somebody else can help; none once it is decided. */
  waitingFor: Type.Array(Type.String()),
  grants: Type.Array(
    Type.Object({
      personId: Identifier,
      onBehalfOf: Nullable(Identifier),
      roles: Type.Array(Type.String()),
      note: Nullable(Sealed),
      grantedAt: Instant,
    }),
  ),
  requestedAt: Instant,
  expiresOn: CalendarDate,
  /** Who rejected it. */
  decidedBy: Nullable(Identifier),
  decidedAt: Nullable(Instant),
  note: Nullable(Sealed),
  /** Of the refusal, where it failed. */
  code: Nullable(Type.String()),
  /** Of the command that was decided again, and of its events. */
  executedCommandId: Nullable(Type.String()),
  eventIds: Type.Array(Type.String()),
  ordinal: Type.Integer(),
});
export type ApprovalRow = Static<typeof ApprovalRow>;
export const ApprovalList = listOf(ApprovalRow);

/** With what was asked for, for who made it, has a say in it or audits. */
export const ApprovalView = Type.Composite([
  ApprovalRow,
  Type.Object({ body: Nullable(Type.Record(Type.String(), Type.Unknown())), revision: Type.Integer() }),
]);
export type ApprovalView = Static<typeof ApprovalView>;
