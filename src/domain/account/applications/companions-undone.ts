import { SmallDifferenceReversed } from "../../../../schemas/events/account/settlements.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import { type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, divideHalfUp, type Minor } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import type { CreditItem } from "../credits/credits.ts";
import { keyOf } from "../settlements/settlements.ts";
import type { AppliedLine, Companion } from "./applications.ts";
import { isSame, type PendingSpan, pendingSpans } from "./pending-spans.ts";

/** What of a companion is undone with its line. */
export interface CompanionUndone {
  readonly id: string;
  readonly kind: Companion["kind"];
  readonly amount: Minor;
  /** From when the companion itself counts: later than the line where it was written off later. */
  readonly effectiveOn: CalendarDate;
  /** Its own day of settlement. */
  readonly settledOn: CalendarDate;
  readonly revision: number;
}

/** Where, and for the days of settlement since when, a companion is undone. */
export interface CompanionPart extends CompanionUndone {
  readonly lineId: string;
  readonly instalmentId: string;
  readonly freedOn: CalendarDate;
}

/** What is undone together, in an account of that currency. */
interface Undoing {
  readonly applicationId: string;
  readonly credit: DeepReadonly<CreditItem> | undefined;
  /** When the lines counted as pending clearance. */
  readonly spans: readonly PendingSpan[];
  readonly effectiveOn: CalendarDate;
  readonly currency: string;
}

/**
 * Companions that are undone with their lines, and those that need an event of their own: a difference that was written off with effect
 * later is undone from when it counted, and one that was written off when the money had cleared was pending at other times.
 */
export function dividedCompanions(parts: readonly CompanionPart[], { applicationId, credit, spans, effectiveOn, currency }: Undoing) {
  const dated = parts.map((part) => {
    const on = laterOf(effectiveOn, part.effectiveOn);
    return { ...part, on, spans: credit === undefined ? [] : pendingSpans(credit, part, on) };
  });
  const isApart = (part: (typeof dated)[number]) => part.on > effectiveOn || !isSame(part.spans, spans);
  const text = (minor: Minor) => amountText(minor, currency);
  return {
    alsoReversed: dated
      .filter((part) => !isApart(part))
      .map(({ id, kind, lineId, instalmentId, amount, freedOn }) => ({ id, kind, lineId, instalmentId, amount: text(amount), freedOn })),
    apart: dated.filter(isApart).map(({ id, instalmentId, amount, freedOn, on, spans: own }) =>
      effective(
        on,
        SmallDifferenceReversed({
          ...{ differenceId: id, applicationId, instalmentId, amount: text(amount), freedOn },
          ...(own.length > 0 && { pendingSpans: own }),
        }),
      ),
    ),
  };
}

/** A withholding that was re-opened is a charge of its own meanwhile, and no part of its line any more. */
export function goesWithLine({ settlements }: Account, { kind, id }: DeepReadonly<Companion>): boolean {
  return settlements.get(keyOf(kind, id))?.chargeId === undefined;
}

/** Discounts, withholdings and differences are undone in proportion to the money of their line; the last undo takes the rest (UNA-2). */
export function companionsUndoneWith(account: Account, line: DeepReadonly<AppliedLine>, amount: Minor): readonly CompanionUndone[] {
  const going = line.companions.filter((companion) => goesWithLine(account, companion));
  return going.flatMap(({ kind, id, revision, ...companion }) => {
    const undone = companion.left - keptOf({ kind, revision, ...companion }, line, line.left - amount);
    const settlement = account.settlements.get(keyOf(kind, id));
    if (undone <= 0n || settlement === undefined) return [];
    const { effectiveOn, settledOn } = settlement;
    return { id, kind, amount: undone, effectiveOn, settledOn, revision };
  });
}

/** Of what came with the line, its share of the line; of a difference, which may come later, its share of what was applied until now. */
function keptOf({ kind, amount, left }: Omit<DeepReadonly<Companion>, "id">, line: DeepReadonly<AppliedLine>, leftAfter: Minor): Minor {
  return kind === "DIFFERENCE" ? divideHalfUp(left * leftAfter, line.left) : divideHalfUp(amount * leftAfter, line.amount);
}
