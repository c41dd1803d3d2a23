import type { AccountBook, Credit } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop } from "./company.ts";
import { sha256 } from "./staff.ts";

/** Money that nothing is owed for goes back to the customer, or to another account that it names. */
export function creditLeaves(life: BranchLife, book: AccountBook, credit: Credit): void {
  const others = life.books.filter((each) => each !== book && each.customer.payer !== "BAD");
  if (others.length > 0 && book.customer.dice.percent(35)) transfer(life, book, credit, book.customer.dice.pick(others));
  else refund(life, book, credit);
}

function refund(life: BranchLife, book: AccountBook, credit: Credit): void {
  const refundId = `RE-${life.agenda.next("refund")}`;
  const { customerId } = book.customer;
  const body = {
    ...{ refundId, creditItemId: credit.creditId, amount: cop(credit.free), payoutMethod: "TRANSFER", payee: { customerId } },
    reason: "pagó de más y lo pidió de vuelta",
  };
  life.sendWith({ approverIds: ["TERESA"], times: ["09:40", "11:20"] }, "FELIPE", "refund-customer", book, body, { tells: ["refund"] });
  credit.free = 0;
  life.agenda.on(life.days.after(life.today, 1), () => {
    life.send("15:50", "TERESA", "confirm-refund", book, { refundId, on: life.today, evidenceHash: sha256(`giro ${refundId}`) });
  });
}

/** The other account has it the next day, for its next invoices. */
function transfer(life: BranchLife, book: AccountBook, credit: Credit, to: AccountBook): void {
  const transferId = `TR-${life.agenda.next("transfer")}`;
  const pesos = credit.free;
  const body = { transferId, creditItemId: credit.creditId, toAccount: to.accountId, amount: cop(pesos), reason: "pagan como un grupo" };
  life.sendWith({ approverIds: ["CAROLINA"], times: ["09:40", "11:20"] }, "FELIPE", "transfer-credit", book, body, {
    tells: ["credit transferred"],
  });
  credit.free = 0;
  life.agenda.on(life.days.after(life.today, 1), () => {
    to.credits.push({ creditId: transferId, free: pesos, isReserved: false, settles: [] });
  });
}
