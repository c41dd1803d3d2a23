import { RequestCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { CreditNoteRequested } from "../../../../schemas/events/account/credit-notes.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import { eachInstalmentOnce, noteCurrencies, noteFits, noteLines } from "./credit-note-rules.ts";

export const requestCreditNote = defineCommand({
  name: "RequestCreditNote",
  title: { en: "Request a credit note", es: "Solicitar una nota crédito" },
  body: RequestCreditNoteBody,
  issuedBy: [...DESK, "SYS"],
  target: accountOf,
  begins: true,
  facts: ["customer", "entity"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "OVERLAPS", "CURRENCY_MISMATCH", "MALFORMED", "RESOURCE_NOT_FOUND"] as const),
    ...(["DISPUTE_NOT_FOUND", "ITEM_NOT_FOUND", "CREDIT_EXHAUSTED", "CREDIT_EXCEEDS_INVOICE"] as const),
  ],
  examine: ({ lines }) => eachInstalmentOnce(lines),

  decide(account, command, facts) {
    const { accountId, creditNoteId, reasonCode, documentId, disputeId, amount, lines, supportIds } = command;
    const owners = partsOfAccount(accountId);
    const { currency } = owners;
    const mismatch = currencyIs(currency, noteCurrencies(amount, lines));
    if (mismatch.length > 0) return refuse(...mismatch);
    const asked = { documentId, amount: toMinor(amount), lines: noteLines(lines) };
    const violations = broken([
      ownersAreKnown(owners, facts),
      account.creditNotes.byId.has(creditNoteId) || account.credits.byId.has(creditNoteId)
        ? violation("OVERLAPS", { creditNoteId }, "/creditNoteId")
        : undefined,
      noteFits(account, asked, currency),
      // Disputes are not in the ledger yet, so no id of theirs is known.
      disputeId === undefined ? undefined : violation("DISPUTE_NOT_FOUND", { disputeId }, "/disputeId"),
      supportIds
        .filter((id) => !account.documents.supports.has(id))
        .map((id) => violation("RESOURCE_NOT_FOUND", { kind: "SUPPORT", id }, "/supportIds")),
    ]);
    if (violations.length > 0) return refuse(...violations);

    return [
      CreditNoteRequested({
        creditNoteId,
        reasonCode,
        amount: amountText(asked.amount, currency),
        supportIds,
        requestedOn: facts.today,
        ...(documentId !== undefined && { documentId }),
        ...(asked.lines !== undefined && {
          lines: asked.lines.map((line) => ({ instalmentId: line.instalmentId, amount: amountText(line.amount, currency) })),
        }),
      }),
    ];
  },
});
