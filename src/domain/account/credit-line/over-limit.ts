import { LineReinstated, OverLimitCleared, OverLimitDetected } from "../../../../schemas/events/account/credit-line.ts";
import { addDays, type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor, percentOf } from "../../../kernel/money.ts";
import { automaticSuspension, firstDayFor } from "./automatic-suspension.ts";
import { daysOfChange, grantedOn, type Line, liveSuspension } from "./credit-line.ts";
import { exposureOf } from "./exposure.ts";
import type { Judged, Judgement } from "./judgement.ts";

/**
 * Exposure above the ceiling is detected, after the days of grace suspends the line (with none at once), and both end when it is not any
 * more. What money moves is true from the day on which it is recorded, as exposure counts what is recorded; what the calendar does from the
 * day on which a limit begins or ends.
 */
export function overLimitChanges(account: Judged, judgement: Judgement): readonly DecidedEvent[] {
  const { line, policies, currency, asOf } = judgement;
  const { exposure } = exposureOf(account, asOf, { policies });
  const since = line.overLimitSince;
  if (since !== undefined && asOf < since) return [];
  const isOver = exposure > ceilingOn(line, asOf);
  const turned = isOver !== (since !== undefined);
  const on = turned ? dayOfTurn(judgement, exposure) : asOf;
  const state = {
    lineId: line.lineId,
    exposure: amountText(exposure, currency),
    limit: amountText(grantedOn(line, on), currency),
    tolerancePct: line.tolerancePct,
    ceiling: amountText(ceilingOn(line, on), currency),
  };
  const detected = isOver ? OverLimitDetected(state) : OverLimitCleared(state);
  const suspensions = isOver ? overdrawn(account, judgement, since ?? on, state) : noLongerOverdrawn(account, on, turned);
  return [...(turned ? [effective(on, detected)] : []), ...suspensions];
}

function ceilingOn(line: DeepReadonly<Line>, day: CalendarDate): Minor {
  const limit = grantedOn(line, day);
  return limit + percentOf(limit, line.tolerancePct);
}

/** Since when it has been so, with the exposure as it is. */
function dayOfTurn({ line, asOf, exposureMoved }: Judgement, exposure: Minor): CalendarDate {
  if (exposureMoved) return asOf;
  const isOver = (day: CalendarDate) => exposure > ceilingOn(line, day);
  const days = daysOfChange(line, line.overLimitSince ?? line.openedOn, asOf);
  const other = days.findLastIndex((day) => isOver(day) !== isOver(asOf));
  return days[other + 1] ?? asOf;
}

type State = Readonly<Record<"exposure" | "ceiling" | "limit" | "tolerancePct", string>>;

function overdrawn(account: Judged, { policies, asOf }: Judgement, since: CalendarDate, state: State): readonly DecidedEvent[] {
  const { version, body } = policies.inForce("credit", asOf);
  const day = laterOf(addDays(since, body.overdrawnGraceDays), firstDayFor(account.creditLine, "OVERDRAWN") ?? since);
  if (day > asOf) return [];
  const facts = [
    { name: "policyVersion", value: String(version) },
    ...(["exposure", "limit", "tolerancePct", "ceiling"] as const).map((name) => ({ name, value: state[name] })),
  ];
  const suspended = automaticSuspension(account, "OVERDRAWN", facts, day);
  return suspended === undefined ? [] : [effective(day, suspended)];
}

/** What a person suspended ends by itself only once the facts were there and are gone. */
function noLongerOverdrawn({ creditLine }: Judged, on: CalendarDate, turned: boolean): readonly DecidedEvent[] {
  const live = liveSuspension(creditLine, "OVERDRAWN");
  if (live === undefined || (live.suspension.origin === "MANUAL" && !turned)) return [];
  const { suspensionId, suspension } = live;
  const lifted = LineReinstated({ lineId: suspension.lineId, suspensionId, reasonCode: "OVERDRAWN", origin: "AUTOMATIC" });
  return [effective(laterOf(on, suspension.suspendedOn), lifted)];
}
