import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { Minor } from "../../../kernel/money.ts";
import { firstDayWith, lowestFrom } from "../../../kernel/timeline.ts";
import { firstOpenDay, type TimeLocks } from "../../time-locks.ts";
import type { CreditItem } from "../credits/credits.ts";
import type { Document, Instalment } from "../documents/documents.ts";

/** One instalment of an application: what the money pays of it and what settles together with the money. */
export interface Settlement {
  readonly document: Pick<Document, "issueDate" | "effectiveOn">;
  readonly instalment: Pick<Instalment, "byEffect" | "bySettlement">;
  readonly money: Minor;
  readonly withCompanions: Minor;
}

/**
 * The day that counts as the day of payment: the later of value date and issue date, or the first day after it from which money and item
 * are free, counted by days of settlement.
 */
export function settledOn(
  credit: Pick<CreditItem, "valueDate" | "bySettlement">,
  { document, instalment, money, withCompanions }: Settlement,
): CalendarDate {
  const start = laterOf(credit.valueDate, document.issueDate);
  const moneyFree = firstDayWith(credit.bySettlement, money, start) ?? start;
  return firstDayWith(instalment.bySettlement, withCompanions, moneyFree) ?? moneyFree;
}

/** No application takes effect before any of these: the days of settlement, and the dates of money and documents. */
export function earliestEffect(credit: CreditItem, settlements: readonly Settlement[], settled: readonly CalendarDate[]): CalendarDate {
  return [credit.effectiveOn, ...settlements.map(({ document }) => document.effectiveOn), ...settled].reduce(laterOf);
}

/** On no day from `day` on do money or item go below zero. */
export function timelineHolds(credit: CreditItem, settlements: readonly Settlement[], day: CalendarDate): boolean {
  const money = settlements.reduce((sum, each) => sum + each.money, 0n);
  return (
    lowestFrom(credit.byEffect, day) >= money &&
    settlements.every(({ instalment, withCompanions }) => lowestFrom(instalment.byEffect, day) >= withCompanions)
  );
}

/** The first day, not before `start` and not locked, from which the timeline holds. It exists when the final amounts suffice. */
export function defaultEffect(credit: CreditItem, settlements: readonly Settlement[], start: CalendarDate, locks: TimeLocks): CalendarDate {
  const steps = [credit.byEffect, ...settlements.map(({ instalment }) => instalment.byEffect)].flatMap((timeline) =>
    timeline.map(({ on }) => on),
  );
  const candidates = [start, ...steps.filter((on) => on > start).sort()].map((day) => firstOpenDay(locks, day));
  const day = candidates.find((candidate) => timelineHolds(credit, settlements, candidate));
  if (day === undefined) throw new Error("the final amounts suffice, yet on no day the timeline holds");
  return day;
}
