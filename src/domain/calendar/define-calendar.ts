import { DefineCalendarBody } from "../../../schemas/commands/governance.ts";
import { CalendarDefined } from "../../../schemas/events/governance.ts";
import { partsOf } from "../../kernel/calendar-date.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { LEAD } from "../roles.ts";
import { calendarOf } from "./business-calendar.ts";

export const defineCalendar = defineCommand({
  name: "DefineCalendar",
  title: { en: "Define a year of business days", es: "Definir el calendario hábil de un año" },
  body: DefineCalendarBody,
  issuedBy: ["ADM", "CHF"],
  approvedBy: ["ADM", ...LEAD, "DIR"],
  bootstrap: true,
  target: calendarOf,
  begins: true,
  facts: [],
  refusals: ["BAD_DATE"],

  /** A year may be defined again: due dates computed from then on follow the new one, those already stored do not change. */
  decide(state, { country, year, holidays, weekend }) {
    const elsewhere = holidays.filter((day) => partsOf(day).year !== year);
    if (elsewhere.length > 0) return refuse(...elsewhere.map((day) => violation("BAD_DATE", { day, year: String(year) }, "/holidays")));
    const before = state.years.get(year);
    const same = before && sameMembers(before.holidays, holidays) && sameMembers(before.weekend, weekend);
    return same ? [] : [CalendarDefined({ country, year, holidays, weekend })];
  },
});

function sameMembers<T>(set: { has(value: T): boolean; readonly size: number }, list: readonly T[]): boolean {
  return set.size === list.length && list.every((each) => set.has(each));
}
