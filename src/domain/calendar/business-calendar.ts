import type { EventsOf } from "../../../schemas/events/registry.ts";
import { addDays, type CalendarDate, partsOf, weekdayOf } from "../../kernel/calendar-date.ts";
import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { JournaledMap } from "../../kernel/journal.ts";

type CalendarEvents = EventsOf<"calendar">;

interface CalendarYear {
  readonly holidays: ReadonlySet<CalendarDate>;
  readonly weekend: ReadonlySet<number>;
}

const years = roomsOf<CalendarEvents>()<JournaledMap<number, CalendarYear>>()({
  initial: (journal) => journal.map(),
  on: {
    CalendarDefined: (state, { year, holidays, weekend }) => state.set(year, { holidays: new Set(holidays), weekend: new Set(weekend) }),
  },
});

const rooms = { years };
/** Business days of a country, a year at a time: the streams calendar-{country}. */
export const calendar = composeRooms<CalendarEvents>()("calendar", rooms);
export type CalendarState = StateOf<typeof rooms>;

export const calendarOf: Target<CalendarState & { readonly id: string }, { readonly country: string }> = {
  fold: calendar,
  id: ({ country }) => country,
  entityId: () => undefined,
  subjectId: () => "ledger",
  notFound: "RESOURCE_NOT_FOUND",
};

export interface BusinessCalendar {
  /** Nothing when the calendar of that year is not defined. */
  isBusinessDay(day: CalendarDate): boolean | undefined;
}

export function businessCalendar(state: DeepReadonly<CalendarState>): BusinessCalendar {
  return {
    isBusinessDay(day) {
      const year = state.years.get(partsOf(day).year);
      return year && !year.weekend.has(weekdayOf(day)) && !year.holidays.has(day);
    },
  };
}

/** The nearest business day, the day itself included, going forward (1) or back (-1); nothing when a calendar is missing on the way. */
export function nearestBusinessDay(calendar: BusinessCalendar, day: CalendarDate, direction: 1 | -1): CalendarDate | undefined {
  let candidate = day;
  for (;;) {
    const open = calendar.isBusinessDay(candidate);
    if (open === undefined) return undefined;
    if (open) return candidate;
    candidate = addDays(candidate, direction);
  }
}

/** The day that is `days` business days after a day; nothing when a calendar is missing on the way. */
export function addBusinessDays(calendar: BusinessCalendar, day: CalendarDate, days: number): CalendarDate | undefined {
  let found: CalendarDate | undefined = day;
  for (let left = days; left > 0 && found !== undefined; left -= 1) found = nearestBusinessDay(calendar, addDays(found, 1), 1);
  return found;
}
