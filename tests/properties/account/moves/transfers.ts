import { receiveTransferredCredit } from "../../../../src/domain/account/credit-moves/receive-transferred-credit.ts";
import { returnTransferredCredit } from "../../../../src/domain/account/credit-moves/return-transferred-credit.ts";
import { reverseCreditTransfer } from "../../../../src/domain/account/credit-moves/reverse-credit-transfer.ts";
import { transferCredit } from "../../../../src/domain/account/credit-moves/transfer-credit.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { addFrom } from "../model/days.ts";
import { dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount } from "../model/naive-account.ts";
import { earliestReturn, returnCredit, returnDate } from "../model/undoing.ts";
import { leavingAmount, planLeaving, withClearedMoney } from "./leaving.ts";
import { freshCredit } from "./note-effects.ts";
import { reasoned } from "./people.ts";
import { chargePaidRefunds } from "./returns.ts";

const OTHER = "C2.CO01.COP";

export const transferCreditMove = move(transferCredit, {
  weight: 17,
  isTimely: (account) => account.credits.size > 0,
  propose(account, dice, n) {
    const transferId = dice.once(15) ? dice.known(account.transfers.keys(), `T${n}`) : `T${n}`;
    const creditItemId = dice.rather(withClearedMoney(account), account.credits.keys(), "R-none");
    const toAccount = dice.once(7) ? dice.of("C2.CO02.COP", "C2.CO01.USD", ACCOUNT) : OTHER;
    const world = dice.once(15) ? { world: { recipient: undefined } } : {};
    return {
      body: {
        accountId: ACCOUNT,
        transferId,
        creditItemId,
        toAccount,
        amount: money(leavingAmount(account, dice, creditItemId)),
        ...reasoned(dice),
      },
      ...world,
    };
  },
  judge(ask) {
    const { account, body, reason, world } = ask;
    if (body.toAccount === ACCOUNT) return wrong(["MALFORMED"]);
    const amount = minor(body.amount);
    const plan = planLeaving(ask, body.creditItemId, amount);
    const isOtherEntity = !body.toAccount.includes(".CO01.");
    return {
      must: [
        ...unless(!account.transfers.has(body.transferId), "OVERLAPS"),
        ...unless(!isOtherEntity, "ENTITY_MISMATCH"),
        ...unless(isOtherEntity || !("recipient" in world), "ACCOUNT_NOT_FOUND"),
        ...unless(isOtherEntity || body.toAccount.endsWith(".COP"), "FX_RATE_MISSING"),
        ...unless(reason, "REASON_REQUIRED"),
        ...plan.must,
      ],
      follow() {
        plan.leave();
        account.transfers.set(body.transferId, {
          status: "OUT",
          creditId: body.creditItemId,
          toAccount: body.toAccount,
          amount,
          effect: plan.on,
        });
        return undefined;
      },
    };
  },
});

export const reverseCreditTransferMove = move(reverseCreditTransfer, {
  weight: 7,
  isTimely: ({ transfers }) => transfers.size > 0,
  propose(account, dice) {
    const out = [...account.transfers].filter(([, { status }]) => status === "OUT").map(([id]) => id);
    const toAccount = dice.once(12) ? "C3.CO01.COP" : OTHER;
    const world = { creditTransfer: { sent: undefined, isReceived: dice.once(6) } };
    return { body: { accountId: ACCOUNT, transferId: dice.rather(out, account.transfers.keys(), "T-none"), toAccount }, world };
  },
  judge({ account, body, world }) {
    const transfer = account.transfers.get(body.transferId);
    if (transfer === undefined || transfer.toAccount !== body.toAccount) return wrong(["RESOURCE_NOT_FOUND"]);
    return {
      must: unless(transfer.status === "OUT" && world.creditTransfer?.isReceived !== true, "INVALID_TRANSITION"),
      follow() {
        transfer.status = "REVERSED";
        const credit = account.credits.get(transfer.creditId);
        if (credit?.status !== "LIVE") return undefined;
        const day = firstOpenDay(account, transfer.effect);
        addFrom(credit.left, day, transfer.amount);
        addFrom(credit.leftToSettle, day, transfer.amount);
        return undefined;
      },
    };
  },
});

export const receiveTransferredCreditMove = move(receiveTransferredCredit, {
  weight: 12,
  propose(account, dice, n) {
    const transferId = dice.once(12) ? dice.known(account.credits.keys(), `I${n}`) : `I${n}`;
    const value = account.today - dice.upTo(40);
    const sent = {
      status: dice.once(15) ? ("REVERSED" as const) : ("OUT" as const),
      toAccount: dice.once(20) ? "C9.CO01.COP" : ACCOUNT,
      ...{ inAmount: BigInt(dice.between(1, 60)), valueDate: dateOf(value), effectiveOn: dateOf(value + dice.upTo(20)), isReturned: false },
    };
    const owners = dice.once(15) && dice.of<object>({ customer: undefined }, { entity: undefined });
    return {
      body: { accountId: ACCOUNT, transferId, fromAccount: OTHER },
      world: { creditTransfer: { sent: dice.once(20) ? undefined : sent, isReceived: false }, ...owners },
    };
  },
  judge({ account, body, world, actor }) {
    const sent = world.creditTransfer?.sent;
    if (sent === undefined || sent.toAccount !== ACCOUNT) return wrong(["RESOURCE_NOT_FOUND"]);
    return {
      must: [...unless(sent.status === "OUT", "INVALID_TRANSITION"), ...unless(!account.credits.has(body.transferId), "OVERLAPS")],
      follow() {
        const of = {
          kind: "TRANSFERRED_CREDIT",
          amount: Number(sent.inAmount),
          value: dayOf(sent.valueDate),
          effect: dayOf(sent.effectiveOn),
        } as const;
        account.credits.set(
          body.transferId,
          freshCredit(account, { ...of, fromAccount: body.fromAccount, payer: "customer C2", registeredBy: actor.personId }),
        );
        return undefined;
      },
    };
  },
});

const received = ({ credits }: NaiveAccount) => [...credits].filter(([, { kind }]) => kind === "TRANSFERRED_CREDIT").map(([id]) => id);

export const returnTransferredCreditMove = move(returnTransferredCredit, {
  weight: 8,
  isTimely: (account) => received(account).length > 0,
  propose(account, dice) {
    const live = received(account).filter((id) => account.credits.get(id)?.status === "LIVE");
    const transferId = dice.rather(live, account.credits.keys(), "I-none");
    const on = account.today + (dice.once(12) ? 1 : -dice.upTo(30));
    const sent = {
      status: "OUT" as const,
      toAccount: ACCOUNT,
      inAmount: 1n,
      valueDate: dateOf(on),
      effectiveOn: dateOf(on),
      isReturned: !dice.once(10),
    };
    return {
      body: { accountId: ACCOUNT, transferId, fromAccount: dice.once(15) ? "C3.CO01.COP" : OTHER, on: dateOf(on) },
      world: { creditTransfer: { sent, isReceived: true } },
    };
  },
  judge({ account, body, world, effect, today }) {
    const credit = account.credits.get(body.transferId);
    if (credit?.kind !== "TRANSFERRED_CREDIT" || credit.fromAccount !== body.fromAccount) return wrong(["RESOURCE_NOT_FOUND"]);
    const on = dayOf(body.on);
    const earliest = earliestReturn(account, body.transferId, credit, on);
    const { day, must } = returnDate(account, body.transferId, earliest, effect);
    const stands = credit.status === "LIVE" && world.creditTransfer?.sent?.isReturned === true;
    return {
      must: [...unless(stands, "INVALID_TRANSITION"), ...unless(on <= today, "FUTURE_RECEIPT_DATE"), ...must],
      follow() {
        returnCredit(account, body.transferId, credit, day);
        chargePaidRefunds(account, body.transferId, earliest, day);
        return undefined;
      },
    };
  },
});
