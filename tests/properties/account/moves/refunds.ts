import { cancelRefund } from "../../../../src/domain/account/credit-moves/cancel-refund.ts";
import { confirmRefund } from "../../../../src/domain/account/credit-moves/confirm-refund.ts";
import { refundCustomer } from "../../../../src/domain/account/credit-moves/refund-customer.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { askedBy, mayDecide } from "../model/authority.ts";
import { addFrom } from "../model/days.ts";
import { dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, total } from "../model/naive-account.ts";
import { leavingAmount, planLeaving, withClearedMoney } from "./leaving.ts";
import { reasoned } from "./people.ts";

const refundsThat = ({ refunds }: NaiveAccount, ...wanted: readonly string[]) =>
  [...refunds].filter(([, { status }]) => wanted.includes(status)).map(([id]) => id);

export const refundCustomerMove = move(refundCustomer, {
  weight: 26,
  isTimely: (account) => account.credits.size > 0,
  propose(account, dice, n) {
    const refundId = dice.once(15) ? dice.known(account.refunds.keys(), `E${n}`) : `E${n}`;
    const creditItemId = dice.rather(withClearedMoney(account), account.credits.keys(), "R-none");
    const payee = dice.once(6) ? dice.of<object>({ customerId: "C2" }, { name: "somebody" }) : { customerId: "C1" };
    const body = {
      accountId: ACCOUNT,
      refundId,
      creditItemId,
      amount: money(leavingAmount(account, dice, creditItemId)),
      payoutMethod: "TRANSFER",
      payee,
    };
    const leader = dice.of(
      [],
      [{ personId: "EVA", roles: ["CHF"] }],
      [{ personId: "EVA", roles: ["CHF"] }],
      [{ personId: "EVA", roles: ["DIR"] }],
      [{ personId: "EVA", roles: ["COR"] }],
    );
    return { body, actor: { personId: dice.of("ANA", "LUIS"), roles: ["TRE"] }, approvers: leader };
  },
  judge(ask) {
    const { account, body, actor, approvers, today } = ask;
    const { refundId: id, creditItemId } = body;
    const amount = minor(body.amount);
    const isNew = unless(!account.refunds.has(id), "OVERLAPS");
    const plan = planLeaving(ask, creditItemId, amount);
    if (plan.must.length > 0) return { must: [...isNew, ...plan.must] };
    const before = total(askedBy(account, "REFUND", actor.personId, today).map(([, each]) => each));
    const payee = "customerId" in body.payee ? `customer ${body.payee.customerId}` : `name ${JSON.stringify(body.payee.name)}`;
    const isTheirs = payee === account.credits.get(creditItemId)?.payer;
    const hasLeader = approvers.some(({ roles }) => roles.some((role) => ["CC", "CHF", "DIR"].includes(role)));
    return {
      must: [
        ...isNew,
        ...unless(isTheirs || hasLeader, "APPROVAL_REQUIRED"),
        ...unless(mayDecide("REFUND", before + amount, [actor, ...approvers]), "AUTHORITY_EXCEEDED"),
      ],
      follow() {
        plan.leave();
        const asked = { creditId: creditItemId, amount, effect: plan.on, requestedOn: today, requestedBy: actor.personId };
        account.refunds.set(id, { status: "REQUESTED", ...asked, paidOn: undefined });
        return undefined;
      },
    };
  },
});

export const confirmRefundMove = move(confirmRefund, {
  weight: 11,
  isTimely: ({ refunds }) => refunds.size > 0,
  propose(account, dice) {
    const refundId = dice.rather(refundsThat(account, "REQUESTED"), account.refunds.keys(), "E-none");
    const effect = account.refunds.get(refundId)?.effect ?? account.today;
    const on = dice.once(8) ? effect - 1 : dice.between(Math.min(effect, account.today), account.today + (dice.once(12) ? 1 : 0));
    const proof = dice.once(15)
      ? {}
      : dice.once(12)
        ? { bankLineId: "BL1" }
        : dice.once(12)
          ? { tillSessionId: "T1" }
          : { evidenceHash: "e".repeat(64) };
    return { body: { accountId: ACCOUNT, refundId, on: dateOf(on), ...proof } };
  },
  judge({ account, body, effect, today }) {
    const { bankLineId, tillSessionId, evidenceHash } = body;
    if (bankLineId === undefined && tillSessionId === undefined && evidenceHash === undefined) return wrong(["MALFORMED"]);
    const refund = account.refunds.get(body.refundId);
    if (refund === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
    const on = dayOf(body.on);
    const day = effect ?? firstOpenDay(account, on);
    return {
      must: [
        ...unless(refund.status === "REQUESTED", "INVALID_TRANSITION"),
        ...unless(on <= today, "FUTURE_EFFECTIVE_DATE"),
        ...unless(on >= refund.effect && day >= on, "VALIDITY_INVERTED"),
        ...unless(bankLineId === undefined, "RESOURCE_NOT_FOUND"),
        ...unless(tillSessionId === undefined, "TILL_CLOSED"),
      ],
      follow() {
        refund.status = "PAID";
        refund.paidOn = day;
        return undefined;
      },
    };
  },
});

export const cancelRefundMove = move(cancelRefund, {
  weight: 9,
  isTimely: ({ refunds }) => refunds.size > 0,
  propose: (account, dice) => ({
    body: {
      accountId: ACCOUNT,
      refundId: dice.rather(refundsThat(account, "REQUESTED", "PAID"), account.refunds.keys(), "E-none"),
      ...reasoned(dice),
    },
  }),
  judge({ account, body, effect, today, reason }) {
    const refund = account.refunds.get(body.refundId);
    if (refund === undefined) return wrong(["RESOURCE_NOT_FOUND"]);
    const earliest = Math.max(refund.effect, refund.paidOn ?? 0);
    const day = effect ?? firstOpenDay(account, Math.max(today, earliest));
    return {
      must: [
        ...unless(refund.status !== "CANCELLED", "INVALID_TRANSITION"),
        ...unless(reason, "REASON_REQUIRED"),
        ...unless(day >= earliest, "VALIDITY_INVERTED"),
      ],
      follow() {
        refund.status = "CANCELLED";
        const credit = account.credits.get(refund.creditId);
        // On a returned receipt everything counts nothing, also what comes back.
        if (credit?.status !== "LIVE") return undefined;
        addFrom(credit.left, day, refund.amount);
        addFrom(credit.leftToSettle, day, refund.amount);
        return undefined;
      },
    };
  },
});
