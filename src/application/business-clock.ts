import { addDays, type CalendarDate } from "../kernel/calendar-date.ts";
import type { Clock } from "./ports.ts";

const MINUTE_MS = 60_000;

/** Business dates from instants, by time zone. A date is worked out once a minute: asking the runtime costs more than a decision. */
export class BusinessClock {
  readonly #clock: Clock;
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #today = new Map<string, { readonly minute: number; readonly date: CalendarDate }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** The date it is now in a time zone. */
  today(timeZone: string): CalendarDate {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    const known = this.#today.get(timeZone);
    if (known?.minute === minute) return known.date;
    const date = this.dateAt(minute * MINUTE_MS, timeZone);
    this.#today.set(timeZone, { minute, date });
    return date;
  }

  dateAt(instant: number, timeZone: string): CalendarDate {
    const format =
      this.#formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    this.#formats.set(timeZone, format);
    return format.format(instant);
  }

  /** The first instant of the day after: where a local day ends. Found by bisection, since zones move their clocks. */
  endOfDay(date: CalendarDate, timeZone: string): number {
    let before = Date.parse(`${addDays(date, -1)}T00:00:00Z`);
    let after = Date.parse(`${addDays(date, 3)}T00:00:00Z`);
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.dateAt(middle, timeZone) <= date) before = middle;
      else after = middle;
    }
    return after;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z0-9_+/-]{1,64}$/.test(name);
  } catch {
    return false;
  }
}
