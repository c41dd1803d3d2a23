import { type CalendarDate, END_OF_TIME } from "../../src/kernel/calendar-date.ts";

/** What an item amounts to, in minor units: `open` (of a credit item: unapplied) and the columns beside it. */
export interface Amounts {
  readonly open: bigint;
  readonly pending: bigint;
  readonly promised: bigint;
  readonly covered: bigint;
}

/** What of an item counts besides its amounts, and may change from a date on. */
export interface Marks {
  readonly dueDate: CalendarDate;
  readonly branchId: string | null;
  readonly salespersonId: string | null;
}

/** What happens to an item on a business date: its amounts change by these, and these marks count from then on. */
export interface Change {
  readonly amounts: Amounts;
  readonly marks: Partial<Marks>;
}

/** What happens to an item, per business date: all that is known of it at one point of the log. */
export type ChangesByDate = Map<CalendarDate, Change>;

/** Constant from a business date to another, the second excluded. */
export interface Step extends Amounts, Marks {
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

function isNothing({ open, pending, promised, covered }: Amounts): boolean {
  return open === 0n && pending === 0n && promised === 0n && covered === 0n;
}

function isSame(a: Amounts & Marks, b: Amounts & Marks): boolean {
  const sameAmounts = a.open === b.open && a.pending === b.pending && a.promised === b.promised && a.covered === b.covered;
  return sameAmounts && a.dueDate === b.dueDate && a.branchId === b.branchId && a.salespersonId === b.salespersonId;
}

/** One more change on a date; of two marks of one date the later recorded one counts. */
export function addChange(changes: ChangesByDate, on: CalendarDate, amounts: Amounts, marks: Partial<Marks> = {}): void {
  const before = changes.get(on) ?? { amounts: NOTHING, marks: {} };
  changes.set(on, { amounts: sumOfAmounts(before.amounts, amounts), marks: { ...before.marks, ...marks } });
}

/** The steps along business dates, longest possible, those of nothing left out. `first` is what counts before any change of marks. */
export function stepsOf(changes: ReadonlyMap<CalendarDate, Change>, first: Marks): readonly Step[] {
  const steps: Step[] = [];
  let state: Amounts & Marks = { ...NOTHING, ...first };
  let effFrom: CalendarDate | undefined;
  for (const [on, { amounts, marks }] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const next = { ...state, ...sumOfAmounts(state, amounts), ...marks };
    if (isSame(next, state)) continue;
    if (effFrom !== undefined && !isNothing(state)) steps.push({ ...state, effFrom, effTo: on });
    [state, effFrom] = [next, on];
  }
  if (effFrom !== undefined && !isNothing(state)) steps.push({ ...state, effFrom, effTo: END_OF_TIME });
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
