import type { SuspensionReason } from "../../../../schemas/commands/credit-line.ts";
import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DeepReadonly, type Verdict, violation } from "../../../kernel/decider.ts";
import type { Cell, JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

/** A limit and from when it holds: a permanent one until the next, a temporary one until its last day. */
export interface Limit {
  readonly kind: "PERMANENT" | "TEMPORARY";
  readonly amount: Minor;
  readonly from: CalendarDate;
  readonly to: CalendarDate | undefined;
}

export interface Line {
  readonly lineId: string;
  /** From when reports show it: nothing that happens to it is earlier. */
  readonly openedOn: CalendarDate;
  /** In the order in which they were recorded; the first is the one it was opened with. */
  readonly limits: readonly Limit[];
  /** The terms it was opened with. */
  readonly termsCode: string;
  readonly termsChanges: readonly { readonly termsCode: string; readonly from: CalendarDate }[];
  readonly validFrom: CalendarDate;
  readonly validTo: CalendarDate | undefined;
  readonly tolerancePct: string;
  /** It was taken over without a file: the waiver stands for an active customer as well. */
  readonly waivesFile: boolean;
  /** Since when its exposure is above its ceiling, where it is. */
  readonly overLimitSince: CalendarDate | undefined;
}

export interface Suspension {
  readonly lineId: string;
  readonly reasonCode: SuspensionReason;
  readonly origin: "MANUAL" | "AUTOMATIC";
  readonly suspendedOn: CalendarDate;
  readonly live: boolean;
  readonly lifted: { readonly on: CalendarDate; readonly origin: "MANUAL" | "AUTOMATIC" } | undefined;
  /** After a manual lift: the line is not suspended again for this reason up to here. */
  readonly until: CalendarDate | undefined;
}

/** The credit line of one account and its suspensions; the line is usable while none of them is live. */
export interface CreditLine {
  /** The line that is not closed; at most one. */
  readonly open: Cell<Line | undefined>;
  readonly everOpened: JournaledMap<string, true>;
  /** Credit applications already used: one approval serves one line or one increase. */
  readonly usedApplications: JournaledMap<string, true>;
  readonly suspensions: JournaledMap<string, Suspension>;
}

export const creditLine = room<CreditLine>()({
  initial: (journal) => ({
    open: journal.cell<Line | undefined>(undefined),
    everOpened: journal.list(),
    usedApplications: journal.map(),
    suspensions: journal.list(),
  }),
  on: {
    CreditLineOpened(state, { lineId, limit, termsCode, validFrom, validTo, tolerancePct, applicationId, waivers }, { effectiveOn }) {
      state.open.set({
        lineId,
        openedOn: effectiveOn,
        limits: [{ kind: "PERMANENT", amount: minorOf(limit), from: validFrom, to: undefined }],
        termsCode,
        termsChanges: [],
        validFrom,
        validTo,
        tolerancePct,
        waivesFile: waivers.some(({ rule }) => rule === "FILE"),
        overLimitSince: undefined,
      });
      state.everOpened.set(lineId, true);
      if (applicationId !== undefined) state.usedApplications.set(applicationId, true);
    },
    CreditLimitChanged(state, { kind, new: amount, from, to, applicationId }) {
      change(state, ({ limits }) => ({ limits: [...limits, { kind, amount: minorOf(amount), from, to }] }));
      if (applicationId !== undefined) state.usedApplications.set(applicationId, true);
    },
    CreditTermsChanged: (state, { termsCode, from }) =>
      change(state, ({ termsChanges }) => ({ termsChanges: [...termsChanges, { termsCode, from }] })),
    LineRenewed: (state, { validTo }) => change(state, () => ({ validTo })),
    LineClosed: (state) => state.open.set(undefined),
    OverLimitDetected: (state, _event, { effectiveOn }) => change(state, () => ({ overLimitSince: effectiveOn })),
    OverLimitCleared: (state) => change(state, () => ({ overLimitSince: undefined })),

    LineSuspended: (state, { lineId, suspensionId, reasonCode, origin }, { effectiveOn }) =>
      state.suspensions.set(suspensionId, {
        ...{ lineId, reasonCode, origin, suspendedOn: effectiveOn },
        ...{ live: true, lifted: undefined, until: undefined },
      }),
    LineReinstated: (state, { suspensionId, origin, until }, { effectiveOn }) =>
      state.suspensions.change(suspensionId, (suspension) => ({ ...suspension, live: false, lifted: { on: effectiveOn, origin }, until })),
  },
});

function change(state: CreditLine, changes: (line: Line) => Partial<Line>): void {
  const line = state.open.value;
  if (line === undefined) throw new Error("no line is open");
  state.open.set({ ...line, ...changes(line) });
}

/** The limit of a day: nothing before the line begins, once it has expired, and without a line. */
export function limitOn(line: DeepReadonly<Line> | undefined, day: CalendarDate): Minor {
  if (line === undefined || day < line.validFrom || (line.validTo !== undefined && day > line.validTo)) return 0n;
  return grantedOn(line, day);
}

/** The limit that was granted for a day, whether the line is valid then or not: the permanent one, or the highest temporary one above it. */
export function grantedOn({ limits }: DeepReadonly<Line>, day: CalendarDate): Minor {
  const temporary = limits.filter(({ kind, from, to }) => kind === "TEMPORARY" && from <= day && day <= (to ?? day));
  return temporary.reduce((highest, { amount }) => (amount > highest ? amount : highest), permanentOn(limits, day)?.amount ?? 0n);
}

function permanentOn(limits: readonly DeepReadonly<Limit>[], day: CalendarDate): DeepReadonly<Limit> | undefined {
  const permanent = limits.filter(({ kind }) => kind === "PERMANENT");
  return latestBegun(permanent, day) ?? permanent[0];
}

/** Payment terms of documents issued on a day. */
export function termsOn({ termsCode, termsChanges }: DeepReadonly<Line>, day: CalendarDate): string {
  return latestBegun(termsChanges, day)?.termsCode ?? termsCode;
}

/** Of those that have begun the one that began last, of the same day the one recorded last. */
function latestBegun<T extends { readonly from: CalendarDate }>(recorded: readonly T[], day: CalendarDate): T | undefined {
  let latest: T | undefined;
  for (const each of recorded) if (each.from <= day && each.from >= (latest?.from ?? "")) latest = each;
  return latest;
}

/** The days up to another one on which the limit granted may change, in order, the first one included. */
export function daysOfChange({ limits }: DeepReadonly<Line>, first: CalendarDate, last: CalendarDate): readonly CalendarDate[] {
  const days = limits.flatMap(({ from, to }) => (to === undefined ? [from] : [from, addDays(to, 1)]));
  return [...new Set([first, ...days])].filter((day) => first <= day && day <= last).sort();
}

/** The open line, or why there is none. */
export function lineIsOpen({ open, everOpened }: DeepReadonly<CreditLine>): Verdict {
  if (open.value !== undefined) return undefined;
  const last = [...everOpened.keys()].at(-1);
  return last === undefined ? violation("LINE_NOT_FOUND") : violation("LINE_CLOSED", { lineId: last });
}

/** The live suspension of the open line for a reason. */
export function liveSuspension(
  { open, suspensions }: DeepReadonly<CreditLine>,
  reasonCode: SuspensionReason,
): { readonly suspensionId: string; readonly suspension: DeepReadonly<Suspension> } | undefined {
  for (const [suspensionId, suspension] of suspensions) {
    const { live, lineId } = suspension;
    if (live && suspension.reasonCode === reasonCode && lineId === open.value?.lineId) return { suspensionId, suspension };
  }
  return undefined;
}
