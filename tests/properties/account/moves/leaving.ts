import { addFrom, firstDayWith, staysFrom } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, unless } from "../model/move.ts";
import { firstOpenDay, freeOf, type NaiveAccount } from "../model/naive-account.ts";

/** Credits with money that may leave the account. */
export function withClearedMoney(account: NaiveAccount): readonly string[] {
  return [...account.credits].filter(([id, { cleared }]) => cleared && freeOf(account, id) > 0).map(([id]) => id);
}

/** Mostly what there is of it, or a part. */
export function leavingAmount(account: NaiveAccount, dice: Dice, creditId: string): number {
  const free = freeOf(account, creditId);
  return free > 0 && !dice.once(10) ? Math.max(1, Math.floor((free * dice.between(1, 4)) / 4)) : dice.between(1, 40);
}

interface Leaving {
  readonly must: readonly string[];
  readonly on: number;
  leave(): void;
}

/** OAC-2: only cleared money that is free leaves, and not before it was cleared and there; by default on the day it is decided. */
export function planLeaving({ account, today, effect }: Ask<unknown>, creditId: string, amount: number): Leaving {
  const none = (...must: readonly string[]) => ({ must, on: 0, leave: () => undefined });
  const credit = account.credits.get(creditId);
  if (credit === undefined) return none("RECEIPT_NOT_FOUND");
  const short = [...unless(credit.cleared, "RECEIPT_NOT_CLEARED"), ...unless(amount <= freeOf(account, creditId), "RECEIPT_EXHAUSTED")];
  if (short.length > 0) return none(...short);
  const earliest = Math.max(credit.effect, credit.clearedOn ?? credit.effect);
  const byEffect = firstDayWith(credit.left, amount, Math.max(today, earliest));
  const on = effect ?? firstOpenDay(account, firstDayWith(credit.leftToSettle, amount, byEffect));
  const isThere = staysFrom(credit.left, on, amount) && staysFrom(credit.leftToSettle, on, amount);
  return {
    must: on < earliest ? ["EFFECTIVE_BEFORE_DOCUMENT"] : unless(isThere, "TIMELINE_NEGATIVE"),
    on,
    leave() {
      addFrom(credit.left, on, -amount);
      addFrom(credit.leftToSettle, on, -amount);
    },
  };
}
