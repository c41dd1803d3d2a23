import { cancelPromise } from "../../../../src/domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../../../../src/domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../../../../src/domain/account/promises/register-promise.ts";
import { reschedulePromise } from "../../../../src/domain/account/promises/reschedule-promise.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { type NaiveAccount, type NaivePromise, openOf, total } from "../model/naive-account.ts";
import { evaluatePromise as outcomeOf } from "../model/promises.ts";
import { reasoned } from "./people.ts";

const MAX_DAYS = 30;
const MAX_RENEWALS = 2;

const active = ({ promises }: NaiveAccount) => [...promises].filter(([, { status }]) => status === "ACTIVE").map(([id]) => id);

function linesAndDue(account: NaiveAccount, dice: Dice) {
  const open = [...account.items.keys()].filter((id) => openOf(account, id) > 0);
  const one = () => dice.rather(open, account.items.keys(), "F-none.1");
  const ids = dice.once(3) ? [one(), one()] : [one()];
  const amountOf = (id: string) => money(Math.max(1, dice.once(3) ? dice.between(1, 30) : openOf(account, id)));
  const lines = (dice.once(12) ? ids : [...new Set(ids)]).map((instalmentId) => ({ instalmentId, amount: amountOf(instalmentId) }));
  const due = account.today + (dice.once(12) ? dice.of(-1, 31) : dice.between(0, 14));
  const strange = {
    ...(dice.once(30) && { collectorId: dice.of("NOBODY", "ANA") }),
    ...(dice.once(30) && { contactPersonId: "SOMEBODY" }),
  };
  return { lines, dueOn: dateOf(due), ...strange };
}

interface Body {
  readonly lines: readonly { readonly instalmentId: string; readonly amount: { amount: string; currency: string } }[];
  readonly dueOn: string;
  readonly collectorId?: string;
  readonly contactPersonId?: string;
}

function isTwice({ lines }: Body): boolean {
  return new Set(lines.map(({ instalmentId }) => instalmentId)).size < lines.length;
}

function linesOf({ lines }: Body) {
  return lines.map(({ instalmentId, amount }) => ({ itemId: instalmentId, amount: minor(amount) }));
}

/** PRM-1, PRM-2; what the promise that it takes the place of covers is free. */
function isImpossible({ account, body, today }: Ask<Body>, id: string, instead?: NaivePromise): readonly string[] {
  const due = dayOf(body.dueOn);
  const others = [...account.promises.values()].filter((each) => each.status === "ACTIVE" && each !== instead);
  const covered = (itemId: string) =>
    total(others.flatMap(({ lines }) => lines.filter((line) => line.itemId === itemId).map(({ amount }) => amount)));
  return [
    ...unless(!account.promises.has(id), "OVERLAPS"),
    ...unless(due >= today, "PROMISE_IN_PAST"),
    ...unless(due <= today + MAX_DAYS, "PROMISE_TOO_FAR"),
    ...linesOf(body).flatMap(({ itemId, amount }) => {
      const open = openOf(account, itemId);
      if (!account.items.has(itemId)) return ["ITEM_NOT_FOUND"];
      if (open === 0) return ["ALREADY_SETTLED"];
      if (amount > open) return ["PROMISE_OVER_OPEN"];
      return unless(amount + covered(itemId) <= open, "ITEM_ALREADY_PROMISED");
    }),
    ...unless(body.collectorId === undefined || body.collectorId === "ANA", "PERSON_NOT_FOUND"),
    ...unless(body.contactPersonId === undefined, "RESOURCE_NOT_FOUND"),
  ];
}

function make({ account, body, today, effect }: Ask<Body>, id: string, renewals: number): undefined {
  account.order += 1;
  account.promises.set(id, {
    status: "ACTIVE",
    due: dayOf(body.dueOn),
    made: effect ?? today,
    order: account.order,
    renewals,
    lines: linesOf(body),
  });
}

export const registerPromiseMove = move(registerPromise, {
  weight: 38,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const promiseId = dice.once(25) ? dice.known(account.promises.keys(), `M${n}`) : `M${n}`;
    return { body: { accountId: ACCOUNT, promiseId, ...linesAndDue(account, dice), channel: "PHONE" } };
  },
  judge(ask) {
    if (isTwice(ask.body)) return wrong(["MALFORMED"]);
    return { must: isImpossible(ask, ask.body.promiseId), follow: () => make(ask, ask.body.promiseId, 0) };
  },
});

export const reschedulePromiseMove = move(reschedulePromise, {
  weight: 16,
  isTimely: ({ promises }) => promises.size > 0,
  propose(account, dice, n) {
    const newPromiseId = dice.once(25) ? dice.known(account.promises.keys(), `M${n}`) : `M${n}`;
    const renewed = active(account).filter((id) => (account.promises.get(id)?.renewals ?? 0) > 0);
    const promiseId = dice.rather(renewed.length > 0 && dice.once(2) ? renewed : active(account), account.promises.keys(), "M-none");
    const { lines, ...rest } = linesAndDue(account, dice);
    const own = account.promises.get(promiseId)?.lines.map(({ itemId, amount }) => ({
      instalmentId: itemId,
      amount: money(Math.min(amount, Math.max(1, openOf(account, itemId)))),
    }));
    return {
      body: {
        accountId: ACCOUNT,
        promiseId,
        newPromiseId,
        ...rest,
        lines: own !== undefined && !dice.once(3) ? own : lines,
        ...reasoned(dice),
      },
    };
  },
  judge(ask) {
    const { account, body, reason } = ask;
    if (isTwice(body)) return wrong(["MALFORMED"]);
    const promise = account.promises.get(body.promiseId);
    if (promise === undefined) return wrong(["PROMISE_NOT_FOUND"]);
    return {
      must: [
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(promise.status === "ACTIVE", "INVALID_TRANSITION"),
        ...unless(promise.renewals < MAX_RENEWALS, "PROMISE_LIMIT_REACHED"),
        ...isImpossible(ask, body.newPromiseId, promise),
      ],
      follow() {
        promise.status = "SUPERSEDED";
        return make(ask, body.newPromiseId, promise.renewals + 1);
      },
    };
  },
});

export const cancelPromiseMove = move(cancelPromise, {
  weight: 6,
  isTimely: ({ promises }) => promises.size > 0,
  propose: (account, dice) => ({
    body: { accountId: ACCOUNT, promiseId: dice.known(account.promises.keys(), "M-none"), ...reasoned(dice) },
  }),
  judge({ account, body, today, effect, reason }) {
    const promise = account.promises.get(body.promiseId);
    if (promise === undefined) return wrong(["PROMISE_NOT_FOUND"]);
    return {
      must: [...unless(reason, "REASON_REQUIRED"), ...unless(promise.status === "ACTIVE", "INVALID_TRANSITION")],
      follow() {
        promise.status = "CANCELLED";
        return [`PromiseCancelled ${dateOf(effect ?? today)} ${body.promiseId}`];
      },
    };
  },
});

export const evaluatePromiseMove = move(evaluatePromise, {
  weight: 28,
  isTimely: ({ promises }) => promises.size > 0,
  propose(account, dice) {
    const promiseId = dice.rather(active(account), account.promises.keys(), "M-none");
    const asOf = (account.promises.get(promiseId)?.due ?? account.today) + dice.between(-3, 14);
    return { body: { accountId: ACCOUNT, promiseId, asOf: dateOf(dice.once(7) ? asOf : Math.min(asOf, account.today)) } };
  },
  judge({ account, body, today }) {
    if (!account.promises.has(body.promiseId)) return wrong(["PROMISE_NOT_FOUND"]);
    const asOf = dayOf(body.asOf);
    return { must: unless(asOf <= today, "FUTURE_EFFECTIVE_DATE"), follow: () => outcomeOf(account, body.promiseId, asOf) };
  },
});
