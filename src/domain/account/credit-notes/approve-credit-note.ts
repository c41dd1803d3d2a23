import { ApproveCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { CreditNoteApproved } from "../../../../schemas/events/account/credit-notes.ts";
import { broken, refuse } from "../../../kernel/decider.ts";
import { authorityReaches, heldLevel, requiredLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { kindOfNote, requestedUpTo } from "../authority-use/authority-use.ts";
import { decidedByOthers, noteIs } from "./credit-note-rules.ts";

/** Everybody with a part in the matrix of credit notes. */
export const NOTE_DECIDERS = ["CC", "CHF", "SM", "AM", "DIR", "COR"] as const;

export const approveCreditNote = defineCommand({
  name: "ApproveCreditNote",
  title: { en: "Approve a credit note", es: "Aprobar una nota crédito" },
  body: ApproveCreditNoteBody,
  issuedBy: NOTE_DECIDERS,
  decidesOn: ["CREDIT_NOTE", "INTEREST_WAIVER"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["CREDIT_NOTE_NOT_FOUND", "INVALID_TRANSITION", "SELF_APPROVAL", "AUTHORITY_EXCEEDED"],

  /** What its requester asked for before it on the same day counts with it (AUTH-2). */
  decide(account, { accountId, creditNoteId, note: remark }, facts) {
    const { currency } = partsOfAccount(accountId);
    const note = account.creditNotes.byId.get(creditNoteId);
    const wrong = broken([noteIs(note, creditNoteId, "REQUESTED")]);
    if (note === undefined || wrong.length > 0) return refuse(...wrong);

    const kind = kindOfNote(note.reasonCode);
    const deciding = { kind, amount: requestedUpTo(account, kind, creditNoteId), currency };
    const held = heldLevel(facts, deciding);
    const ceilings = facts.policies.inForce("authority", facts.effectiveOn ?? facts.today).body[kind];
    const violations = broken([
      decidedByOthers(note.requestedBy, facts),
      authorityReaches(held, requiredLevel(ceilings, deciding.amount, currency), kind, deciding),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const approvers = [facts.actor, ...facts.approvers].map(({ personId }) => personId);
    return [CreditNoteApproved({ creditNoteId, authorityLevel: held ?? "NONE", approvers, ...(remark !== undefined && { note: remark }) })];
  },
});
