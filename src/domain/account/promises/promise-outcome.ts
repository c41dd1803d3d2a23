import {
  PromiseBroken,
  PromiseCancelled,
  PromiseKept,
  PromiseKeptReversed,
  PromisePartiallyKept,
} from "../../../../schemas/events/account/promises.ts";
import type { PolicyBody } from "../../../../schemas/policies.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor, percentOf } from "../../../kernel/money.ts";
import { type Count, daysOf } from "./promise-count.ts";
import type { PromiseState } from "./promises.ts";

interface Given {
  readonly promiseId: string;
  readonly promise: DeepReadonly<PromiseState>;
  readonly count: Count;
  readonly policy: PolicyBody<"promise">;
  readonly currency: string;
  /** Up to which day the calendar is looked at. */
  readonly asOf: CalendarDate;
  /** Since when money that counted turned out not to have come; nothing where it only moved, or nothing did. */
  readonly takenBackOn?: CalendarDate | undefined;
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
    case "PARTIALLY_KEPT":
      return reversalOfKept(given);
    default:
      return [];
  }
}

function outcomeOfActive({ promiseId, promise, count, policy, currency, asOf, takenBackOn }: Given): readonly DecidedEvent[] {
  const { target, counted, wait, completedOn } = count;
  const lines = linesText(promise, currency);
  if (target === 0n) return [effective(asOf, PromiseCancelled({ promiseId, lines }))];
  const outcome = { promiseId, lines, counted: amountText(counted, currency), missing: amountText(target - counted, currency) };
  if (counted === target && completedOn !== undefined) return [effective(completedOn, PromiseKept(outcome))];

  const { decisionDay, lastWait } = daysOf(promise, policy);
  if (asOf < decisionDay || (wait === "RUNNING" && asOf < lastWait)) return [];
  const judgedOn = {
    NONE: decisionDay,
    RUNNING: lastWait,
    ENDED: laterOf(decisionDay, takenBackOn ?? decisionDay),
  };
  return [effective(judgedOn[wait], isPartlyKept(counted, target, policy) ? PromisePartiallyKept(outcome) : PromiseBroken(outcome))];
}

function isPartlyKept(counted: Minor, target: Minor, { partialMinPct }: PolicyBody<"promise">): boolean {
  return counted > 0n && counted >= percentOf(target, partialMinPct);
}

/**
 * What kept the promise is there no longer: it is open again, and judged again. Money that only moved elsewhere takes a promise back while
 * money for it would still be in time, and after that it stays kept; money that did not come takes it back whenever that is known.
 */
function reversalOfKept(given: Given): readonly DecidedEvent[] {
  const { promiseId, promise, count, policy, currency, asOf, takenBackOn } = given;
  const moved = promise.status === "KEPT" && count.counted < count.target && asOf <= daysOf(promise, policy).lastDay;
  if (!moved && !count.isLowered) return [];
  const on = count.isLowered ? (takenBackOn ?? asOf) : asOf;
  const lines = linesText(promise, currency);
  const reversed = effective(on, PromiseKeptReversed({ promiseId, lines, counted: amountText(count.counted, currency) }));
  const next = outcomeOfActive({ ...given, promise: { ...promise, status: "ACTIVE" } });
  return [reversed, ...next.map((event) => effective(laterOf(on, event.effectiveOn ?? asOf), event))];
}

function linesText({ lines }: DeepReadonly<PromiseState>, currency: string) {
  return lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: amountText(amount, currency) }));
}
