import { addDays, type CalendarDate } from "../kernel/calendar-date.ts";
import { type Occasion, type Violation, violation } from "../kernel/decider.ts";

/** Why money events can no longer take effect on a day; nothing when they can. */
export type Lock = "PERIOD_CLOSED" | "PERIOD_SOFT_CLOSED" | "DAY_SEALED";

export interface TimeLocks {
  lockOn(day: CalendarDate): Lock | undefined;
}

type Dated = Pick<Occasion, "effectiveOn" | "today"> & { readonly locks: TimeLocks };

/** The business date of a money event: the one the caller gave, which is never moved, or else the default, moved to a day not locked. */
export function moneyDate(facts: Dated, byDefault: CalendarDate): CalendarDate {
  return facts.effectiveOn ?? firstOpenDay(facts.locks, byDefault);
}

export function firstOpenDay(locks: TimeLocks, from: CalendarDate): CalendarDate {
  let day = from;
  while (locks.lockOn(day) !== undefined) day = addDays(day, 1);
  return day;
}

/** A business date given by the caller lies in no locked time. */
export function givenDateIsOpen({ effectiveOn, locks }: Dated): Violation | undefined {
  const lock = effectiveOn === undefined ? undefined : locks.lockOn(effectiveOn);
  return lock === undefined || effectiveOn === undefined ? undefined : violation(lock, { effectiveOn }, "/effectiveOn");
}
