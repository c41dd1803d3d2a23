import { type DeepReadonly, type Occasion, type Verdict, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import { identitiesOf } from "../../quorum.ts";
import type { Account } from "../account.ts";
import type { currencyIs } from "../account-id.ts";
import type { CreditNote } from "./credit-notes.ts";

type Money = { readonly amount: string; readonly currency: string };

/** A line of a note as it is asked for: what of it is for which instalment. */
export interface NoteLine {
  readonly instalmentId: string;
  readonly amount: Money;
}

/** What the notes of a document and the one asked for have to fit into. */
export interface AskedNote {
  readonly documentId: string | undefined;
  readonly amount: Minor;
  readonly lines: readonly { readonly instalmentId: string; readonly amount: Minor }[] | undefined;
}

export function noteLines(lines: readonly NoteLine[] | undefined): AskedNote["lines"] {
  return lines?.map(({ instalmentId, amount }) => ({ instalmentId, amount: toMinor(amount) }));
}

/** The notes of a document are together not above its total, and their lines are for its own instalments (CRN-1, CRN-2). */
export function noteFits({ documents, creditNotes }: Account, { documentId, amount, lines }: AskedNote, currency: string): Verdict {
  const document = documentId === undefined ? undefined : documents.byId.get(documentId);
  if (documentId !== undefined && document === undefined) {
    return violation("ITEM_NOT_FOUND", { documentId }, "/documentId");
  }
  const elsewhere = (lines ?? []).flatMap(({ instalmentId }, index) =>
    documentId !== undefined && documents.instalments.get(instalmentId)?.documentId === documentId
      ? []
      : violation("ITEM_NOT_FOUND", { instalmentId }, `/lines/${index}/instalmentId`),
  );
  const forLines = sumOf((lines ?? []).map((line) => line.amount));
  const text = (minor: Minor) => amountText(minor, currency);
  const before = documentId === undefined ? 0n : (creditNotes.issuedOf.get(documentId) ?? 0n);
  return [
    ...elsewhere,
    ...(forLines > amount ? [violation("CREDIT_EXHAUSTED", { left: text(amount), requested: text(forLines) }, "/lines")] : []),
    ...(document !== undefined && before + amount > document.total
      ? [violation("CREDIT_EXCEEDS_INVOICE", { total: text(document.total), credited: text(before), requested: text(amount) }, "/amount")]
      : []),
  ];
}

export function eachInstalmentOnce(lines: readonly { readonly instalmentId: string }[] | undefined): readonly Violation[] {
  const ids = (lines ?? []).map(({ instalmentId }) => instalmentId);
  const twice = ids.filter((instalmentId, index) => ids.indexOf(instalmentId) !== index);
  return twice.map((instalmentId) => violation("MALFORMED", { instalmentId, needed: "each instalment once" }, "/lines"));
}

export function noteCurrencies(amount: Money | undefined, lines: readonly NoteLine[] | undefined): Parameters<typeof currencyIs>[1] {
  return { amount, ...Object.fromEntries((lines ?? []).map((line, index) => [`lines/${index}/amount`, line.amount])) };
}

/** The note is known, and in the state from which the step goes on. */
export function noteIs(
  note: DeepReadonly<CreditNote> | undefined,
  creditNoteId: string,
  ...needed: readonly CreditNote["status"][]
): Verdict {
  if (note === undefined) return violation("CREDIT_NOTE_NOT_FOUND", { creditNoteId }, "/creditNoteId");
  if (needed.includes(note.status)) return undefined;
  return violation("INVALID_TRANSITION", { creditNoteId, status: note.status }, "/creditNoteId");
}

/** Nobody decides on what they asked for: neither alone, nor with others, nor in the place of somebody else. */
export function decidedByOthers(requestedBy: string | undefined, { actor, approvers }: Pick<Occasion, "actor" | "approvers">): Verdict {
  const isOwn = requestedBy !== undefined && [actor, ...approvers].some((each) => identitiesOf(each).includes(requestedBy));
  return isOwn ? violation("SELF_APPROVAL", { requestedBy }, "/creditNoteId") : undefined;
}
