import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, toMinor } from "../../../kernel/money.ts";
import { type DueAmount, dueAmounts } from "./due-dates.ts";

type Terms = Parameters<typeof dueAmounts>[0];
type Calendar = Parameters<typeof dueAmounts>[3];

/** When what is due, where the issuer says it. */
interface GivenInstalments {
  readonly issueDate: CalendarDate;
  readonly instalments?: readonly {
    readonly dueOn: CalendarDate;
    readonly amount: { readonly amount: string; readonly currency: string };
  }[];
}

/** The ids of instalments count from 1. */
export function instalmentsCount(
  documentId: string,
  instalments: readonly { readonly instalmentId: string }[] | undefined,
): readonly Violation[] {
  return broken(
    (instalments ?? []).map(({ instalmentId }, index) =>
      instalmentId === `${documentId}.${index + 1}`
        ? undefined
        : violation("MALFORMED", { expected: `${documentId}.${index + 1}` }, `/instalments/${index}/instalmentId`),
    ),
  );
}

/**
 * What is due when: as the issuer says, else as the terms say; nothing is due of a total of zero. Nothing at all when the terms need a
 * calendar that is missing.
 */
export function scheduleOf(
  { instalments = [], issueDate }: GivenInstalments,
  total: Minor,
  terms: Terms | undefined,
  calendar: Calendar,
): readonly DueAmount[] | undefined {
  if (instalments.length > 0) return instalments.map(({ dueOn, amount }) => ({ dueOn, amount: toMinor(amount) }));
  if (total === 0n) return [];
  return terms === undefined ? [{ dueOn: issueDate, amount: total }] : dueAmounts(terms, issueDate, total, calendar);
}

/** A schedule as events hold it. */
export function instalmentsOf(documentId: string, schedule: readonly DueAmount[], currency: string) {
  return schedule.map(({ dueOn, amount }, index) => ({
    instalmentId: `${documentId}.${index + 1}`,
    dueOn,
    amount: amountText(amount, currency),
  }));
}
