import { addDays, type CalendarDate } from "../../../src/kernel/calendar-date.ts";

/** The days of a sequence, counted from 0. Commands move between the fourth and the twenty-eighth month or so. */
export const SPAN_DAYS = 960;
const FIRST_DAY = "2024-01-01";
const DATES = Array.from({ length: SPAN_DAYS }, (_, day) => addDays(FIRST_DAY, day));
const DAYS = new Map(DATES.map((date, day) => [date, day]));

export function dateOfDay(day: number): CalendarDate {
  const date = DATES[day];
  if (date === undefined) throw new Error(`day ${day} is outside of the sequence`);
  return date;
}

export function dayOfDate(date: CalendarDate): number {
  const day = DAYS.get(date);
  if (day === undefined) throw new Error(`${date} is outside of the sequence`);
  return day;
}

/** An amount for every day: the most naive timeline there is. */
export type ByDay = Int32Array;

export function nothingByDay(): ByDay {
  return new Int32Array(SPAN_DAYS);
}

/** From that day on there is so much more. */
export function addFrom(amounts: ByDay, day: number, change: number): void {
  for (let at = day; at < SPAN_DAYS; at += 1) amounts[at] = (amounts[at] ?? 0) + change;
}

export function lastOf(amounts: ByDay): number {
  return amounts[SPAN_DAYS - 1] ?? 0;
}

/** True when on that day and every later one there is at least so much. */
export function staysFrom(amounts: ByDay, day: number, needed: number): boolean {
  for (let at = day; at < SPAN_DAYS; at += 1) if ((amounts[at] ?? 0) < needed) return false;
  return true;
}
