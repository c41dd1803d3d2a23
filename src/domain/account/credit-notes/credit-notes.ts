import type { CreditNoteReason } from "../../../../schemas/codes.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

export interface CreditNote {
  readonly status: "REQUESTED" | "APPROVED" | "REJECTED" | "ISSUED" | "VOIDED";
  readonly reasonCode: CreditNoteReason;
  /** The document it corrects. */
  readonly documentId: string | undefined;
  /** As asked for; once issued, as issued. */
  readonly amount: Minor;
  readonly lines: readonly { readonly instalmentId: string; readonly amount: Minor }[] | undefined;
  /** Who asked for it: somebody else decides on it. */
  readonly requestedBy: string | undefined;
}

export interface CreditNotes {
  readonly byId: JournaledMap<string, CreditNote>;
  /** Issued and not voided, by the document they correct: together they stay within its total. */
  readonly issuedOf: JournaledMap<string, Minor>;
}

export const creditNotes = room<CreditNotes>()({
  initial: (journal) => ({ byId: journal.map(), issuedOf: journal.map() }),
  on: {
    CreditNoteRequested(state, { creditNoteId, reasonCode, documentId, amount, lines }, { actor }) {
      const asked = lines?.map((line) => ({ instalmentId: line.instalmentId, amount: minorOf(line.amount) }));
      const request = { reasonCode, documentId, amount: minorOf(amount), lines: asked, requestedBy: actor };
      state.byId.set(creditNoteId, { status: "REQUESTED", ...request });
    },
    CreditNoteApproved: (state, { creditNoteId }) => state.byId.change(creditNoteId, (note) => ({ ...note, status: "APPROVED" })),
    CreditNoteRejected: (state, { creditNoteId }) => state.byId.change(creditNoteId, (note) => ({ ...note, status: "REJECTED" })),
    CreditNoteIssued(state, { creditNoteId, reasonCode, documentId, amount }) {
      const asked = state.byId.get(creditNoteId);
      state.byId.set(creditNoteId, {
        status: "ISSUED",
        reasonCode,
        documentId,
        amount: minorOf(amount),
        lines: asked?.lines,
        requestedBy: asked?.requestedBy,
      });
      issued(state, documentId, minorOf(amount));
    },
    CreditNoteVoided(state, { creditNoteId }) {
      const note = state.byId.get(creditNoteId);
      issued(state, note?.documentId, -(note?.amount ?? 0n));
      state.byId.change(creditNoteId, (each) => ({ ...each, status: "VOIDED" }));
    },
  },
});

function issued(state: CreditNotes, documentId: string | undefined, amount: Minor): void {
  if (documentId !== undefined) state.issuedOf.set(documentId, (state.issuedOf.get(documentId) ?? 0n) + amount);
}
