import { VoidCreditNoteBody } from "../../../../schemas/commands/credit-notes.ts";
import { CreditNoteVoided } from "../../../../schemas/events/account/credit-notes.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { freeOf } from "../credits/credits.ts";
import { noteIs } from "./credit-note-rules.ts";

export const voidCreditNote = defineCommand({
  name: "VoidCreditNote",
  title: { en: "Void a credit note", es: "Anular una nota crédito" },
  body: VoidCreditNoteBody,
  issuedBy: ["ACC"],
  approvedBy: ["ACC", ...LEAD, "DIR"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["CREDIT_NOTE_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "ALREADY_APPLIED", "VALIDITY_INVERTED"] as const),
    ...(["TIMELINE_NEGATIVE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** Only a note of which nothing is used; from its date on it counts zero in every term. */
  decide({ creditNotes, credits }, { accountId, creditNoteId }, facts) {
    const note = creditNotes.byId.get(creditNoteId);
    const credit = credits.byId.get(creditNoteId);
    const wrong = broken([noteIs(note, creditNoteId, "ISSUED")]);
    if (note === undefined || credit === undefined || wrong.length > 0) return refuse(...wrong);

    const { currency } = partsOfAccount(accountId);
    const { effectiveOn, amount, byEffect } = credit;
    const earliest = laterOf(facts.today, effectiveOn);
    const date = moneyDate(facts, firstDayWith(byEffect, amount, earliest) ?? earliest);
    const isUsed = freeOf(credit) !== amount;
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      isUsed
        ? violation("ALREADY_APPLIED", { creditNoteId, used: amountText(amount - freeOf(credit), currency) }, "/creditNoteId")
        : undefined,
      date < effectiveOn ? violation("VALIDITY_INVERTED", { from: effectiveOn, to: date }, "/effectiveOn") : undefined,
      !isUsed && date >= effectiveOn && lowestFrom(byEffect, date) < amount
        ? violation("TIMELINE_NEGATIVE", { effectiveOn: date }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [effective(date, CreditNoteVoided({ creditNoteId, amount: amountText(amount, currency) }))];
  },
});
