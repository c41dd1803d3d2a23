import type { Terms } from "../../../../schemas/policies.ts";
import { addDays, type CalendarDate, dayOfMonthAfter, endOfMonth, laterOf } from "../../../kernel/calendar-date.ts";
import { type Minor, splitByPercent, splitEqually } from "../../../kernel/money.ts";
import { type BusinessCalendar, nearestBusinessDay } from "../../calendar/business-calendar.ts";

export interface DueAmount {
  readonly dueOn: CalendarDate;
  readonly amount: Minor;
}

/**
 * When how much of a total is due under terms. Computed once, when the document is recorded, and stored: later versions of the terms
 * change nothing. A part that rounds to zero is no instalment. Nothing when a due date must be rolled to a business day and the calendar
 * of its year is missing.
 */
export function dueAmounts(
  terms: Terms,
  issueDate: CalendarDate,
  total: Minor,
  calendar: BusinessCalendar,
): readonly DueAmount[] | undefined {
  const amounts = unrolledAmounts(terms, issueDate, total).filter(({ amount }) => amount > 0n);
  const rolled = amounts.map(({ dueOn, amount }) => ({ dueOn: roll(terms.rollRule, dueOn, issueDate, calendar), amount }));
  return rolled.every((each): each is DueAmount => each.dueOn !== undefined) ? rolled : undefined;
}

function unrolledAmounts({ due }: Terms, issueDate: CalendarDate, total: Minor): readonly DueAmount[] {
  switch (due.kind) {
    case "FIXED": {
      const parts = splitEqually(total, due.dates.length);
      return due.dates.map((dueOn, index) => ({ dueOn, amount: parts[index] ?? 0n }));
    }
    case "SPLIT": {
      const percentages = due.parts.map(({ pct }) => pct);
      const parts = splitByPercent(total, percentages);
      return due.parts.map((part, index) => ({ dueOn: singleDueDate(part.due, issueDate), amount: parts[index] ?? 0n }));
    }
    default:
      return [{ dueOn: singleDueDate(due, issueDate), amount: total }];
  }
}

type SingleDue = Exclude<Terms["due"], { readonly kind: "FIXED" | "SPLIT" }>;

/** NET(n): issue + n days. EOM_PLUS(n): month end + n days. DAY_OF_MONTH(day, min): first such day at least `min` days after issue. */
function singleDueDate(due: SingleDue, issueDate: CalendarDate): CalendarDate {
  switch (due.kind) {
    case "NET":
      return addDays(issueDate, due.days);
    case "EOM_PLUS":
      return addDays(endOfMonth(issueDate), due.days);
    case "DAY_OF_MONTH": {
      const earliest = addDays(issueDate, due.minDays);
      const thisMonth = dayOfMonthAfter(earliest, 0, due.day);
      return thisMonth >= earliest ? thisMonth : dayOfMonthAfter(earliest, 1, due.day);
    }
  }
}

/** PREVIOUS never goes back before the issue date. */
function roll(rule: Terms["rollRule"], dueOn: CalendarDate, issueDate: CalendarDate, calendar: BusinessCalendar): CalendarDate | undefined {
  switch (rule) {
    case "NONE":
      return dueOn;
    case "NEXT":
      return nearestBusinessDay(calendar, dueOn, 1);
    case "PREVIOUS": {
      const rolled = nearestBusinessDay(calendar, dueOn, -1);
      return rolled && laterOf(rolled, issueDate);
    }
  }
}
