import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Rejection, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import type { DomainFacts } from "../../facts.ts";
import { firstOpenDay, givenDateIsOpen } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { type CreditItem, type Credits, freeOf } from "../credits/credits.ts";

interface AskedLeave {
  readonly accountId: string;
  readonly creditItemId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

/** Money that leaves the account: of which credit, how much, and from which business date on. */
export interface Leave {
  readonly credit: DeepReadonly<CreditItem>;
  readonly amount: Minor;
  readonly effectiveOn: CalendarDate;
}

/** The codes it may be refused with. */
export const LEAVE_REFUSALS = [
  ...(["RECEIPT_NOT_FOUND", "CURRENCY_MISMATCH", "RECEIPT_NOT_CLEARED", "RECEIPT_EXHAUSTED", "EFFECTIVE_BEFORE_DOCUMENT"] as const),
  ...(["TIMELINE_NEGATIVE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/** Only cleared money that is free leaves, and not before it was cleared and there; by default on the day it is decided. */
export function planLeave(
  { credits }: Account,
  { accountId, creditItemId, amount }: AskedLeave,
  facts: DeepReadonly<Pick<DomainFacts, "locks">> & Occasion,
): Leave | Rejection {
  const { currency } = partsOfAccount(accountId);
  const credit = credits.byId.get(creditItemId);
  const unknown = broken([
    credit === undefined ? violation("RECEIPT_NOT_FOUND", { receiptId: creditItemId }, "/creditItemId") : undefined,
    currencyIs(currency, { amount }),
  ]);
  if (unknown.length > 0 || credit === undefined) return refuse(...unknown);

  const requested = toMinor(amount);
  const free = freeOf(credit);
  const short = broken([
    credit.cleared ? undefined : violation("RECEIPT_NOT_CLEARED", { receiptId: creditItemId }, "/creditItemId"),
    requested <= free
      ? undefined
      : violation("RECEIPT_EXHAUSTED", { left: amountText(free, currency), requested: amountText(requested, currency) }, "/amount"),
  ]);
  if (short.length > 0) return refuse(...short);

  const earliest = laterOf(credit.effectiveOn, credit.clearedOn ?? credit.effectiveOn);
  const effectiveOn = facts.effectiveOn ?? firstOpenDay(facts.locks, firstDayFree(credit, requested, laterOf(facts.today, earliest)));
  const violations = broken([isThereOn(credit, requested, effectiveOn, earliest), givenDateIsOpen(facts)]);
  return violations.length > 0 ? refuse(...violations) : { credit, amount: requested, effectiveOn };
}

/** By both calendars of the credit: what leaves counts at once for business dates and for days of settlement. */
function firstDayFree({ byEffect, bySettlement }: DeepReadonly<CreditItem>, amount: Minor, from: CalendarDate): CalendarDate {
  const day = firstDayWith(byEffect, amount, from) ?? from;
  return firstDayWith(bySettlement, amount, day) ?? day;
}

function isThereOn(
  { byEffect, bySettlement }: DeepReadonly<CreditItem>,
  amount: Minor,
  effectiveOn: CalendarDate,
  earliest: CalendarDate,
): Verdict {
  const facts = { effectiveOn, earliest };
  if (effectiveOn < earliest) return violation("EFFECTIVE_BEFORE_DOCUMENT", facts, "/effectiveOn");
  if (lowestFrom(byEffect, effectiveOn) >= amount && lowestFrom(bySettlement, effectiveOn) >= amount) return undefined;
  return violation("TIMELINE_NEGATIVE", facts, "/effectiveOn");
}

/** What of money that comes back is unapplied again: nothing on a credit that was returned meanwhile, which counts zero in every term. */
export function restoredTo({ byId }: DeepReadonly<Credits>, creditItemId: string, amount: Minor): Minor {
  return byId.get(creditItemId)?.status === "LIVE" ? amount : 0n;
}
