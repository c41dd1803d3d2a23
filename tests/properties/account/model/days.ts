import { addDays, type CalendarDate } from "../../../../src/kernel/calendar-date.ts";

/** The days of a sequence, counted from 0, and the first one on which a command arrives. */
export const SPAN_DAYS = 640;
export const FIRST_TODAY = 150;
const FIRST_DAY = "2024-09-01";
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

/** The first and the last day of the month of a day. */
export function monthOf(day: number): readonly [first: number, last: number] {
  const month = dateOfDay(day).slice(0, 7);
  let [first, last] = [day, day];
  while (first > 0 && dateOfDay(first - 1).startsWith(month)) first -= 1;
  while (last < SPAN_DAYS - 1 && dateOfDay(last + 1).startsWith(month)) last += 1;
  return [first, last];
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
  for (let at = SPAN_DAYS - 1; at >= day; at -= 1) if ((amounts[at] ?? 0) < needed) return false;
  return true;
}

/** The first day, not before `start`, from which there is so much for good; `start` itself where there never is. */
export function firstDayWith(amounts: ByDay, needed: number, start: number): number {
  if (lastOf(amounts) < needed) return start;
  let day = SPAN_DAYS - 1;
  while (day > start && (amounts[day - 1] ?? 0) >= needed) day -= 1;
  return Math.max(day, start);
}
