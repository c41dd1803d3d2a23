import { ApplyCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, sumOf, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { freeOf } from "../credits/credits.ts";
import { CREDIT_APPLICATION_REFUSALS, creditApplied } from "./credit-application.ts";
import { eachInstalmentOnce, noteCurrencies, noteIs } from "./credit-note-rules.ts";
import { memoFirst } from "./credit-parts.ts";

export const applyCreditNote = defineCommand({
  name: "ApplyCreditNote",
  title: { en: "Apply a credit note", es: "Aplicar una nota crédito" },
  body: ApplyCreditNoteBody,
  issuedBy: DESK,
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: [
    ...(["CREDIT_NOTE_NOT_FOUND", "INVALID_TRANSITION", "CREDIT_EXHAUSTED", "CURRENCY_MISMATCH", "MALFORMED"] as const),
    ...CREDIT_APPLICATION_REFUSALS,
  ],
  examine: ({ lines }) => eachInstalmentOnce(lines),

  /** All lines or none. */
  decide(account, { accountId, creditNoteId, applicationId, lines }, facts) {
    const { currency } = partsOfAccount(accountId);
    const credit = account.credits.byId.get(creditNoteId);
    const wrong = broken([
      noteIs(account.creditNotes.byId.get(creditNoteId), creditNoteId, "ISSUED"),
      currencyIs(currency, noteCurrencies(undefined, lines)),
    ]);
    if (credit === undefined || wrong.length > 0) return refuse(...wrong);

    const requested = sumOf(lines.map(({ amount }) => toMinor(amount)));
    if (requested > freeOf(credit)) {
      const left = amountText(freeOf(credit), currency);
      return refuse(violation("CREDIT_EXHAUSTED", { left, requested: amountText(requested, currency) }, "/creditNoteId"));
    }
    const parts = lines.flatMap((line) => memoFirst(account, { ...line, amount: toMinor(line.amount) }));
    const applied = creditApplied(account, { applicationId, creditNoteId, credit, born: false, parts }, currency, facts);
    return "rejected" in applied ? applied : [applied];
  },
});
