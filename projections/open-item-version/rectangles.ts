import { type CalendarDate, END_OF_TIME } from "../../src/kernel/calendar-date.ts";

/** What an item amounts to, in minor units: `open` (of a credit item: unapplied) and the columns beside it. */
export interface Amounts {
  readonly open: bigint;
  readonly pending: bigint;
  readonly promised: bigint;
  readonly covered: bigint;
}

/** What an item's amounts change by, per business date: all that is known of it at one point of the log. */
export type ChangesByDate = Map<CalendarDate, Amounts>;

/** Constant amounts from a business date to another, the second excluded. */
export interface Step extends Amounts {
  readonly effFrom: CalendarDate;
  readonly effTo: CalendarDate;
}

/** A step as known since an ordinal. */
export interface Rectangle extends Step {
  readonly recFrom: number;
}

/** A step as known from one ordinal to another, the second excluded. */
export interface ClosedRectangle extends Rectangle {
  readonly recTo: number;
}

const NOTHING: Amounts = { open: 0n, pending: 0n, promised: 0n, covered: 0n };

export function sumOfAmounts(a: Amounts, b: Amounts): Amounts {
  return { open: a.open + b.open, pending: a.pending + b.pending, promised: a.promised + b.promised, covered: a.covered + b.covered };
}

function isSame(a: Amounts, b: Amounts): boolean {
  return a.open === b.open && a.pending === b.pending && a.promised === b.promised && a.covered === b.covered;
}

export function addChange(changes: ChangesByDate, on: CalendarDate, amounts: Amounts): void {
  changes.set(on, sumOfAmounts(changes.get(on) ?? NOTHING, amounts));
}

/** The steps along business dates, longest possible, those of nothing left out. */
export function stepsOf(changes: ReadonlyMap<CalendarDate, Amounts>): readonly Step[] {
  const steps: Step[] = [];
  let amounts = NOTHING;
  let effFrom: CalendarDate | undefined;
  for (const [on, change] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const next = sumOfAmounts(amounts, change);
    if (isSame(next, amounts)) continue;
    if (effFrom !== undefined && !isSame(amounts, NOTHING)) steps.push({ ...amounts, effFrom, effTo: on });
    [amounts, effFrom] = [next, on];
  }
  if (effFrom !== undefined && !isSame(amounts, NOTHING)) steps.push({ ...amounts, effFrom, effTo: END_OF_TIME });
  return steps;
}

/** What becomes of an item's rectangles of current knowledge when, at an ordinal, its steps are found to be these. */
export interface Advance {
  readonly current: readonly Rectangle[];
  readonly opened: readonly Rectangle[];
  readonly closed: readonly ClosedRectangle[];
}

/** Rectangles that still hold are kept untouched, so that they go on telling since when they have been known. */
export function advance(current: readonly Rectangle[], steps: readonly Step[], ordinal: number): Advance {
  const byStart = new Map(steps.map((step) => [step.effFrom, step]));
  const kept: Rectangle[] = [];
  const closed: ClosedRectangle[] = [];
  for (const rectangle of current) {
    const step = byStart.get(rectangle.effFrom);
    if (step !== undefined && step.effTo === rectangle.effTo && isSame(step, rectangle)) {
      kept.push(rectangle);
      byStart.delete(step.effFrom);
    } else {
      closed.push({ ...rectangle, recTo: ordinal });
    }
  }
  const opened = [...byStart.values()].map((step) => ({ ...step, recFrom: ordinal }));
  return { current: [...kept, ...opened], opened, closed };
}
