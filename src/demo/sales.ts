import { createHash } from "node:crypto";
import { addDays, type CalendarDate, daysBetween, endOfMonth, partsOf } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop, TERMS, type TermsCode } from "./company.ts";
import type { Happening } from "./demo-command.ts";

const VAT_PCT = 19;
const DAYS_OF_RELEASE = 5;
/** How much is sold in each month, in hundredths: school in January, holidays in June, and December. */
const SEASON = [118, 86, 95, 96, 102, 108, 98, 100, 103, 106, 125, 148];
const GROWTH_PER_MONTH_PCT = 1;
/** A customer that stopped paying goes on ordering for so long. */
const DAYS_OF_CREDULITY = 24;
/** Nets are in tens of thousands of pesos: so taxes, halves and percentages of them are whole pesos. */
const ROUND = 10_000;
const LEAST_NET = 50_000;

/** What follows from a new invoice. */
export type Follow = (life: BranchLife, book: AccountBook, items: readonly Item[]) => void;

/** Plans the orders of a customer for the rest of this month. */
export function planOrders(life: BranchLife, book: AccountBook, follow: Follow): void {
  const { dice, paysUntil, ordersPerMonth } = book.customer;
  const { agenda, today } = life;
  const days = life.days.between(addDays(today, 1), endOfMonth(today));
  const season = SEASON[partsOf(today).month - 1] ?? 100;
  const orders = days.length === 0 ? 0 : Math.round((ordersPerMonth * season) / 100);
  for (let number = 0; number < orders; number += 1) {
    const day = dice.pick(days);
    const net = netOf(life, book);
    if (paysUntil !== undefined && day > addDays(paysUntil, DAYS_OF_CREDULITY)) continue;
    agenda.on(day, () => (dice.percent(2) ? orderTooMuch(life, book) : order(life, book, net, follow)));
  }
}

function netOf({ agenda, today }: BranchLife, { customer }: AccountBook): number {
  const growthPct = 100 + Math.floor(daysBetween(agenda.first, today) / 30) * GROWTH_PER_MONTH_PCT;
  const net = (customer.usualNet * growthPct * customer.dice.whole(55, 150)) / 10_000;
  return Math.max(Math.round(net / ROUND) * ROUND, LEAST_NET);
}

/** Asked for, released or held, released by hand where it was held, and invoiced within days. */
function order(life: BranchLife, book: AccountBook, net: number, follow: Follow): void {
  const { orderId, key } = requestRelease(life, book, totalOf(net), "order released");
  const release = { orderId, expiresOn: addDays(life.today, DAYS_OF_RELEASE), reason: "cliente conocido, pago anunciado" };
  life.sendWith({ approverIds: ["DIEGO"], times: ["11:20", "14:30"] }, "CAROLINA", "release-order-manually", book, release, {
    onlyIf: { key, answered: "OrderHeld" },
  });
  const invoicedOn = life.days.after(life.today, book.customer.dice.whole(1, 2));
  life.agenda.on(invoicedOn, () => invoice(life, book, net, orderId, follow));
}

/** Far above the limit: held for certain, and given up by the customer. */
function orderTooMuch(life: BranchLife, book: AccountBook): void {
  const { orderId } = requestRelease(life, book, Math.round(book.customer.limit * 1.6), "order held");
  life.agenda.on(life.days.after(life.today, 1), () => {
    life.send("11:20", book.customer.sellerId, "cancel-order-supply", book, { orderId, reason: "el cliente desistió del pedido" });
  });
}

/** An order of somebody whose debt is past due: held for certain, and not for the seller to release. */
export function orderInDefault(life: BranchLife, book: AccountBook): void {
  const { usualNet, sellerId } = book.customer;
  const { orderId, key } = requestRelease(life, book, totalOf(usualNet), "order held");
  const release = { orderId, expiresOn: life.today, reason: "me lo pidió el cliente" };
  life.send("11:20", sellerId, "release-order-manually", book, release, {
    ...{ onlyIf: { key, answered: "OrderHeld" }, refusedWith: "NOT_AUTHORISED", tells: ["refusal"] },
  });
  life.send("14:30", "CAROLINA", "cancel-order-supply", book, { orderId, reason: "cartera vencida" });
}

function requestRelease(life: BranchLife, book: AccountBook, total: number, tells: Happening) {
  const orderId = `PD-${life.agenda.next("order")}`;
  const { sellerId, termsCode } = book.customer;
  const shipOn = life.days.after(life.today, 1);
  const body = { orderId, amount: cop(total), paymentMethod: "CREDIT", termsCode, shipOn, checkpoint: "CONFIRM" };
  return { orderId, key: life.send("09:40", sellerId, "request-order-release", book, body, { tells: [tells] }) };
}

function invoice(life: BranchLife, book: AccountBook, net: number, orderId: string, follow: Follow): void {
  const { branch, termsCode } = book.customer;
  const number = life.agenda.next(branch.series);
  const documentId = `${branch.series}-${number}`;
  const total = totalOf(net);
  const issued = { series: branch.series, number: String(number), issueDate: life.today, termsCode, paymentMethod: "CREDIT" };
  const body = {
    ...{ documentId, ...issued, net: cop(net), total: cop(total) },
    taxes: [{ code: "VAT", base: cop(net), ratePct: String(VAT_PCT), amount: cop(total - net) }],
    orderRefs: [{ orderId, amount: cop(total), last: true }],
    fiscalId: createHash("sha384").update(`${life.story.seed} ${documentId}`).digest("hex"),
  };
  life.send("09:40", "BRUNO", "record-invoice", book, body, { tells: ["invoice"] });
  const items = instalmentsOf(life, { documentId, issueDate: life.today, total, termsCode, net });
  book.items.push(...items);
  follow(life, book, items);
  if (!life.dice.for(documentId).percent(1)) return;
  // The same number again, by mistake.
  const again = { documentId: `${documentId}-BIS`, ...issued, net: cop(net), total: cop(net), taxes: [] };
  life.send("14:30", "BRUNO", "record-invoice", book, again, { refusedWith: "DUPLICATE_DOCUMENT", tells: ["refusal"] });
}

interface Document {
  readonly documentId: string;
  readonly issueDate: CalendarDate;
  /** What is owed of it, in whole pesos. */
  readonly total: number;
  readonly termsCode: TermsCode;
  readonly net?: number;
}

/** As the ledger computes them: equal parts, each due on a working day. */
export function instalmentsOf({ days }: BranchLife, { documentId, issueDate, total, termsCode, net }: Document): readonly Item[] {
  const terms: { readonly days: readonly number[]; readonly discountDays?: number } = TERMS[termsCode];
  const part = total / terms.days.length;
  return terms.days.map((dueDays, index) => ({
    ...{ instalmentId: `${documentId}.${index + 1}`, documentId, issueDate, dueOn: days.from(addDays(issueDate, dueDays)) },
    ...{ original: part, open: part },
    ...(net !== undefined && terms.days.length === 1 && { net }),
    ...(net !== undefined && terms.discountDays !== undefined && { discountUntil: addDays(issueDate, terms.discountDays) }),
  }));
}

/** With value added tax. */
export function totalOf(net: number): number {
  return (net * (100 + VAT_PCT)) / 100;
}
