import { addDays, type CalendarDate, laterOf, weekdayOf } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { collect } from "./collections.ts";
import { askForCreditNote, issueFreight } from "./notes.ts";

const FRIDAY = 5;
/** So many days after the due date somebody calls. */
const CALLS_AFTER_DAYS = 9;
/** Who pays soon after the due date is not called. */
const PATIENCE_DAYS = 12;

/** What becomes of a new invoice: when it is paid, whether somebody has to call, and whether it was right. */
export function follow(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { dice } = book.customer;
  for (const item of items) {
    const payOn = intendedDay(book, item);
    if (payOn !== undefined) life.meansToPay(book, item, payOn);
    if (payOn === undefined || payOn > addDays(item.dueOn, PATIENCE_DAYS)) {
      const called = laterOf(addDays(item.dueOn, CALLS_AFTER_DAYS), addDays(life.today, 2));
      life.agenda.on(life.days.from(called), () => collect(life, book, item));
    }
  }
  if (dice.percent(5)) life.agenda.on(life.workingDayIn(dice.whole(3, 9)), () => askForCreditNote(life, book, items));
  if (dice.percent(2)) life.agenda.on(life.days.after(life.today, 1), () => issueFreight(life, book, items));
}

/** By the customer's habits; large ones pay on Fridays. Nothing, once it went bad. */
function intendedDay({ customer }: AccountBook, { issueDate, dueOn }: Item): CalendarDate | undefined {
  const { payer, dice, paysUntil, segment } = customer;
  const from = (day: CalendarDate, least: number, most: number) => addDays(day, dice.whole(least, most));
  switch (payer) {
    case "PROMPT":
      return dice.percent(80) ? from(issueDate, 5, 8) : from(dueOn, -4, 0);
    case "AVERAGE":
      return fridayFor(segment, from(dueOn, -4, 6));
    case "LATE":
      return fridayFor(segment, from(dueOn, 8, 55));
    case "PARTIAL":
      return from(dueOn, 2, 15);
    case "CHEQUE":
      return from(dueOn, 0, 8);
    case "GENEROUS":
      return from(dueOn, -2, 5);
    case "BAD": {
      const day = from(dueOn, 1, 7);
      return paysUntil !== undefined && day > paysUntil ? undefined : day;
    }
  }
}

function fridayFor(segment: string, day: CalendarDate): CalendarDate {
  return segment === "MINORISTA" ? day : addDays(day, (FRIDAY + 7 - weekdayOf(day)) % 7);
}
