import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate, Instant } from "../dates.ts";
import { NextCursor, Nullable } from "./list.ts";

/** One command as the ledger remembers it: what it did, or why it was refused. Facts may hold sealed values. */
export const AuditEntry = Type.Object({
  ordinal: Type.Integer(),
  lastOrdinal: Type.Integer(),
  /** Where its events are. */
  stream: Type.String(),
  firstRevision: Type.Integer(),
  /** What it was about: of a refusal the stream it would have changed. */
  target: Type.String(),
  accountId: Nullable(Type.String()),
  command: Type.String(),
  commandId: Type.String(),
  actor: Type.String(),
  outcome: Type.Union([Type.Literal("ACCEPTED"), Type.Literal("REFUSED"), Type.Literal("NO_EFFECT")]),
  code: Nullable(Type.String()),
  violations: Nullable(Type.Array(Type.Unknown())),
  events: Type.Array(Type.String()),
  effectiveOn: CalendarDate,
  recordedAt: Instant,
});
export type AuditEntry = Static<typeof AuditEntry>;

/** Newest first. */
export const AuditTrail = Type.Object({ entries: Type.Array(AuditEntry), nextCursor: NextCursor });
export type AuditTrail = Static<typeof AuditTrail>;
