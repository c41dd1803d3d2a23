import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Verdict, violation } from "../../../kernel/decider.ts";
import { sumOf } from "../../../kernel/money.ts";
import { type Timeline, withChange } from "../../../kernel/timeline.ts";
import { firstOpenDay, givenDateIsOpen, type TimeLocks } from "../../time-locks.ts";
import type { CreditItem } from "../credits/credits.ts";
import type { Live } from "./money-taken-back.ts";

type Facts = Pick<Occasion, "today" | "effectiveOn"> & { readonly locks: TimeLocks };

/**
 * The first day on which all of a credit can count nothing: the bank's date, or later the last day on which anything moved it that stays
 * (a refund, a transfer, an earlier un-application). What still stands on it is undone with the return, so it does not matter when that
 * took effect.
 */
export function earliestReturn(credit: DeepReadonly<CreditItem>, live: readonly Live[], on: CalendarDate): CalendarDate {
  const staying = live.reduce<Timeline>(
    (timeline, { effectiveOn, lines }) => withChange(timeline, effectiveOn, sumOf(lines.map(({ left }) => left))),
    credit.byEffect,
  );
  return staying.filter(({ change }) => change !== 0n).reduce((latest, step) => laterOf(latest, step.on), on);
}

/** The date given, or else the earliest one, moved to a day on which nothing that is undone with it is locked. */
export function returnDate(earliest: CalendarDate, live: readonly Live[], { effectiveOn, locks }: Facts): CalendarDate {
  if (effectiveOn !== undefined) return effectiveOn;
  const day = firstOpenDay(locks, earliest);
  const locked = lockedAfter(day, live, locks);
  return locked === undefined ? day : firstOpenDay(locks, locked);
}

/** A date given is not before the earliest one, and neither it nor what is undone after it lies in locked time. */
export function returnDateIsPossible(earliest: CalendarDate, live: readonly Live[], facts: Facts): Verdict {
  const { effectiveOn, locks } = facts;
  if (effectiveOn === undefined) return undefined;
  const locked = lockedAfter(effectiveOn, live, locks);
  const lock = locked === undefined ? undefined : locks.lockOn(locked);
  return broken([
    effectiveOn < earliest ? violation("EFFECTIVE_BEFORE_APPLICATION", { effectiveOn, earliest }, "/effectiveOn") : undefined,
    givenDateIsOpen(facts),
    locked === undefined || lock === undefined ? undefined : violation(lock, { effectiveOn: locked }, "/effectiveOn"),
  ]);
}

/** The last locked day, after the one given, on which something took effect that would be undone there. */
function lockedAfter(day: CalendarDate, live: readonly Live[], locks: TimeLocks): CalendarDate | undefined {
  const dates = live.map(({ effectiveOn }) => effectiveOn).filter((on) => on > day && locks.lockOn(on) !== undefined);
  return dates.sort().at(-1);
}
