import { RecordOpeningItemBody } from "../../../../schemas/commands/documents.ts";
import { OpeningItemRecorded } from "../../../../schemas/events/account/documents.ts";
import { broken, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, sumOf, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { numberIsFromElsewhere } from "../../legal-entity/series.ts";
import { LEAD } from "../../roles.ts";
import { moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { amountsOf, isNotTooFarAhead, scheduleIsRight, taxesAddUp, taxIdIsTheCustomers } from "./document-rules.ts";
import { DEBT_FACTS, DEBT_REFUSALS, type DebtFacts, debtClaims, debtHeader, debtIsNew, debtIsPlaced } from "./recorded-debt.ts";
import { instalmentsCount, instalmentsOf, scheduleOf } from "./schedule.ts";

type Body = DeepReadonly<(typeof RecordOpeningItemBody)["static"]>;

export const recordOpeningItem = defineCommand({
  name: "RecordOpeningItem",
  title: { en: "Record an opening item", es: "Registrar una partida de saldo inicial" },
  body: RecordOpeningItemBody,
  issuedBy: ["ACC"],
  approvedBy: ["ACC", ...LEAD, "DIR"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: [...DEBT_FACTS, "calendar"],
  refusals: [
    ...DEBT_REFUSALS,
    ...(["INSTALMENTS_DO_NOT_SUM", "TAX_MISMATCH", "TAX_ID_MISMATCH", "UNKNOWN_TERMS", "CALENDAR_MISSING", "MALFORMED"] as const),
    ...(["BAD_MONEY", "NUMBER_NOT_EXPECTED"] as const),
  ],
  examine: ({ documentId, instalments }) => instalmentsCount(documentId, instalments),
  claims: (body) => debtClaims(body.originalKind, body),

  /** The document as it once was, and of it what is still open: only that is owed here, from the cut date on. */
  decide({ documents }, command, facts) {
    const { accountId, documentId, number, issueDate, cutDate, originalKind, net, total, taxes, openAmount, termsCode } = command;
    const { currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, { ...amountsOf(command), openAmount });
    if (mismatch.length > 0) return refuse(...mismatch);

    const open = toMinor(openAmount);
    const terms = facts.policies.inForce("terms", issueDate).body.codes[termsCode];
    const schedule = scheduleOf(command, open, terms, facts.calendar);
    const violations = broken([
      debtIsNew(documents, command, facts),
      numberIsFromElsewhere(facts.entity, originalKind, command),
      taxesAddUp(net, total, taxes),
      scheduleIsRight(command, terms !== undefined, schedule, open, currency),
      taxIdIsTheCustomers(command.customerTaxId, facts.customer),
      cutIsPossible(command, facts),
      debtIsPlaced(command, facts),
    ]);
    if (violations.length > 0 || number === undefined) return refuse(...violations);

    const text = (money: { readonly amount: string; readonly currency: string }) => amountText(toMinor(money), currency);
    const recorded = OpeningItemRecorded({
      ...debtHeader(command, facts),
      number,
      originalKind,
      cutDate,
      total: text(total),
      openAmount: text(openAmount),
      net: text(net),
      tax: amountText(sumOf(taxes.map(({ amount }) => toMinor(amount))), currency),
      termsCode,
      instalments: instalmentsOf(documentId, schedule ?? [], currency),
      ...(command.paymentMethod !== undefined && { paymentMethod: command.paymentMethod }),
      ...(command.fiscalId !== undefined && { fiscalId: command.fiscalId }),
      ...(command.purchaseOrder !== undefined && { purchaseOrder: command.purchaseOrder }),
    });
    return [effective(moneyDate(facts, cutDate), recorded)];
  },
});

/** What was issued after the cut is no opening item, and no more is open of a document than it was about. */
function cutIsPossible({ issueDate, cutDate, openAmount, total }: Body, { today, policies }: DebtFacts): Verdict {
  const { futureDocumentDays } = policies.inForce("application", cutDate).body;
  return broken([
    toMinor(openAmount) > toMinor(total)
      ? violation("BAD_MONEY", { amount: openAmount.amount, expected: `at most ${total.amount}` }, "/openAmount")
      : undefined,
    cutDate < issueDate ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn: cutDate, earliest: issueDate }, "/cutDate") : undefined,
    isNotTooFarAhead(cutDate, today, futureDocumentDays, "/cutDate"),
  ]);
}
