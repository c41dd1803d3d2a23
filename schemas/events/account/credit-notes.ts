import { Type } from "@sinclair/typebox";
import { CreditNoteReason } from "../../codes.ts";
import { CalendarDate } from "../../dates.ts";
import { Identifier, InstalmentId } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { Sealed } from "../../personal.ts";
import { defineEvent } from "../define-event.ts";

const exact = { additionalProperties: false };

const Line = Type.Object({ instalmentId: InstalmentId, amount: Amount }, exact);

export const CreditNoteRequested = defineEvent("CreditNoteRequested", 1, {
  creditNoteId: Identifier,
  reasonCode: CreditNoteReason,
  documentId: Type.Optional(Identifier),
  amount: Amount,
  lines: Type.Optional(Type.Array(Line)),
  supportIds: Type.Array(Identifier),
  /** Business date on which it arrived, whatever its own date: what one person asks for in a day is summed. */
  requestedOn: CalendarDate,
});
export const CreditNoteApproved = defineEvent("CreditNoteApproved", 1, {
  creditNoteId: Identifier,
  authorityLevel: Type.String(),
  approvers: Type.Array(Identifier),
  note: Type.Optional(Sealed),
});
export const CreditNoteRejected = defineEvent("CreditNoteRejected", 1, { creditNoteId: Identifier, note: Sealed });

/** The fiscal document: a credit of the customer from now on. What it settles at once follows as CreditApplied. */
export const CreditNoteIssued = defineEvent("CreditNoteIssued", 1, {
  creditNoteId: Identifier,
  series: Identifier,
  number: Type.String(),
  issueDate: CalendarDate,
  fiscalId: Type.Optional(Type.String()),
  reasonCode: CreditNoteReason,
  amount: Amount,
  /** The document it corrects. */
  documentId: Type.Optional(Identifier),
  /**
   * RECORDED: requested and approved here. EXTERNAL: both happened outside. CANCELLATION: approved with the cancellation of its invoice.
   */
  approval: Type.Union([Type.Literal("RECORDED"), Type.Literal("EXTERNAL"), Type.Literal("CANCELLATION")]),
  branchId: Type.Optional(Identifier),
  salespersonId: Type.Optional(Identifier),
});
/** Nothing of it was used; it counts zero in every term. */
export const CreditNoteVoided = defineEvent("CreditNoteVoided", 1, { creditNoteId: Identifier, amount: Amount });
