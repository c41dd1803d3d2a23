import { Type } from "@sinclair/typebox";
import { ApprovalRequirement, ApprovalSignatory } from "../approvals.ts";
import { CalendarDate } from "../dates.ts";
import { Identifier } from "../identifiers.ts";
import { Sealed } from "../personal.ts";
import { defineEvent } from "./define-event.ts";

/** Every event of an approval names the legal entity of its command, so that who may see one may see them all, and nobody else. */
const Approval = { approvalId: Identifier, entityId: Type.Optional(Identifier) };

/** A command that lacks other people: whole, its personal values sealed. */
export const ApprovalRequested = defineEvent("ApprovalRequested", 1, {
  ...Approval,
  branchId: Type.Optional(Identifier),
  command: Type.String(),
  body: Type.Record(Type.String(), Type.Unknown()),
  /** Keyed hash of the command as it was sent. */
  commandHash: Type.String(),
  maker: ApprovalSignatory,
  /** Roles that permit the command: once its maker holds none of them, it cannot be granted any more. */
  issuedBy: Type.Array(Type.String()),
  requirement: ApprovalRequirement,
  /** Roles of which somebody else can help. */
  waitingFor: Type.Array(Type.String()),
  targetStream: Type.String(),
  /** Of the target stream when it was asked for; -1 when there was none. */
  revision: Type.Integer(),
  /** True where it was sent for that revision and no other (If-Match). */
  onRevisionOnly: Type.Optional(Type.Literal(true)),
  /** The business date the maker gave, where one was given. */
  effectiveOn: Type.Optional(CalendarDate),
  /** The last day on which it can be granted. */
  expiresOn: CalendarDate,
  /** Whose key seals what people write about it. */
  subjectId: Type.String(),
});

export const ApprovalGranted = defineEvent("ApprovalGranted", 1, {
  ...Approval,
  grantor: ApprovalSignatory,
  note: Type.Optional(Sealed),
  /** True for the grant after which nobody is missing. */
  complete: Type.Boolean(),
  waitingFor: Type.Array(Type.String()),
});

export const ApprovalRejected = defineEvent("ApprovalRejected", 1, { ...Approval, rejector: ApprovalSignatory, note: Sealed });
export const ApprovalWithdrawn = defineEvent("ApprovalWithdrawn", 1, Approval);

export const ApprovalExpired = defineEvent("ApprovalExpired", 1, {
  ...Approval,
  /** Its time was over, or its maker may no longer send the command. */
  cause: Type.Union([Type.Literal("DATE"), Type.Literal("MAKER")]),
});

/** The command took effect: these are its events, none where it had nothing left to change. */
export const ApprovalExecuted = defineEvent("ApprovalExecuted", 1, {
  ...Approval,
  commandId: Type.String(),
  eventIds: Type.Array(Type.String()),
});

/** Decided again with everybody behind it, the command was refused. */
export const ApprovalFailed = defineEvent("ApprovalFailed", 1, { ...Approval, commandId: Type.String(), code: Type.String() });
