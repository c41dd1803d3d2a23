import { addDays, type CalendarDate, daysBetween } from "../../../kernel/calendar-date.ts";
import type { DecidedEvent, DeepReadonly } from "../../../kernel/decider.ts";
import type { Minor } from "../../../kernel/money.ts";
import { amountOn } from "../../../kernel/timeline.ts";
import { type Documents, documents as documentsRoom, dueOnAsOf, type Instalment } from "../documents/documents.ts";
import type { Delinquency } from "./delinquency.ts";

type Item = DeepReadonly<Instalment>;

/** The slices of the account that say what is past due. */
export interface Debts {
  readonly documents: DeepReadonly<Documents>;
  readonly delinquency: DeepReadonly<Delinquency>;
}

/** From how many days past due on an item is at level 1, 2, ... ; items with less than `minAmount` open do not count. */
export interface PastDueRule {
  readonly thresholds: readonly number[];
  readonly minAmount: Minor;
}

export interface Step {
  readonly on: CalendarDate;
  readonly level: number;
}

/** The instalments of which something is open on a day or later, by the dates on which things take effect. */
export function itemsAfter({ documents, delinquency }: Debts, day: CalendarDate): readonly (readonly [id: string, item: Item])[] {
  const found: (readonly [string, Item])[] = [];
  // Unless something is settled only from a later day on, everything that is not open now was settled by that day.
  if ((delinquency.lastSettled.value ?? day) <= day) {
    for (const id of documents.open.keys()) {
      const item = documents.instalments.get(id);
      if (item !== undefined) found.push([id, item]);
    }
    return found;
  }
  for (const [id, item] of documents.instalments) {
    const lastChange = item.byEffect.at(-1);
    if (item.open !== 0n || (lastChange !== undefined && lastChange.on > day)) found.push([id, item]);
  }
  return found;
}

/** Days past due of an item on a day: zero or less while it is not due. */
export function dpdOn(item: Item, day: CalendarDate): number {
  return daysBetween(dueOnAsOf(item, day), day);
}

export function levelOn(item: Item, { thresholds, minAmount }: PastDueRule, day: CalendarDate): number {
  const dpd = dpdOn(item, day);
  if (dpd < (thresholds[0] ?? 1)) return 0;
  const open = amountOn(item.byEffect, day);
  return open > 0n && open >= minAmount ? thresholds.filter((days) => dpd >= days).length : 0;
}

export function worstLevelOn(items: readonly (readonly [string, Item])[], rule: PastDueRule, day: CalendarDate): number {
  let worst = 0;
  for (const [, item] of items) {
    worst = Math.max(worst, levelOn(item, rule, day));
    if (worst === rule.thresholds.length) break;
  }
  return worst;
}

/** The worst level of all items from day to day: the first step is on the first day, then one for every change up to the last. */
export function worstLevels(
  items: readonly (readonly [string, Item])[],
  rule: PastDueRule,
  first: CalendarDate,
  last: CalendarDate,
): readonly Step[] {
  const moves = items.flatMap(([, item]) => {
    let before = 0;
    return levelsOf(item, rule, first, last).map(({ on, level }) => {
      const move = { on, from: before, to: level };
      before = level;
      return move;
    });
  });
  const counts = new Array<number>(rule.thresholds.length + 1).fill(0);
  const steps: Step[] = [{ on: first, level: 0 }];
  for (const { on, from, to } of moves.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    counts[from] = (counts[from] ?? 0) - 1;
    counts[to] = (counts[to] ?? 0) + 1;
    const level = Math.max(
      0,
      counts.findLastIndex((count, each) => each > 0 && count > 0),
    );
    if (steps.at(-1)?.on === on) steps.pop();
    steps.push({ on, level });
  }
  return steps.filter(({ level }, index) => index === 0 || level !== steps[index - 1]?.level);
}

/** Level of one item from day to day, only where it is or was above zero. */
function levelsOf(item: Item, rule: PastDueRule, first: CalendarDate, last: CalendarDate): readonly Step[] {
  const dues = [...new Set([item.dueOn, ...item.dueChanges.flatMap(({ from, to }) => [from, to])])];
  const passed = dues.flatMap((due) => rule.thresholds.map((days) => addDays(due, days)));
  if (passed.every((day) => day > last)) return [];
  const changed = [...item.byEffect.map(({ on }) => on), ...item.dueChanges.map(({ effectiveOn }) => effectiveOn)];
  const days = [first, ...[...passed, ...changed].filter((day) => day > first && day <= last)].sort();
  const levels = days.map((on) => ({ on, level: levelOn(item, rule, on) }));
  return levels.filter(({ level }, index) => level !== (levels[index - 1]?.level ?? 0));
}

/** Items that are at some level on a day, the longest past due first. */
export function pastDueOn(items: readonly (readonly [string, Item])[], rule: PastDueRule, day: CalendarDate) {
  return items
    .filter(([, item]) => levelOn(item, rule, day) > 0)
    .map(([instalmentId, item]) => ({ instalmentId, dpd: dpdOn(item, day), open: amountOn(item.byEffect, day) }))
    .sort((a, b) => b.dpd - a.dpd || (a.instalmentId < b.instalmentId ? -1 : 1));
}

/** What decided events did to instalments. */
export interface Touched {
  readonly items: readonly (readonly [id: string, item: Item])[];
  /** The first business date on which it shows. */
  readonly since: CalendarDate;
}

/** Nothing where no instalment was touched. `on`: the date of events that have none of their own. */
export function touchedBy(decided: readonly DecidedEvent[], { documents }: Debts, on: CalendarDate): Touched | undefined {
  const moving = decided.filter(({ type }) => type in documentsRoom.on);
  const ids = new Set(moving.flatMap(({ data }) => instalmentsIn(data)));
  if (ids.size === 0) return undefined;
  const items = [...ids].flatMap((id) => {
    const item = documents.instalments.get(id);
    return item === undefined ? [] : [[id, item] as const];
  });
  const since = moving.map(({ effectiveOn }) => effectiveOn ?? on).reduce((earliest, each) => (each < earliest ? each : earliest));
  return { items, since };
}

function instalmentsIn(data: unknown): readonly string[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) =>
    name === "instalmentId" && typeof value === "string" ? [value] : instalmentsIn(value),
  );
}
