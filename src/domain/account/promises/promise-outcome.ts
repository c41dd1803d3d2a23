import {
  PromiseBroken,
  PromiseCancelled,
  PromiseKept,
  PromiseKeptReversed,
  PromisePartiallyKept,
} from "../../../../schemas/events/account.ts";
import type { PolicyBody } from "../../../../schemas/policies.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor, percentOf } from "../../../kernel/money.ts";
import type { Count } from "./promise-count.ts";
import type { PromiseState } from "./promises.ts";

interface Given {
  readonly promiseId: string;
  readonly promise: DeepReadonly<PromiseState>;
  readonly count: Count;
  readonly policy: PolicyBody<"promise">;
  readonly currency: string;
  /** Up to which day the calendar is looked at. */
  readonly asOf: CalendarDate;
}

/**
 * What has become of a promise as of a day: kept at once when enough cleared money came in time; after the tolerance partly kept or
 * broken; open again, and judged again, when money that kept it was taken back. Nothing when nothing changes. Every outcome has its true
 * date, however late it is looked at.
 */
export function promiseOutcome(given: Given): readonly DecidedEvent[] {
  switch (given.promise.status) {
    case "ACTIVE":
      return outcomeOfActive(given);
    case "KEPT":
      return reversalOfKept(given);
    default:
      return [];
  }
}

function outcomeOfActive({ promiseId, promise, count, policy, currency, asOf }: Given): readonly DecidedEvent[] {
  const { target, counted, countedUncleared, completedOn } = count;
  const lines = linesText(promise, currency);
  if (target === 0n) return [effective(asOf, PromiseCancelled({ promiseId, lines }))];
  const outcome = { promiseId, lines, counted: amountText(counted, currency), missing: amountText(target - counted, currency) };
  if (counted === target && completedOn !== undefined) return [effective(completedOn, PromiseKept(outcome))];

  const decisionDay = addDays(promise.dueOn, policy.toleranceDays + 1);
  if (asOf < decisionDay) return [];
  const waiting = countedUncleared === target;
  const lastWait = addDays(decisionDay, policy.clearanceWaitDays);
  if (waiting && asOf < lastWait) return [];
  return [
    effective(
      waiting ? lastWait : decisionDay,
      isPartlyKept(counted, target, policy) ? PromisePartiallyKept(outcome) : PromiseBroken(outcome),
    ),
  ];
}

function isPartlyKept(counted: Minor, target: Minor, { partialMinPct }: PolicyBody<"promise">): boolean {
  return counted > 0n && counted >= percentOf(target, partialMinPct);
}

/** Money moved elsewhere inside the window takes back what kept the promise; after the window it stays kept. */
function reversalOfKept(given: Given): readonly DecidedEvent[] {
  const { promiseId, promise, count, policy, currency, asOf } = given;
  if (count.counted >= count.target || asOf > addDays(promise.dueOn, policy.toleranceDays)) return [];
  const lines = linesText(promise, currency);
  const reversed = effective(asOf, PromiseKeptReversed({ promiseId, lines, counted: amountText(count.counted, currency) }));
  const next = outcomeOfActive({ ...given, promise: { ...promise, status: "ACTIVE" } });
  return [reversed, ...next.map((event) => effective(asOf, event))];
}

function linesText({ lines }: DeepReadonly<PromiseState>, currency: string) {
  return lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) }));
}
