import { RejectCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { CreditNoteRejected } from "../../../../schemas/events/account/credit-notes.ts";
import { broken, refuse } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { NOTE_DECIDERS } from "./approve-credit-note.ts";
import { decidedByOthers, noteIs } from "./credit-note-rules.ts";

export const rejectCreditNote = defineCommand({
  name: "RejectCreditNote",
  title: { en: "Reject a credit note", es: "Rechazar una nota crédito" },
  body: RejectCreditNoteBody,
  issuedBy: NOTE_DECIDERS,
  decidesOn: ["CREDIT_NOTE", "INTEREST_WAIVER"],
  target: accountOf,
  facts: [],
  refusals: ["CREDIT_NOTE_NOT_FOUND", "INVALID_TRANSITION", "SELF_APPROVAL"],

  /** To say no takes a part in the matrix, and no level of it: nothing is given away. */
  decide({ creditNotes }, { creditNoteId, note }, facts) {
    const asked = creditNotes.byId.get(creditNoteId);
    const violations = broken([noteIs(asked, creditNoteId, "REQUESTED", "APPROVED"), decidedByOthers(asked?.requestedBy, facts)]);
    return violations.length > 0 ? refuse(...violations) : [CreditNoteRejected({ creditNoteId, note })];
  },
});
