import { addDays, type CalendarDate, calendarDate, dayNumber, partsOf, weekdayOf } from "../kernel/calendar-date.ts";

const SATURDAY = 6;
const MONDAY = 1;

/** Month and day of those that stay where they are, and of those that move to the Monday after (Ley 51 de 1983). */
const FIXED = ["01-01", "05-01", "07-20", "08-07", "12-08", "12-25"];
const MOVED = ["01-06", "03-19", "06-29", "08-15", "10-12", "11-01", "11-11"];
/** Days after Easter Sunday: Maundy Thursday, Good Friday, and the Mondays of Ascension, Corpus Christi and Sacred Heart. */
const AROUND_EASTER = [-3, -2, 43, 64, 71];

/** Public holidays of Colombia in a year, in order. */
export function holidaysOf(year: number): readonly CalendarDate[] {
  const easter = easterOf(year);
  const days = [
    ...FIXED.map((day) => `${year}-${day}`),
    ...MOVED.map((day) => mondayFrom(`${year}-${day}`)),
    ...AROUND_EASTER.map((days) => addDays(easter, days)),
  ];
  return [...new Set(days)].sort();
}

function mondayFrom(day: CalendarDate): CalendarDate {
  return addDays(day, (MONDAY + 7 - weekdayOf(day)) % 7);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
function easterOf(year: number): CalendarDate {
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * (year % 19) + century - Math.floor(century / 4) - correction + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const shift = Math.floor(((year % 19) + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * shift + 114;
  return calendarDate(year, Math.floor(days / 31), (days % 31) + 1);
}

/** The days on which the branch works. */
export class WorkingDays {
  readonly #holidays = new Map<number, ReadonlySet<CalendarDate>>();

  isWorking(day: CalendarDate): boolean {
    const { year } = partsOf(day);
    const holidays = this.#holidays.get(year) ?? new Set(holidaysOf(year));
    this.#holidays.set(year, holidays);
    return weekdayOf(day) < SATURDAY && !holidays.has(day);
  }

  /** The day itself, or the first working day after it. */
  from(day: CalendarDate): CalendarDate {
    let date = day;
    while (!this.isWorking(date)) date = addDays(date, 1);
    return date;
  }

  /** So many working days later; earlier with a negative number. */
  after(day: CalendarDate, days: number): CalendarDate {
    const step = days < 0 ? -1 : 1;
    let date = day;
    for (let left = Math.abs(days); left > 0; ) {
      date = addDays(date, step);
      if (this.isWorking(date)) left -= 1;
    }
    return date;
  }

  between(first: CalendarDate, last: CalendarDate): readonly CalendarDate[] {
    const length = dayNumber(last) - dayNumber(first) + 1;
    return Array.from({ length: Math.max(length, 0) }, (_, index) => addDays(first, index)).filter((day) => this.isWorking(day));
  }
}
