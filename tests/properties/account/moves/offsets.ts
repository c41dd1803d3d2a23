import { offsetAccounts } from "../../../../src/domain/account/credit-moves/offset-accounts.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import { minor, money, move, unless, wrong } from "../model/move.ts";
import { firstOpenDay, freeOpenOf, total } from "../model/naive-account.ts";
import { applyMoney, planSettling } from "../model/settling.ts";
import { freshCredit } from "./note-effects.ts";

export const offsetAccountsMove = move(offsetAccounts, {
  weight: 14,
  isTimely: ({ items }) => items.size > 0,
  propose(account, dice, n) {
    const offsetId = dice.once(15) ? dice.known([...account.credits.keys(), ...account.applications.keys()], `J${n}`) : `J${n}`;
    const open = [...account.items.keys()].filter((id) => freeOpenOf(account, id) > 0);
    const lines = Array.from({ length: dice.of(1, 1, 2) }, () => {
      const instalmentId = dice.rather(open, account.items.keys(), "F-none.1");
      const fits = freeOpenOf(account, instalmentId);
      return {
        instalmentId,
        amount: money(fits > 0 && !dice.once(8) ? Math.max(1, Math.floor((fits * dice.of(1, 2, 4)) / 4)) : dice.between(1, 40)),
      };
    });
    const sum = total(lines.map(({ amount }) => minor(amount)));
    const numbered = {
      series: dice.once(12) ? "OWN" : dice.of("CR", "RC"),
      ...(!dice.once(12) && { number: dice.once(15) ? dice.known(account.credits.keys(), offsetId) : offsetId }),
    };
    const payableDocs = [{ reference: "P-1", amount: money(Math.max(1, dice.once(10) ? sum - 1 : sum + dice.upTo(5))) }];
    const amount = money(dice.once(12) ? sum + 1 : sum);
    return { body: { accountId: ACCOUNT, offsetId, ...numbered, amount, payableDocs, lines, counterpartyAgreementHash: "f".repeat(64) } };
  },
  judge({ account, body, effect, today, actor }) {
    const { offsetId: id, series, number } = body;
    const claimed = `RECEIPT ${series} ${number}`;
    const early = [
      ...unless(series === "OWN" || number !== undefined, "NUMBER_REQUIRED"),
      ...unless(series !== "OWN" || number === undefined, "NUMBER_NOT_EXPECTED"),
      ...unless(!account.credits.has(id) && !account.applications.has(id) && !account.proposals.has(id), "OVERLAPS"),
    ];
    const lines = body.lines.map(({ instalmentId, amount }) => ({ itemId: instalmentId, amount: minor(amount), together: [] }));
    const amount = minor(body.amount);
    const sums = [
      ...unless(amount === total(lines.map((line) => line.amount)), "BAD_MONEY"),
      ...unless(amount <= total(body.payableDocs.map((each) => minor(each.amount))), "OFFSET_EXCEEDS_PAYABLE"),
    ];
    if (early.length + sums.length > 0) return wrong(early, sums);
    const day = effect ?? firstOpenDay(account, today);
    const born = { kind: "RECEIPT", method: "NETTING", amount, value: day, effect: day } as const;
    const settling = { id, creditId: id, notFound: "RECEIPT_NOT_FOUND", exhausted: "RECEIPT_EXHAUSTED", lines, effect: day };
    const plan = planSettling(account, { ...settling, credit: freshCredit(account, born) });
    return {
      must: [...plan.must, ...unless(number === undefined || !account.claims.has(claimed), "DUPLICATE_DOCUMENT")],
      follow() {
        if (number !== undefined) account.claims.add(claimed);
        account.credits.set(id, freshCredit(account, { ...born, registeredBy: actor.personId, payer: "customer C1" }));
        applyMoney(account, { id, creditId: id, lines }, plan);
        return undefined;
      },
    };
  },
});
