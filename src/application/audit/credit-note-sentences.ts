import { CREDIT_NOTE_REASON_WORDS } from "./code-words.ts";
import { type Sentences, when } from "./sentence.ts";

type CreditNoteEvents =
  | "CreditNoteRequested"
  | "CreditNoteApproved"
  | "CreditNoteRejected"
  | "CreditNoteIssued"
  | "CreditApplied"
  | "CreditNoteVoided";

export const creditNoteSentences: Sentences<CreditNoteEvents> = {
  CreditNoteRequested: {
    en: ({ creditNoteId, amount, reasonCode, documentId }, say) =>
      `Requested credit note ${creditNoteId} of ${say.money(amount)}${when(documentId, (id) => ` on ${id}`)}: ` +
      `${say.word(CREDIT_NOTE_REASON_WORDS, reasonCode)}.`,
    es: ({ creditNoteId, amount, reasonCode, documentId }, say) =>
      `Se solicitó la nota crédito ${creditNoteId} por ${say.money(amount)}${when(documentId, (id) => ` sobre ${id}`)}: ` +
      `${say.word(CREDIT_NOTE_REASON_WORDS, reasonCode)}.`,
  },
  CreditNoteApproved: {
    en: ({ creditNoteId, authorityLevel, approvers }, say) =>
      `Approved credit note ${creditNoteId} at level ${authorityLevel} by ${say.list(approvers)}.`,
    es: ({ creditNoteId, authorityLevel, approvers }, say) =>
      `Se aprobó la nota crédito ${creditNoteId} con nivel ${authorityLevel} por ${say.list(approvers)}.`,
  },
  CreditNoteRejected: {
    en: ({ creditNoteId }) => `Rejected credit note ${creditNoteId}.`,
    es: ({ creditNoteId }) => `Se rechazó la nota crédito ${creditNoteId}.`,
  },
  CreditNoteIssued: {
    en: ({ creditNoteId, series, number, amount, issueDate, documentId, approval }, say) =>
      `Issued credit note ${creditNoteId} (${series} ${number}) of ${say.money(amount)} dated ${issueDate}` +
      `${when(documentId, (id) => ` on ${id}`)}${approval === "EXTERNAL" ? ", approved outside the ledger" : ""}.`,
    es: ({ creditNoteId, series, number, amount, issueDate, documentId, approval }, say) =>
      `Se emitió la nota crédito ${creditNoteId} (${series} ${number}) por ${say.money(amount)} con fecha ${issueDate}` +
      `${when(documentId, (id) => ` sobre ${id}`)}${approval === "EXTERNAL" ? ", aprobada fuera del sistema" : ""}.`,
  },
  CreditApplied: {
    en: ({ creditNoteId, lines }, say) => `Applied ${say.total(lines)} of credit note ${creditNoteId} to ${say.instalments(lines)}.`,
    es: ({ creditNoteId, lines }, say) =>
      `Se aplicaron ${say.total(lines)} de la nota crédito ${creditNoteId} a ${say.instalments(lines)}.`,
  },
  CreditNoteVoided: {
    en: ({ creditNoteId, amount }, say) => `Voided credit note ${creditNoteId} of ${say.money(amount)}.`,
    es: ({ creditNoteId, amount }, say) => `Se anuló la nota crédito ${creditNoteId} por ${say.money(amount)}.`,
  },
};
