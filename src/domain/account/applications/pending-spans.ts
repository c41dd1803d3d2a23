import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { CreditItem } from "../credits/credits.ts";
import type { Application } from "./applications.ts";

/** From when to when an amount counted as pending clearance; without an end while the bank is still waited for. */
export interface PendingSpan {
  readonly from: CalendarDate;
  readonly until?: CalendarDate;
}

/** Something settled with money, by when it counts and by its place in the history of the account. */
interface Settled {
  readonly effectiveOn: CalendarDate;
  readonly revision: number;
}

/**
 * When what was settled with money of a credit counted as pending, from the day on from which it is undone: from its own date on where it
 * was settled while the bank was waited for, and from every later revocation on, each until the money cleared.
 */
export function pendingSpans(
  { waits }: Pick<DeepReadonly<CreditItem>, "waits">,
  { effectiveOn, revision }: Settled,
  undoneFrom: CalendarDate,
): readonly PendingSpan[] {
  return waits.flatMap((wait) => {
    if (wait.endedAt !== undefined && wait.endedAt < revision) return [];
    const begins = wait.begunAt < revision ? effectiveOn : laterOf(wait.from, effectiveOn);
    const from = laterOf(begins, undoneFrom);
    if (wait.until === undefined) return { from };
    const until = laterOf(wait.until, effectiveOn);
    return until > from ? { from, until } : [];
  });
}

/** The spans of the lines of an application, none of a recovery: it settled nothing that was open. */
export function spansOfLines(
  credit: Pick<DeepReadonly<CreditItem>, "waits"> | undefined,
  application: Pick<DeepReadonly<Application>, "kind" | "effectiveOn" | "revision">,
  undoneFrom: CalendarDate,
): readonly PendingSpan[] {
  return credit === undefined || application.kind === "RECOVERY" ? [] : pendingSpans(credit, application, undoneFrom);
}

/** As an un-application says it: mostly that the bank is waited for, or until when it was. */
export function pendingOfUndone(spans: readonly PendingSpan[], undoneFrom: CalendarDate) {
  const [first, ...more] = spans;
  if (first === undefined) return { conditional: false };
  if (more.length > 0 || first.from !== undoneFrom) return { conditional: false, pendingSpans: spans };
  return first.until === undefined ? { conditional: true } : { conditional: false, pendingUntil: first.until };
}

export function isSame(one: readonly PendingSpan[], other: readonly PendingSpan[]): boolean {
  return one.length === other.length && one.every(({ from, until }, index) => from === other[index]?.from && until === other[index]?.until);
}
