import { reverseDifference } from "../../../../src/domain/account/settlements/reverse-difference.ts";
import { reverseWithholding } from "../../../../src/domain/account/settlements/reverse-withholding.ts";
import { revokeDiscount } from "../../../../src/domain/account/settlements/revoke-discount.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, type Judgement, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, type NaiveSettlement } from "../model/naive-account.ts";
import { takeBack } from "../model/undoing.ts";
import { reasoned } from "./people.ts";

type Kind = NaiveSettlement["kind"];

/** The id of one that can be taken back, or of another. */
function oneOf(account: NaiveAccount, dice: Dice, kind: Kind): string {
  const all = [...account.settlements.values()].filter((each) => each.kind === kind);
  const live = all.filter(({ left, status }) => left > 0 && status === "SETTLED");
  return dice.rather(
    live.map(({ id }) => id),
    all.map(({ id }) => id),
    "S-none",
  );
}

function some(account: NaiveAccount, kind: Kind): boolean {
  return [...account.settlements.values()].some((each) => each.kind === kind);
}

/** It stops being true on the day of the act, or when it took effect where that is later. A reason is needed. */
function judged({ account, effect, today, reason }: Ask<unknown>, kind: Kind, id: string): Judgement {
  const settlement = account.settlements.get(`${kind} ${id}`);
  if (settlement === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
  const on = effect ?? firstOpenDay(account, Math.max(today, settlement.effect));
  const credit = account.credits.get(settlement.creditId ?? "");
  const stands =
    settlement.left > 0 && (kind !== "WITHHOLDING" || settlement.status === "SETTLED") && (credit?.status ?? "LIVE") === "LIVE";
  return {
    must: [
      ...unless(stands, "INVALID_TRANSITION"),
      ...unless(reason, "REASON_REQUIRED"),
      ...unless(on >= settlement.effect, "EFFECTIVE_BEFORE_APPLICATION"),
    ],
    follow() {
      takeBack(account, settlement, settlement.left, on, Math.max(on, settlement.settled));
      return undefined;
    },
  };
}

export const revokeDiscountMove = move(revokeDiscount, {
  weight: 7,
  isTimely: (account) => some(account, "DISCOUNT"),
  propose: (account, dice) => ({ body: { accountId: ACCOUNT, discountId: oneOf(account, dice, "DISCOUNT"), ...reasoned(dice) } }),
  judge: (ask) => judged(ask, "DISCOUNT", ask.body.discountId),
});

export const reverseWithholdingMove = move(reverseWithholding, {
  weight: 6,
  isTimely: (account) => some(account, "WITHHOLDING"),
  propose: (account, dice) => ({ body: { accountId: ACCOUNT, withholdingId: oneOf(account, dice, "WITHHOLDING"), ...reasoned(dice) } }),
  judge: (ask) => judged(ask, "WITHHOLDING", ask.body.withholdingId),
});

export const reverseDifferenceMove = move(reverseDifference, {
  weight: 7,
  isTimely: (account) => some(account, "DIFFERENCE"),
  propose: (account, dice) => ({ body: { accountId: ACCOUNT, differenceId: oneOf(account, dice, "DIFFERENCE"), ...reasoned(dice) } }),
  judge: (ask) => judged(ask, "DIFFERENCE", ask.body.differenceId),
});
