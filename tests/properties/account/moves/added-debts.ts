import { issueCharge } from "../../../../src/domain/account/documents/issue-charge.ts";
import { issueDebitNote } from "../../../../src/domain/account/documents/issue-debit-note.ts";
import { ACCOUNT } from "../../../support/account-history.ts";
import type { Dice } from "../model/dice.ts";
import { type Ask, dateOf, dayOf, type Judgement, minor, money, move, type Proposed, unless } from "../model/move.ts";
import { firstOpenDay, type NaiveAccount } from "../model/naive-account.ts";
import { addDocument } from "../model/undoing.ts";
import { claim, debtIsWrong, remember, strangeWorld } from "./invoices.ts";

export const issueDebitNoteMove = move(issueDebitNote, {
  weight: 10,
  propose: (account, dice, n) => added(account, dice, `N${n}`),
  judge: (ask) => judged(ask, "DEBIT_NOTE", ask.reason),
});

export const issueChargeMove = move(issueCharge, {
  weight: 12,
  propose(account, dice, n) {
    const { body, ...rest } = added(account, dice, `G${n}`);
    return { ...rest, body: { ...body, ...(dice.once(2) && { reasonCode: dice.of("COURT_COST", "DUNNING_FEE", "OTHER") }) } };
  },
  judge: (ask) => judged(ask, "CHARGE", ask.reason || (ask.body.reasonCode !== undefined && ask.body.reasonCode !== "OTHER")),
});

function added(account: NaiveAccount, dice: Dice, own: string): Proposed {
  const id = dice.once(25) ? dice.known(account.documents.keys(), own) : own;
  const issue = account.today + dice.between(-60, 10) + (dice.once(20) ? 25 : 0);
  const body = {
    ...{ accountId: ACCOUNT, documentId: id, series: dice.once(20) ? "OWN" : "ND", issueDate: dateOf(issue) },
    ...(!dice.once(20) && { number: dice.once(30) ? dice.known(account.documents.keys(), id) : id }),
    ...{ amount: money(dice.between(1, 25)), dueOn: dateOf(issue + dice.between(dice.once(10) ? -2 : 0, 30)) },
    ...(dice.once(2) && { originDocumentId: dice.known(account.documents.keys(), "F-none") }),
    ...(dice.once(2) && { reason: "agreed" }),
    ...(dice.once(30) && { salespersonId: dice.of("NOBODY", "ANA") }),
    ...(dice.once(30) && { branchId: "NOWHERE" }),
  };
  return { body, ...strangeWorld(dice) };
}

type Added = Parameters<typeof debtIsWrong>[0]["body"] & {
  readonly amount: { amount: string; currency: string };
  readonly dueOn: string;
  readonly originDocumentId?: string;
};

function judged(ask: Ask<Added>, kind: "DEBIT_NOTE" | "CHARGE", isExplained: boolean): Judgement {
  const { account, body, effect } = ask;
  const [issue, due, amount] = [dayOf(body.issueDate), dayOf(body.dueOn), minor(body.amount)];
  const { originDocumentId: origin } = body;
  const must = [
    ...debtIsWrong(ask, kind),
    ...unless(body.series === "OWN" || body.number !== undefined, "NUMBER_REQUIRED"),
    ...unless(body.series !== "OWN" || body.number === undefined, "NUMBER_NOT_EXPECTED"),
    ...unless(origin === undefined || account.documents.has(origin), "ITEM_NOT_FOUND"),
    ...unless(due >= issue, "DUE_BEFORE_ISSUE"),
    ...unless(origin !== undefined || isExplained, "REASON_REQUIRED"),
  ];
  return {
    must,
    follow() {
      claim(ask, kind);
      const on = effect ?? firstOpenDay(account, issue);
      const header = { kind, issue, effect: on, net: amount, tax: 0, total: amount, earlyUntil: undefined };
      addDocument(account, body.documentId, header, [{ due, amount }]);
      remember(ask, origin);
      return undefined;
    },
  };
}
