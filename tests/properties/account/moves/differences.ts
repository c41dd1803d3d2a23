import { writeOffDifference } from "../../../../src/domain/account/settlements/write-off-difference.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { addFrom, firstDayWith, monthOf, staysFrom } from "../model/days.ts";
import { type Ask, type Judgement, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, freeOf, freeOpenOf, type NaiveAccount, type NaiveSettlement, roundedHalfUp, total } from "../model/naive-account.ts";
import { itemOf } from "../model/settling.ts";
import { planAlone, settleAlone } from "./settlements.ts";

/** Of one item or credit in a month, in minor units and percent; of the whole account in a month. */
export const TOLERANCE = { amount: 3, pct: 20, monthly: 6 };

export const writeOffDifferenceMove = move(writeOffDifference, {
  weight: 26,
  isTimely: ({ items, credits }) => items.size + credits.size > 0,
  propose(account, dice, n) {
    const taken = [...account.settlements.values()].filter(({ kind }) => kind === "DIFFERENCE").map(({ id }) => id);
    const differenceId = dice.once(20) ? dice.known(taken, `X${n}`) : `X${n}`;
    const applicationId = dice.once(3) ? dice.known(account.applications.keys(), "A-none") : undefined;
    const application = account.applications.get(applicationId ?? "");
    const ofItem = dice.once(2);
    const open = [...account.items.keys()].filter((id) => freeOpenOf(account, id) > 0);
    const free = [...account.credits.keys()].filter((id) => freeOf(account, id) > 0);
    const itemId =
      application !== undefined && !dice.once(6)
        ? dice.of(...application.lines).itemId
        : dice.rather(open, account.items.keys(), "F-none.1");
    const creditId =
      application !== undefined && !dice.once(6) ? application.creditId : dice.rather(free, account.credits.keys(), "R-none");
    const amount = money(dice.once(8) ? dice.between(3, 60) : dice.of(1, 1, 2, 3));
    const both = dice.once(40)
      ? { instalmentId: itemId, creditItemId: creditId }
      : ofItem
        ? { instalmentId: itemId }
        : { creditItemId: creditId };
    return { body: { accountId: ACCOUNT, differenceId, amount, ...both, ...(applicationId !== undefined && { applicationId }) } };
  },
  judge(ask) {
    const { account, body, world } = ask;
    const { instalmentId, creditItemId } = body;
    const amount = minor(body.amount);
    if ((instalmentId === undefined) === (creditItemId === undefined)) return wrong(["MALFORMED"]);
    const isNew = unless(!account.settlements.has(`DIFFERENCE ${body.differenceId}`), "OVERLAPS");
    const judged = instalmentId !== undefined ? ofItem(ask, instalmentId, amount) : ofCredit(ask, creditItemId ?? "", amount);
    const isBare = world.policies?.tolerance !== undefined;
    return { ...judged, must: [...judged.must, ...isNew, ...(isBare ? ["UNKNOWN_CURRENCY"] : [])] };
  },
});

type Body = { readonly differenceId: string; readonly applicationId?: string };

/** A rest of an item: by itself on the day of the act, or with the line whose rest it is, and undone with that. */
function ofItem(ask: Ask<Body>, itemId: string, amount: number): Judgement {
  const { account, body } = ask;
  const { applicationId } = body;
  const application = account.applications.get(applicationId ?? "");
  const lines = application?.lines.filter((each) => each.itemId === itemId && each.memoOf === undefined);
  const line = lines?.find(({ left }) => left > 0) ?? lines?.[0];
  if (applicationId !== undefined && line === undefined) return wrong(["APPLICATION_NOT_FOUND"]);
  if (line?.left === 0) return wrong(["ALREADY_UNAPPLIED"]);
  const plan = planAlone(ask, { itemId, amount, settledFrom: line?.settled, effectFrom: application?.effect });
  if (plan.isImpossible) return wrong(plan.must);
  return {
    must: [...plan.must, ...tooMuch(account, itemId, itemOf(account, itemId).amount, amount, plan.on)],
    follow() {
      const of = { kind: "DIFFERENCE", id: body.differenceId, subkind: "RECEIVABLE", amount, base: 0, itemId, applicationId } as const;
      const settlement = settleAlone(account, of, plan);
      line?.companions.push(settlement);
      return undefined;
    },
  };
}

/** A rest of a credit that is kept, on the day of the act. */
function ofCredit({ account, body, effect, today }: Ask<Body>, creditId: string, amount: number): Judgement {
  const credit = account.credits.get(creditId);
  const { applicationId } = body;
  if (credit === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
  if (applicationId !== undefined && account.applications.get(applicationId)?.creditId !== creditId)
    return wrong(["APPLICATION_NOT_FOUND"]);
  if (amount > freeOf(account, creditId)) return wrong([credit.kind === "CREDIT_NOTE" ? "CREDIT_EXHAUSTED" : "RECEIPT_EXHAUSTED"]);
  const settled = firstDayWith(credit.leftToSettle, amount, Math.max(effect ?? today, credit.value));
  const on = effect ?? firstOpenDay(account, firstDayWith(credit.left, amount, Math.max(today, credit.effect)));
  return {
    must: [
      ...tooMuch(account, creditId, credit.amount, amount, on),
      ...unless(on >= credit.effect, "EFFECTIVE_BEFORE_DOCUMENT"),
      ...unless(on < credit.effect || staysFrom(credit.left, on, amount), "TIMELINE_NEGATIVE"),
    ],
    follow() {
      const of = { kind: "DIFFERENCE", id: body.differenceId, subkind: "CREDIT", itemId: undefined, creditId, applicationId } as const;
      const kept: NaiveSettlement = { ...of, amount, left: amount, settled, effect: on, status: "SETTLED", base: 0, chargeId: undefined };
      account.settlements.set(`DIFFERENCE ${body.differenceId}`, kept);
      addFrom(credit.left, on, -amount);
      addFrom(credit.leftToSettle, settled, -amount);
      return undefined;
    },
  };
}

/** DIF-1, with what was written off of the same and of the whole account in the month. */
function tooMuch({ settlements }: NaiveAccount, ofId: string, original: number, amount: number, on: number): readonly string[] {
  const [first, last] = monthOf(on);
  const inMonth = [...settlements.values()].filter((each) => each.kind === "DIFFERENCE" && each.effect >= first && each.effect <= last);
  const ofSame = total(inMonth.filter((each) => (each.itemId ?? each.creditId) === ofId).map(({ left }) => left)) + amount;
  const limit = Math.min(TOLERANCE.amount, roundedHalfUp(original * TOLERANCE.pct, 100));
  return unless(ofSame <= limit && total(inMonth.map(({ left }) => left)) + amount <= TOLERANCE.monthly, "TOLERANCE_EXCEEDED");
}
