import { addDays } from "../kernel/calendar-date.ts";
import type { AccountBook } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop } from "./company.ts";
import { type Follow, instalmentsOf, totalOf } from "./sales.ts";

const ROUND = 20_000;

/** Invoices of the old system, some paid in part: the accountant records what is open of them, and the chief agrees. */
export function takeOver(life: BranchLife, book: AccountBook, follow: Follow): void {
  const { dice, usualNet, termsCode } = book.customer;
  const cutDate = addDays(life.today, -1);
  for (let left = dice.whole(1, 3); left > 0; left -= 1) {
    const documentId = `SI-${life.agenda.next("opening item")}`;
    const issueDate = addDays(life.today, -dice.whole(8, 70));
    const net = Math.round((usualNet * dice.whole(50, 140)) / 1_000_000) * 10_000;
    const total = totalOf(net);
    const open = dice.percent(70) ? total : Math.max(Math.round((total * dice.whole(30, 70)) / 100 / ROUND) * ROUND, ROUND);
    const body = {
      ...{ documentId, originalKind: "INVOICE", series: "SI", number: documentId.slice(3), issueDate, cutDate, termsCode },
      ...{ net: cop(net), total: cop(total), openAmount: cop(open), paymentMethod: "CREDIT" },
      taxes: [{ code: "VAT", base: cop(net), ratePct: "19", amount: cop(total - net) }],
    };
    life.sendWith({ approverIds: ["FELIPE"], times: ["15:50", "17:20"] }, "ANDRES", "record-opening-item", book, body, {
      tells: ["opening item"],
    });
    const items = instalmentsOf(life, { documentId, issueDate, total: open, termsCode });
    book.items.push(...items);
    follow(life, book, items);
  }
}
