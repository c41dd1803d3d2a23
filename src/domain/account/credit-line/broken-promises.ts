import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, effective } from "../../../kernel/decider.ts";
import { automaticSuspension, firstDayFor } from "./automatic-suspension.ts";
import { liveSuspension } from "./credit-line.ts";
import type { Judged, Judgement } from "./judgement.ts";

/** Broken promises count for so many days. */
const WINDOW_DAYS = 90;

/**
 * Enough promises broken within ninety days suspend the line from the day on which the last of them counts as broken. Those from before the
 * last lift by hand count no more. Zero in the policy switches the rule off.
 */
export function brokenPromiseChanges(account: Judged, { policies, asOf }: Judgement): readonly DecidedEvent[] {
  const { creditLine } = account;
  const enough = policies.inForce("promise", asOf).body.suspendAfterBroken;
  const first = firstDayFor(creditLine, "BROKEN_PROMISE");
  if (enough === 0 || first === undefined || first > asOf || liveSuspension(creditLine, "BROKEN_PROMISE") !== undefined) return [];
  const lifted = lastLift(account);
  const broken = [...account.promises.byId].flatMap(([promiseId, { status, endedOn }]) =>
    status === "BROKEN" && endedOn !== undefined && endedOn <= asOf && endedOn > (lifted ?? "") ? [{ promiseId, on: endedOn }] : [],
  );
  if (broken.length < enough) return [];
  const within = (day: CalendarDate) => broken.filter(({ on }) => on <= day && on > addDays(day, -WINDOW_DAYS));
  const days = [first, ...broken.map(({ on }) => on).filter((day) => day > first)].sort();
  const day = days.find((each) => within(each).length >= enough);
  if (day === undefined) return [];
  const facts = [
    { name: "policyVersion", value: String(policies.inForce("promise", asOf).version) },
    ...within(day).flatMap(({ promiseId, on }) => [
      { name: "promiseId", value: promiseId },
      { name: "brokenOn", value: on },
    ]),
  ];
  const suspended = automaticSuspension(account, "BROKEN_PROMISE", facts, day);
  return suspended === undefined ? [] : [effective(day, suspended)];
}

function lastLift({ creditLine }: Judged): CalendarDate | undefined {
  const lifts = [...creditLine.suspensions.values()].flatMap(({ reasonCode, lifted }) =>
    reasonCode === "BROKEN_PROMISE" && lifted?.origin === "MANUAL" ? [lifted.on] : [],
  );
  return lifts.sort().at(-1);
}
