import { returnPayment } from "../../../../src/domain/account/receipts/return-payment.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { dateOf, dayOf, minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount, roundedHalfUp } from "../model/naive-account.ts";
import { addCharge, earliestReturn, returnCredit, returnDate } from "../model/undoing.ts";
import { receiptIds } from "./receipts.ts";

/** Of the amount of a cheque that its drawer let bounce. */
export const SANCTION_PCT = 10;

export const returnPaymentMove = move(returnPayment, {
  weight: 13,
  isTimely: (account) => receiptIds(account).length > 0,
  propose(account, dice) {
    const live = receiptIds(account).filter((id) => account.credits.get(id)?.status === "LIVE");
    const receiptId = dice.rather(live, account.credits.keys(), "R-none");
    const received = account.credits.get(receiptId)?.received ?? account.today;
    const on = dice.once(12) ? received - 1 : dice.between(Math.min(received, account.today), account.today + (dice.once(12) ? 1 : 0));
    const bankFee = dice.once(2) && { bankFee: money(dice.between(1, 9)) };
    return { body: { accountId: ACCOUNT, receiptId, on: dateOf(on), reasonCode: "NO_FUNDS", drawerFault: dice.once(2), ...bankFee } };
  },
  judge({ account, body, effect, today }) {
    const { receiptId: id } = body;
    const receipt = account.credits.get(id);
    if (receipt?.kind !== "RECEIPT") return wrong(["RECEIPT_NOT_FOUND"]);
    const on = dayOf(body.on);
    const early = [...unless(on <= today, "FUTURE_RECEIPT_DATE"), ...unless(on >= receipt.received, "EFFECTIVE_BEFORE_APPLICATION")];
    if (receipt.status !== "LIVE") return wrong(["INVALID_TRANSITION"], early);
    const earliest = earliestReturn(account, id, receipt, on);
    const { day, must } = returnDate(account, id, earliest, effect);
    return {
      must: [...early, ...must],
      takesBack: { creditId: id, isGone: true, on: day },
      follow() {
        returnCredit(account, id, receipt, day);
        const ofTheBank = effect ?? firstOpenDay(account, on);
        addCharge(account, id, "FEE", body.bankFee === undefined ? 0 : minor(body.bankFee), on, ofTheBank);
        addCharge(account, id, "SANCTION", body.drawerFault ? roundedHalfUp(receipt.amount * SANCTION_PCT, 100) : 0, on, ofTheBank);
        chargePaidRefunds(account, id, earliest, day);
        return undefined;
      },
    };
  },
});

/** RET-5: what was paid out of money that never came is owed. */
export function chargePaidRefunds(account: NaiveAccount, creditId: string, due: number, effect: number): void {
  for (const [id, { status, amount, creditId: of }] of account.refunds)
    if (status === "PAID" && of === creditId) addCharge(account, id, "CHARGE", amount, due, effect);
}
