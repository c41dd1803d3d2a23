import { DELINQUENCY_STATES, type DelinquencyState } from "../../../../schemas/codes.ts";
import { DelinquencyStateChanged } from "../../../../schemas/events/account/delinquency.ts";
import { addDays, type CalendarDate, FIRST_DATE, laterOf } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, parseAmount } from "../../../kernel/money.ts";
import type { Policies } from "../../facts.ts";
import type { StateChange } from "./delinquency.ts";
import { type Debts, itemsAfter, type PastDueRule, pastDueOn, type Touched, worstLevelOn, worstLevels } from "./past-due.ts";

/** Thresholds and smallest amount of the policy; nothing where its table lacks the currency. */
export function delinquencyRule(policies: DeepReadonly<Policies>, currency: string, on: CalendarDate): PastDueRule | undefined {
  const { thresholds, minAmount } = policies.inForce("delinquency", on).body;
  const least = parseAmount(minAmount[currency] ?? "", currency);
  return least === undefined ? undefined : { thresholds, minAmount: least };
}

interface Given {
  readonly rule: PastDueRule;
  readonly currency: string;
  /** Up to which day the calendar is looked at. */
  readonly asOf: CalendarDate;
  /** What was just decided; nothing when only time went by. */
  readonly touched: Touched | undefined;
}

/**
 * How the state of default went, where that is not recorded yet: every threshold that was passed has its own change with its true date,
 * however late it is looked at. Where something takes effect on a day that is over, what was recorded for later days and is not true any
 * more is superseded by the change that is; where none is, by one on the day since when it is not true.
 */
export function delinquencyChanges(account: Debts, given: Given): readonly DecidedEvent[] {
  const { changes } = account.delinquency;
  const { rule, touched } = given;
  const last = changes.value.at(-1);
  const asOf = laterOf(given.asOf, last?.on ?? given.asOf);
  const unjudged = last === undefined ? FIRST_DATE : addDays(last.on, 1);
  const first = earliest(unjudged, touched?.since ?? asOf, asOf);
  if (isAsRecorded(account, given, first, asOf)) return [];

  const items = itemsAfter(account, first);
  const before = changes.value.filter(({ on }) => on <= first);
  const later = changes.value.filter(({ on }) => on > first);
  const start = before.at(-1)?.to ?? "CURRENT";
  const truth = worstLevels(items, rule, first, asOf).map(({ on, level }) => ({ on, to: stateAt(level) }));
  const moves = truth.filter(({ to }, index) => to !== (truth[index - 1]?.to ?? start));
  const same = agreeing(moves, later);
  const wrong = later.slice(same);
  const missing = moves.slice(same);
  const standing = moves[same - 1]?.to ?? start;
  const supersedes = wrong.map(({ changeNo }) => changeNo);
  const [onlyWrong] = missing.length === 0 ? wrong : [];
  if (onlyWrong !== undefined) {
    const correction = { on: same === 0 ? first : onlyWrong.on, from: wrong.at(-1)?.to ?? standing, to: standing };
    return [changed(account, given, correction, { index: 0, supersedes, cause: "CORRECTED" })];
  }
  return missing.map(({ on, to }, index) => {
    const from = missing[index - 1]?.to ?? standing;
    const cause = DELINQUENCY_STATES.indexOf(to) > DELINQUENCY_STATES.indexOf(from) ? "PAST_DUE" : "CURED";
    return changed(account, given, { on, from, to }, { index, supersedes: index === 0 ? supersedes : [], cause });
  });

  function earliest(...days: readonly CalendarDate[]): CalendarDate {
    return days.reduce((least, day) => (day < least ? day : least));
  }
}

/**
 * The usual case, known without looking at history: the state of the day is the one recorded, nothing that was touched was ever worse
 * than that, and nothing takes effect before a day that was judged already.
 */
function isAsRecorded(account: Debts, { rule, touched }: Given, first: CalendarDate, asOf: CalendarDate): boolean {
  const { changes } = account.delinquency;
  const state = changes.value.at(-1)?.to ?? "CURRENT";
  const level = DELINQUENCY_STATES.indexOf(state);
  if (worstLevelOn(itemsAfter(account, asOf), rule, asOf) !== level) return false;
  if (touched === undefined) return true;
  const rewrites = touched.since < asOf && (level > 0 || changes.value.some(({ on }) => on > touched.since));
  return !rewrites && worstLevels(touched.items, rule, first, asOf).every((step) => step.level <= level);
}

function stateAt(level: number): DelinquencyState {
  return DELINQUENCY_STATES[level] ?? "SEVERE";
}

/** How many changes from the first on were recorded as they are. */
function agreeing(moves: readonly Pick<StateChange, "on" | "to">[], recorded: readonly StateChange[]): number {
  const differs = moves.findIndex(({ on, to }, index) => recorded[index]?.on !== on || recorded[index]?.to !== to);
  return differs === -1 ? moves.length : differs;
}

function changed(
  account: Debts,
  { rule, currency }: Given,
  { on, from, to }: { readonly on: CalendarDate; readonly from: DelinquencyState; readonly to: DelinquencyState },
  more: { readonly index: number; readonly supersedes: readonly number[]; readonly cause: "PAST_DUE" | "CURED" | "CORRECTED" },
): DecidedEvent {
  const [worst] = pastDueOn(itemsAfter(account, on), rule, on);
  return effective(
    on,
    DelinquencyStateChanged({
      changeNo: account.delinquency.recorded.value + 1 + more.index,
      from,
      to,
      cause: more.cause,
      ...(worst !== undefined && { worst: { ...worst, open: amountText(worst.open, currency) } }),
      supersedes: more.supersedes,
    }),
  );
}
