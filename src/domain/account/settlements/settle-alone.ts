import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Rejection, refuse, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import type { DomainFacts } from "../../facts.ts";
import { firstOpenDay, givenDateIsOpen } from "../../time-locks.ts";
import type { Account } from "../account.ts";
import { type Document, freeOpen, type Instalment } from "../documents/documents.ts";

export type AloneFacts = DeepReadonly<Pick<DomainFacts, "locks">> & Occasion;

/** Part of an instalment that is settled by no money and with no payment. */
export interface AskedAlone {
  readonly instalmentId: string;
  readonly amount: Minor;
  /** From when it may count as settled; the day of the act unless given. */
  readonly settledFrom?: CalendarDate;
  /** From when it may take effect, where that is with something else and not the day of the act. */
  readonly effectFrom?: CalendarDate;
}

export interface SettledAlone {
  readonly document: DeepReadonly<Document>;
  readonly instalment: DeepReadonly<Instalment>;
  readonly settledOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  /** What is wrong with its date. */
  readonly violations: readonly Violation[];
}

export const ALONE_REFUSALS = [
  ...(["ITEM_NOT_FOUND", "ALREADY_SETTLED", "OVER_APPLICATION", "EFFECTIVE_BEFORE_DOCUMENT", "TIMELINE_NEGATIVE"] as const),
  ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/**
 * How something that is no money settles part of an instalment by itself: at most what is free of it, on the day of the act, and so that
 * on no later day the instalment goes below zero.
 */
export function settleAlone(account: Account, asked: AskedAlone, currency: string, facts: AloneFacts): SettledAlone | Rejection {
  const { instalmentId, amount } = asked;
  const instalment = account.documents.instalments.get(instalmentId);
  const document = instalment && account.documents.byId.get(instalment.documentId);
  if (instalment === undefined || document === undefined) {
    return refuse(violation("ITEM_NOT_FOUND", { instalmentId }, "/instalmentId"));
  }
  if (instalment.open === 0n) return refuse(violation("ALREADY_SETTLED", { instalmentId }, "/instalmentId"));
  const free = freeOpen(instalment);
  if (amount > free) {
    const requested = amountText(amount, currency);
    return refuse(violation("OVER_APPLICATION", { instalmentId, open: amountText(free, currency), requested }, "/amount"));
  }
  const start = laterOf(asked.settledFrom ?? facts.effectiveOn ?? facts.today, document.issueDate);
  const settledOn = firstDayWith(instalment.bySettlement, amount, start) ?? start;
  const earliest = [document.effectiveOn, document.issueDate, asked.effectFrom ?? ""].reduce(laterOf);
  const effectiveOn = facts.effectiveOn ?? defaultDay(instalment, amount, laterOf(asked.effectFrom ?? facts.today, earliest), facts);
  const violations = broken([
    effectiveOn < earliest ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest }, "/effectiveOn") : undefined,
    effectiveOn >= earliest && lowestFrom(instalment.byEffect, effectiveOn) < amount
      ? violation("TIMELINE_NEGATIVE", { effectiveOn }, "/effectiveOn")
      : undefined,
    givenDateIsOpen(facts),
  ]);
  return { document, instalment, settledOn, effectiveOn, violations };
}

/** The first day, not locked, from which that much stays open. */
function defaultDay({ byEffect }: DeepReadonly<Instalment>, amount: Minor, start: CalendarDate, { locks }: AloneFacts): CalendarDate {
  return firstOpenDay(locks, firstDayWith(byEffect, amount, start) ?? start);
}
