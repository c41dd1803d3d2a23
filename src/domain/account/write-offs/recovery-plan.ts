import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Occasion, type Rejection, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf } from "../../../kernel/money.ts";
import { withChange } from "../../../kernel/timeline.ts";
import type { DomainFacts } from "../../facts.ts";
import { givenDateIsOpen } from "../../time-locks.ts";
import { defaultEffect, earliestEffect, type Settlement, settledOn, timelineHolds } from "../applications/application-dates.ts";
import { type CreditItem, freeOf } from "../credits/credits.ts";
import type { WriteOff } from "./write-offs.ts";

/** Money for a part of what was written off. */
export interface AskedRecovery {
  readonly instalmentId: string;
  readonly amount: Minor;
}

export interface RecoveryPlan {
  readonly lines: readonly (AskedRecovery & { readonly settledOn: CalendarDate })[];
  readonly effectiveOn: CalendarDate;
}

/** The codes a plan may be refused with. */
export const RECOVERY_REFUSALS = [
  ...(["ITEM_NOT_FOUND", "OVER_RECOVERY", "RECEIPT_EXHAUSTED", "EFFECTIVE_BEFORE_DOCUMENT", "FUTURE_EFFECTIVE_DATE"] as const),
  ...(["TIMELINE_NEGATIVE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/**
 * How money recovers what was written off: as an application settles instalments, but with the memo in the place of what is open. All
 * lines or none, each with the day that counts as the day of payment, all with one business date.
 */
export function planRecovery(
  credit: DeepReadonly<CreditItem>,
  writeOff: DeepReadonly<WriteOff>,
  lines: readonly AskedRecovery[],
  currency: string,
  facts: DeepReadonly<Pick<DomainFacts, "locks">> & Occasion,
): RecoveryPlan | Rejection {
  const amounts = broken([memoHasThat(writeOff, lines, currency), moneyIsFree(credit, lines, currency)]);
  if (amounts.length > 0) return refuse(...amounts);

  const planned = plannedLines(credit, writeOff, lines);
  const settlements = planned.map(({ settlement }) => settlement);
  const earliest = earliestEffect(
    credit,
    settlements,
    planned.map((each) => each.settledOn),
  );
  const effectiveOn = facts.effectiveOn ?? defaultEffect(credit, settlements, earliest, facts.locks);
  const violations = broken([dateIsPossible(credit, settlements, effectiveOn, earliest, facts.today), givenDateIsOpen(facts)]);
  return violations.length > 0 ? refuse(...violations) : { lines: planned.map(({ settlement, ...line }) => line), effectiveOn };
}

/** Money above the memo is not for this debt: it stays on account. */
function memoHasThat({ lines: writtenOff }: DeepReadonly<WriteOff>, lines: readonly AskedRecovery[], currency: string): Verdict {
  return lines.flatMap(({ instalmentId, amount }, index) => {
    const line = writtenOff.find((each) => each.instalmentId === instalmentId);
    if (line === undefined) return violation("ITEM_NOT_FOUND", { instalmentId }, `/lines/${index}/instalmentId`);
    if (amount <= line.memo) return [];
    const facts = { instalmentId, memo: amountText(line.memo, currency), requested: amountText(amount, currency) };
    return violation("OVER_RECOVERY", facts, `/lines/${index}/amount`);
  });
}

function moneyIsFree(credit: DeepReadonly<CreditItem>, lines: readonly AskedRecovery[], currency: string): Verdict {
  const requested = sumOf(lines.map(({ amount }) => amount));
  const free = freeOf(credit);
  if (requested <= free) return undefined;
  return violation("RECEIPT_EXHAUSTED", { left: amountText(free, currency), requested: amountText(requested, currency) });
}

type Planned = RecoveryPlan["lines"][number] & { readonly settlement: Settlement };

/** Lines are recovered one after the other: money that an earlier one takes is not free for the next. */
function plannedLines(
  credit: DeepReadonly<CreditItem>,
  { lines: writtenOff, postedOn, settledOn: since }: DeepReadonly<WriteOff>,
  lines: readonly AskedRecovery[],
): readonly Planned[] {
  let { bySettlement } = credit;
  return lines.map(({ instalmentId, amount }) => {
    const line = writtenOff.find((each) => each.instalmentId === instalmentId);
    if (line === undefined || postedOn === undefined || since === undefined) throw new Error(`${instalmentId} was not written off`);
    const settlement = { document: { issueDate: since, effectiveOn: postedOn }, instalment: line, money: amount, withCompanions: amount };
    const settled = settledOn({ valueDate: credit.valueDate, bySettlement }, settlement);
    bySettlement = withChange(bySettlement, settled, -amount);
    return { instalmentId, amount, settledOn: settled, settlement };
  });
}

function dateIsPossible(
  credit: DeepReadonly<CreditItem>,
  settlements: readonly Settlement[],
  on: CalendarDate,
  earliest: CalendarDate,
  today: CalendarDate,
): Verdict {
  const facts = { effectiveOn: on, earliest };
  return broken([
    on < earliest ? violation("EFFECTIVE_BEFORE_DOCUMENT", facts, "/effectiveOn") : undefined,
    on > today && credit.method !== "POST_DATED_CHEQUE"
      ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: on, today }, "/effectiveOn")
      : undefined,
    on >= earliest && !timelineHolds(credit, settlements, on) ? violation("TIMELINE_NEGATIVE", facts, "/effectiveOn") : undefined,
  ]);
}
