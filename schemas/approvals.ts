import { type Static, Type } from "@sinclair/typebox";
import { Identifier } from "./identifiers.ts";
import { Amount } from "./money.ts";

/** One person with one of these roles. */
const Slot = Type.Array(Type.String(), { minItems: 1 });

/** Something a command lacks until other people stand behind it. */
export const ApprovalNeed = Type.Object(
  {
    code: Type.Union([Type.Literal("APPROVAL_REQUIRED"), Type.Literal("AUTHORITY_EXCEEDED")]),
    /** Kind of decision of the authority matrix, the level it needs, and the amount decided on where it is one. */
    subject: Type.Optional(Type.String()),
    level: Type.Optional(Type.String()),
    amount: Type.Optional(Amount),
    currency: Type.Optional(Type.String()),
    /** Alternatives; each is filled by as many different people as it has slots. */
    quorums: Type.Array(Type.Array(Slot, { minItems: 1 }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type ApprovalNeed = Static<typeof ApprovalNeed>;

/** Everything a command lacks: all of it must be there before it takes effect. */
export const ApprovalRequirement = Type.Array(ApprovalNeed, { minItems: 1 });

/** Somebody who made or granted it, with the roles that counted then. */
export const ApprovalSignatory = Type.Object(
  { personId: Identifier, roles: Type.Array(Type.String()), onBehalfOf: Type.Optional(Identifier) },
  { additionalProperties: false },
);
export type ApprovalSignatory = Static<typeof ApprovalSignatory>;

export const APPROVAL_STATUSES = ["REQUESTED", "GRANTED", "EXECUTED", "FAILED", "REJECTED", "WITHDRAWN", "EXPIRED"] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];
