import type { CalendarDate } from "./calendar-date.ts";
import type { Minor } from "./money.ts";

/** How an amount stands from day to day: changes in date order, one per date. Never changed in place. */
export type Timeline = readonly { readonly on: CalendarDate; readonly change: Minor }[];

export const EMPTY_TIMELINE: Timeline = [];

/** The timeline with one more change. */
export function withChange(timeline: Timeline, on: CalendarDate, change: Minor): Timeline {
  const at = timeline.findIndex((step) => step.on >= on);
  if (at === -1) return [...timeline, { on, change }];
  const step = timeline[at];
  if (step?.on === on) return timeline.with(at, { on, change: step.change + change });
  return timeline.toSpliced(at, 0, { on, change });
}

/** The amount at the end of a day. */
export function amountOn(timeline: Timeline, day: CalendarDate): Minor {
  let amount = 0n;
  for (const step of timeline) if (step.on <= day) amount += step.change;
  return amount;
}

/** The lowest amount on any day from `day` on. */
export function lowestFrom(timeline: Timeline, day: CalendarDate): Minor {
  let amount = amountOn(timeline, day);
  let lowest = amount;
  for (const step of timeline) {
    if (step.on <= day) continue;
    amount += step.change;
    if (amount < lowest) lowest = amount;
  }
  return lowest;
}

/** The first day, not before `start`, from which at least `needed` stays; nothing when it never does. */
export function firstDayWith(timeline: Timeline, needed: Minor, start: CalendarDate): CalendarDate | undefined {
  const candidates = [start, ...timeline.map((step) => step.on).filter((on) => on > start)];
  return candidates.find((day) => lowestFrom(timeline, day) >= needed);
}
