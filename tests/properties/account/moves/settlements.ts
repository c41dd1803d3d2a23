import { grantDiscount } from "../../../../src/domain/account/settlements/grant-discount.ts";
import { recordWithholding } from "../../../../src/domain/account/settlements/record-withholding.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { mayDecide } from "../model/authority.ts";
import { firstDayWith, staysFrom } from "../model/days.ts";
import { type Ask, minor, money, move, unless } from "../model/move.ts";
import { firstOpenDay, freeOpenOf, type NaiveAccount, type NaiveSettlement, openOf, total } from "../model/naive-account.ts";
import { documentOf, itemOf, moveItem } from "../model/settling.ts";
import { withheldBy, withholdingOf } from "./applications.ts";
import { anyOfThem, reasoned } from "./people.ts";
import { basesAreTooHigh, discountIsDue, withholdingIsWrong } from "./settlement-rules.ts";

interface Alone {
  readonly itemId: string;
  readonly amount: number;
  /** From when it may count as settled, and take effect, where that is not on the day of the act. */
  readonly settledFrom?: number | undefined;
  readonly effectFrom?: number | undefined;
}

export interface PlannedAlone {
  readonly on: number;
  readonly settled: number;
  readonly must: readonly string[];
  /** Nothing can be said of the rest. */
  readonly isImpossible: boolean;
}

/** How something that is no money settles part of an item by itself: at most what is free, and never below zero later. */
export function planAlone({ account, today, effect }: Ask<unknown>, { itemId, amount, settledFrom, effectFrom }: Alone): PlannedAlone {
  const impossible = (code: string) => ({ on: 0, settled: 0, must: [code], isImpossible: true });
  if (!account.items.has(itemId)) return impossible("ITEM_NOT_FOUND");
  if (openOf(account, itemId) === 0) return impossible("ALREADY_SETTLED");
  if (amount > freeOpenOf(account, itemId)) return impossible("OVER_APPLICATION");
  const [item, document] = [itemOf(account, itemId), documentOf(account, itemId)];
  const settled = firstDayWith(item.openToSettle, amount, Math.max(settledFrom ?? effect ?? today, document.issue));
  const earliest = Math.max(document.effect, document.issue, effectFrom ?? 0);
  const on = effect ?? firstOpenDay(account, firstDayWith(item.open, amount, Math.max(effectFrom ?? today, earliest)));
  return {
    on,
    settled,
    isImpossible: false,
    must: [
      ...unless(on >= earliest, "EFFECTIVE_BEFORE_DOCUMENT"),
      ...unless(on < earliest || staysFrom(item.open, on, amount), "TIMELINE_NEGATIVE"),
    ],
  };
}

/** What settles by itself is there from now on. */
export function settleAlone(
  account: NaiveAccount,
  settlement: Pick<NaiveSettlement, "kind" | "id" | "subkind" | "amount" | "base"> & {
    readonly itemId: string;
    readonly applicationId?: string | undefined;
  },
  { on, settled }: Pick<PlannedAlone, "on" | "settled">,
): NaiveSettlement {
  const { amount, itemId, applicationId } = settlement;
  const more = { creditId: undefined, applicationId, left: amount, settled, effect: on, chargeId: undefined, status: "SETTLED" as const };
  const whole = { ...settlement, ...more };
  account.settlements.set(`${settlement.kind} ${settlement.id}`, whole);
  moveItem(account, itemId, -amount, on, settled);
  return whole;
}

export const grantDiscountMove = move(grantDiscount, {
  weight: 16,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const open = [...account.items.keys()].filter((id) => freeOpenOf(account, id) > 0);
    const instalmentId = dice.rather(open, account.items.keys(), "F-none.1");
    const taken = [...account.settlements.values()].filter(({ kind }) => kind === "DISCOUNT").map(({ id }) => id);
    const discountId = dice.once(15) ? dice.known(taken, `D${n}`) : `D${n}`;
    const most = dice.once(10) ? freeOpenOf(account, instalmentId) + 2 : Math.min(5, freeOpenOf(account, instalmentId));
    const body = {
      accountId: ACCOUNT,
      discountId,
      instalmentId,
      kind: dice.of("EARLY_PAYMENT", "EARLY_PAYMENT", "COMMERCIAL", "SETTLEMENT"),
    };
    return {
      body: {
        ...body,
        pct: dice.of("1.00", "4.00", "10.00", "30.00"),
        amount: money(dice.between(1, Math.max(1, most))),
        ...reasoned(dice),
      },
      ...anyOfThem(dice),
    };
  },
  judge(ask) {
    const { account, body, actor, approvers, reason } = ask;
    const { instalmentId: itemId, discountId: id, kind } = body;
    const amount = minor(body.amount);
    const early = kind === "EARLY_PAYMENT" ? earlyPaymentDay(account, itemId, amount) : undefined;
    const plan = planAlone(ask, { itemId, amount, settledFrom: early });
    const isNew = unless(!account.settlements.has(`DISCOUNT ${id}`), "OVERLAPS");
    if (plan.isImpossible) return { must: [...plan.must, ...isNew] };
    const before = [...account.settlements.values()].filter((each) => each.kind === "DISCOUNT" && each.itemId === itemId);
    const share = Math.ceil(((total(before.map(({ left }) => left)) + amount) * 10_000) / itemOf(account, itemId).amount);
    const percent = Math.max(share, Number(body.pct.replace(".", "")));
    return {
      must: [
        ...isNew,
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(early !== undefined || mayDecide("DISCOUNT", percent, [actor, ...approvers]), "AUTHORITY_EXCEEDED"),
        ...plan.must,
      ],
      follow() {
        settleAlone(account, { kind: "DISCOUNT", id, subkind: kind, amount, base: 0, itemId }, plan);
        return undefined;
      },
    };
  },
});

/** DSC-1: a discount for paying early that is granted apart counts with the last payment in time, as far as those payments have earned it. */
function earlyPaymentDay(account: NaiveAccount, itemId: string, amount: number): number | undefined {
  if (!account.items.has(itemId)) return undefined;
  const document = documentOf(account, itemId);
  const paying = [...account.applications.values()].filter(({ kind }) => kind === "PAYMENT");
  const lines = paying.flatMap((each) =>
    each.lines.filter((line) => line.itemId === itemId && line.left > 0 && line.settled <= (document.earlyUntil ?? -1)),
  );
  if (lines.length === 0) return undefined;
  const day = Math.max(...lines.map(({ settled }) => settled));
  const alone = [...account.settlements.values()].filter(
    (each) => each.kind === "DISCOUNT" && each.itemId === itemId && each.applicationId === undefined,
  );
  const apart = total(alone.map(({ left }) => left)) + amount;
  const paid = total(lines.map(({ left, companions }) => left + total(companions.map((each) => each.left))));
  const together = total(lines.flatMap(({ companions }) => companions.filter(({ kind }) => kind === "DISCOUNT").map(({ left }) => left)));
  return discountIsDue(document, together + apart, paid + apart, day) ? day : undefined;
}

export const recordWithholdingMove = move(recordWithholding, {
  weight: 16,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const open = [...account.items.keys()].filter((id) => freeOpenOf(account, id) > 0);
    const instalmentId = dice.rather(open, account.items.keys(), "F-none.1");
    const document = account.items.has(instalmentId) ? documentOf(account, instalmentId) : undefined;
    const [withheld] = withholdingOf(account, dice, `W${n}`, document);
    const waiting = [...account.proposals.values()].filter(({ status }) => status === "PROPOSED").flatMap(withheldBy);
    const same = waiting.length > 0 && dice.once(2) ? dice.of(...waiting) : {};
    return { body: { accountId: ACCOUNT, instalmentId, ...withheld, ...same, ...(dice.once(2) && { withholdingId: `W${n}` }) } };
  },
  judge(ask) {
    const { account, body } = ask;
    const { instalmentId: itemId, withholdingId: id, kind } = body;
    const [amount, base] = [minor(body.amount), minor(body.base)];
    const plan = planAlone(ask, { itemId, amount });
    return {
      must: [
        ...unless(!account.settlements.has(`WITHHOLDING ${id}`), "OVERLAPS"),
        ...withholdingIsWrong(body),
        ...basesAreTooHigh(account, [{ itemId, kind, base }]),
        ...plan.must,
      ],
      follow() {
        settleAlone(account, { kind: "WITHHOLDING", id, subkind: kind, amount, base, itemId }, plan);
        return undefined;
      },
    };
  },
});
