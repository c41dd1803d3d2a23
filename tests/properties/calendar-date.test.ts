import fc from "fast-check";
import t from "tap";
import {
  addDays,
  calendarDate,
  dateOfDayNumber,
  dayNumber,
  dayOfMonthAfter,
  daysBetween,
  daysInMonth,
  endOfMonth,
  isCalendarDate,
  partsOf,
  weekdayOf,
} from "../../src/kernel/calendar-date.ts";
import { holds } from "./holds.ts";

const MS_PER_DAY = 86_400_000;
const FIRST = Date.UTC(1990, 0, 1) / MS_PER_DAY;
const LAST = Date.UTC(2200, 11, 31) / MS_PER_DAY;
const platformDate = (day: number) => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

const day = fc.integer({ min: FIRST, max: LAST });
const date = day.map(platformDate);

t.test("every day from 1990 to 2200 is the one the platform knows, with its weekday", async (t) => {
  const wrong: string[] = [];
  for (let at = FIRST; at <= LAST; at += 1) {
    const expected = platformDate(at);
    const weekday = ((new Date(at * MS_PER_DAY).getUTCDay() + 6) % 7) + 1;
    const agrees =
      dateOfDayNumber(at) === expected && dayNumber(expected) === at && weekdayOf(expected) === weekday && isCalendarDate(expected);
    if (!agrees) wrong.push(expected);
  }
  t.strictSame(wrong, []);
  t.comment(`${LAST - FIRST + 1} days`);
});

t.test("a date that does not exist is none", async (t) => {
  holds(
    t,
    fc.property(
      fc.integer({ min: 1900, max: 2200 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }),
      (year, month, dayOfMonth) => {
        const text = calendarDate(year, month, dayOfMonth);
        const platform = new Date(`${text}T00:00:00Z`);
        return isCalendarDate(text) === (!Number.isNaN(platform.getTime()) && platform.toISOString().startsWith(text));
      },
    ),
  );
  for (const text of ["2025-1-01", "25-01-01", "2025-02-30", "2025-01-01 ", "2025/01/01", "+2025-01-01"])
    t.notOk(isCalendarDate(text), text);
});

t.test("adding days and taking them away again gives the same date, and the days between are those added", async (t) => {
  holds(
    t,
    fc.property(date, fc.integer({ min: -80_000, max: 80_000 }), (from, days) => {
      const to = addDays(from, days);
      return addDays(to, -days) === from && daysBetween(from, to) === days;
    }),
  );
});

t.test("dates sort as text as they sort in time", async (t) => {
  holds(
    t,
    fc.property(date, date, (a, b) => Math.sign(daysBetween(a, b)) === (a < b ? 1 : a > b ? -1 : 0)),
  );
});

t.test("the end of a month is the day before the next month begins", async (t) => {
  holds(
    t,
    fc.property(date, (from) => {
      const next = addDays(endOfMonth(from), 1);
      return partsOf(next).day === 1 && endOfMonth(from).slice(0, 7) === from.slice(0, 7);
    }),
  );
});

t.test("the same day of a later month is that day, or the month's last", async (t) => {
  holds(
    t,
    fc.property(date, fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 31 }), (from, months, wanted) => {
      const { year, month, day: found } = partsOf(dayOfMonthAfter(from, months, wanted));
      const start = partsOf(from);
      const apart = (year - start.year) * 12 + month - start.month;
      return apart === months && found === Math.min(wanted, daysInMonth(year, month));
    }),
  );
});
