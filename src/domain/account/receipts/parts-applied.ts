import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import type { Companion } from "../applications/applications.ts";
import { goesWithLine } from "../applications/companions-undone.ts";
import { keyOf } from "../settlements/settlements.ts";

interface Part {
  readonly instalmentId: string;
  readonly amount: Minor;
  readonly effectiveOn: CalendarDate;
}

/**
 * What is applied with a receipt's money now, by instalment and day: all of what is open that a return would open again. Nothing of it
 * counts before the day given.
 */
export function partsApplied(account: Account, receiptId: string, notBefore: CalendarDate, currency: string) {
  return parts(account, receiptId).map(({ instalmentId, amount, effectiveOn }) => ({
    instalmentId,
    amount: amountText(amount, currency),
    effectiveOn: laterOf(notBefore, effectiveOn),
  }));
}

/** Recoveries of written-off debts are left out: what a return takes from them is owed in the memo, and was never open. */
function parts(account: Account, receiptId: string): readonly Part[] {
  const { applications } = account;
  return (applications.ofCredit.get(receiptId) ?? []).flatMap((id) => {
    const application = applications.byId.get(id);
    if (application === undefined || application.kind === "RECOVERY") return [];
    const { lines, effectiveOn } = application;
    return lines
      .flatMap(({ instalmentId, left, companions }) => {
        const opened = companions.map((each) => ({ instalmentId, ...openedWithLine(account, each) }));
        const together = opened.filter((each) => each.effectiveOn === effectiveOn);
        const later = opened.filter((each) => each.effectiveOn !== effectiveOn);
        return [{ instalmentId, amount: left + sumOf(together.map(({ amount }) => amount)), effectiveOn }, ...later];
      })
      .filter(({ amount }) => amount > 0n);
  });
}

/** A difference may count from later on than its line; a withholding that is a charge meanwhile is not opened. */
function openedWithLine(account: Account, companion: DeepReadonly<Companion>): Pick<Part, "amount" | "effectiveOn"> {
  const settlement = account.settlements.get(keyOf(companion.kind, companion.id));
  return { amount: goesWithLine(account, companion) ? companion.left : 0n, effectiveOn: settlement?.effectiveOn ?? "" };
}
