import { unapplyPayment } from "../../../../src/domain/account/applications/unapply-payment.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { addFrom } from "../model/days.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, minor, money, move, unless, wrong } from "../model/move.ts";
import {
  firstOpenDay,
  lockOn,
  type NaiveAccount,
  type NaiveApplication,
  type NaiveLine,
  type NaiveSettlement,
  roundedHalfUp,
  total,
} from "../model/naive-account.ts";
import { documentOf, moveDebt } from "../model/settling.ts";
import { takeBack } from "../model/undoing.ts";
import { reasoned } from "./people.ts";

interface Undone {
  readonly line: NaiveLine;
  readonly amount: number;
}

export const unapplyPaymentMove = move(unapplyPayment, {
  weight: 55,
  isTimely: ({ applications }) => applications.size > 0,
  propose(account, dice, n) {
    const alive = [...account.applications].filter(([, { lines }]) => lines.some(({ left }) => left > 0)).map(([id]) => id);
    const applicationId = dice.rather(alive, account.applications.keys(), "A-none");
    const unapplicationId = dice.once(20) ? dice.known(account.unapplications, `U${n}`) : `U${n}`;
    const lines = dice.once(2) && partsOf(account.applications.get(applicationId), dice);
    const body = {
      accountId: ACCOUNT,
      unapplicationId,
      applicationId,
      kind: dice.of("CORRECTION", "REVERSAL"),
      ...(lines && { lines }),
      ...reasoned(dice),
    };
    return {
      body,
      actor: { personId: "ANA", roles: ["PC"] },
      approvers: dice.once(3) ? [{ personId: "EVA", roles: [dice.of("CHF", "DIR", "PC")] }] : [],
    };
  },
  judge(ask) {
    const { account, body } = ask;
    const ids = (body.lines ?? []).map(({ lineId }) => lineId);
    if (new Set(ids).size < ids.length) return wrong(["MALFORMED"]);
    const application = account.applications.get(body.applicationId);
    if (application === undefined) return wrong(["APPLICATION_NOT_FOUND"]);
    const on =
      body.kind === "CORRECTION" ? application.effect : (ask.effect ?? firstOpenDay(account, Math.max(ask.today, application.effect)));
    const undone = undoneOf(body, application);
    return {
      must: [
        ...unless(ask.reason, "REASON_REQUIRED"),
        ...unless(!account.unapplications.has(body.unapplicationId), "OVERLAPS"),
        ...amountsAreWrong(body, application),
        ...unless(!undone.some(({ line }) => documentOf(account, line.itemId).cancelled), "APPLICATION_CONSUMED"),
        ...dateIsWrong(ask, application),
        ...locked(ask, on),
      ],
      follow() {
        account.unapplications.add(body.unapplicationId);
        for (const each of undone) undo(account, application, each, on, body.kind === "CORRECTION");
        return undefined;
      },
    };
  },
});

function partsOf(application: NaiveApplication | undefined, dice: Dice) {
  const one = () => {
    const line = application === undefined ? undefined : dice.of(...application.lines);
    const left = line?.left ?? 1;
    return {
      lineId: line === undefined || dice.once(25) ? "A-none.9" : line.id,
      amount: money(Math.max(1, dice.once(8) ? left + 1 : dice.once(2) ? left : Math.ceil(left / 2))),
    };
  };
  return dice.once(4) ? [one(), one()] : [one()];
}

type Body = Parameters<typeof undoneOf>[0];

function undoneOf(
  {
    lines,
  }: {
    readonly kind: string;
    readonly lines?: readonly { readonly lineId: string; readonly amount: { amount: string; currency: string } }[];
  },
  application: NaiveApplication,
): readonly Undone[] {
  if (lines === undefined) return application.lines.filter(({ left }) => left > 0).map((line) => ({ line, amount: line.left }));
  return lines.flatMap(({ lineId, amount }) => {
    const line = application.lines.find(({ id }) => id === lineId);
    return line === undefined ? [] : [{ line, amount: minor(amount) }];
  });
}

function amountsAreWrong({ lines }: Body, application: NaiveApplication): readonly string[] {
  if (total(application.lines.map(({ left }) => left)) === 0) return ["ALREADY_UNAPPLIED"];
  return (lines ?? []).flatMap(({ lineId, amount }) => {
    const line = application.lines.find(({ id }) => id === lineId);
    if (line === undefined) return ["RESOURCE_NOT_FOUND"];
    if (line.left === 0) return ["ALREADY_UNAPPLIED"];
    return unless(minor(amount) <= line.left, "OVER_UNAPPLICATION");
  });
}

/** UNA-1. */
function dateIsWrong({ today, effect, body }: Ask<Body>, application: NaiveApplication): readonly string[] {
  if (effect === undefined) return [];
  if (effect < application.effect || (body.kind === "CORRECTION" && effect > application.effect)) return ["EFFECTIVE_BEFORE_APPLICATION"];
  return unless(effect <= Math.max(today, application.effect), "FUTURE_EFFECTIVE_DATE");
}

/** UNA-5: a correction cannot choose its date; into a sealed day a second person lets it. */
function locked({ account, effect, body, approvers }: Ask<Body>, on: number): readonly string[] {
  const lock = body.kind === "CORRECTION" || effect !== undefined ? lockOn(account, on) : [];
  if (body.kind === "REVERSAL" || !lock.includes("DAY_SEALED")) return lock;
  return unless(
    approvers.some(({ roles }) => roles.some((role) => ["CHF", "CC", "DIR"].includes(role))),
    "APPROVAL_REQUIRED",
  );
}

/** UNA-2: what came with the line is undone in proportion, the last undo takes the rest; what was re-opened is a charge of its own. */
function undo(account: NaiveAccount, application: NaiveApplication, { line, amount }: Undone, on: number, isCorrection: boolean): void {
  const freed = isCorrection ? line.settled : Math.max(on, line.settled);
  const leftAfter = line.left - amount;
  for (const each of line.companions) {
    if (each.chargeId !== undefined) continue;
    const undone = each.left - keptOf(each, line, leftAfter);
    if (undone <= 0) continue;
    // A difference may have come later than its line, and settled later: nothing is owed again before it was settled.
    const since = Math.max(on, each.effect);
    takeBack(account, each, undone, since, isCorrection ? each.settled : Math.max(since, each.settled));
  }
  line.left = leftAfter;
  moveDebt(account, line, amount, on, freed);
  const credit = account.credits.get(application.creditId);
  if (credit === undefined) throw new Error(`${application.creditId} is not in the model`);
  addFrom(credit.left, on, amount);
  addFrom(credit.leftToSettle, freed, amount);
}

/** A difference may come later than its line: its share is of what was applied until now. */
function keptOf({ kind, amount, left }: NaiveSettlement, line: NaiveLine, leftAfter: number): number {
  return kind === "DIFFERENCE" ? roundedHalfUp(left * leftAfter, line.left) : roundedHalfUp(amount * leftAfter, line.amount);
}
