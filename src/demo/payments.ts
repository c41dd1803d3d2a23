import { laterOf } from "../kernel/calendar-date.ts";
import type { AccountBook, Credit, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { payByCheque } from "./cheques.ts";
import { EARLY_DISCOUNT_PCT } from "./company.ts";
import { creditLeaves } from "./credit-moves.ts";
import { apply, confirm, type Paid, register, settledBy } from "./receipts.ts";

const LEAST_PART = 10_000;
/** Of the net of an invoice, in thousandths. */
const WITHHELD = 25;

/** A customer pays what it meant to pay by today. */
export function payWhatIsMeant(life: BranchLife, book: AccountBook): void {
  const { payer, dice } = book.customer;
  const meant = book.open().filter(({ payOn }) => payOn !== undefined && payOn <= life.today);
  const left = useCredits(life, book, meant);
  if (left.length === 0) return;
  if (payer === "CHEQUE" && dice.percent(75)) payByCheque(life, book, left);
  else payByTransfer(life, book, left);
}

/** What is left of earlier money pays first; gives what it does not pay. */
function useCredits(life: BranchLife, book: AccountBook, items: readonly Item[]): readonly Item[] {
  for (const credit of book.credits.filter(({ free, isReserved }) => free > 0 && !isReserved)) {
    const lines: Paid[] = [];
    let free = credit.free;
    for (const item of items) {
      const money = Math.min(item.open, free);
      if (money > 0) lines.push({ item, money });
      free -= money;
    }
    if (lines.length > 0) apply(life, book, credit, lines);
  }
  return items.filter(({ open }) => open > 0);
}

/** Registered, applied, and confirmed the next working day. Some are found in the bank's statement days later. */
function payByTransfer(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { payer, dice } = book.customer;
  const lines = items.map((item) => howToPay(life, book, item, items.length === 1));
  const asked = lines.reduce((sum, { money }) => sum + money, 0);
  const extra = payer === "GENEROUS" && dice.percent(30) ? dice.whole(2, 24) * 50_000 : 0;
  const daysLate = lines.every(({ discount, item }) => discount === undefined && item.isPromised !== true) && dice.percent(10) ? 2 : 0;
  const valueDate = laterOf(life.days.after(life.today, -daysLate), life.agenda.first);
  const body = { method: "TRANSFER", receivedOn: valueDate, valueDate };
  const credit = register(life, book, asked + extra, body, daysLate > 0 ? ["receipt", "back-dated receipt"] : ["receipt"]);
  credit.isReserved = extra > 0 && dice.percent(55);
  life.agenda.on(life.days.after(life.today, 1), () => confirm(life, book, credit));
  const applicationId = apply(life, book, credit, lines);
  for (const { item } of lines) if (item.open > 0) life.meansToPay(book, item, life.workingDayIn(dice.whole(14, 32)));
  if (credit.isReserved) life.agenda.on(life.workingDayIn(dice.whole(6, 15)), () => creditLeaves(life, book, credit));
  if (extra === 0 && lines.every((line) => settledBy(line) === line.money) && dice.percent(3)) {
    life.agenda.on(life.days.after(life.today, 1), () => correct(life, book, credit, applicationId, lines));
  }
}

/** In part, with what the customer takes off, or all of it. */
function howToPay(life: BranchLife, { customer }: AccountBook, item: Item, isAlone: boolean): Paid {
  const { payer, dice, withholds, customerId } = customer;
  const { open, isTouched, isPromised, discountUntil, net } = item;
  if (isTouched) return { item, money: open };
  if (payer === "PARTIAL" && isPromised !== true && open > LEAST_PART * 4 && dice.percent(60)) {
    return { item, money: Math.round((open * dice.whole(35, 65)) / 100 / LEAST_PART) * LEAST_PART };
  }
  const discount = discountUntil !== undefined && life.today <= discountUntil ? Math.floor((open * EARLY_DISCOUNT_PCT) / 100) : 0;
  const withheld = withholds && net !== undefined ? (net * WITHHELD) / 1_000 : 0;
  if (discount + withheld > 0) {
    const withholdingId = `RT-${customerId}-${life.agenda.next(`withholding ${customerId}`)}`;
    return {
      ...{ item, money: open - discount - withheld },
      ...(discount > 0 && { discount }),
      ...(withheld > 0 && { withheld: { withholdingId, amount: withheld } }),
    };
  }
  const isShort = payer === "AVERAGE" && isAlone && isPromised !== true && open > 400_000 && dice.percent(12);
  if (!isShort) return { item, money: open };
  const shortBy = dice.whole(1, 9) * 100;
  return { item, money: open - shortBy, shortBy };
}

/** Applied without looking: it was never true, and is applied again as the customer wrote. */
function correct(life: BranchLife, book: AccountBook, credit: Credit, applicationId: string, lines: readonly Paid[]): void {
  const unapplicationId = `DA-${life.agenda.next("unapplication")}`;
  const body = { unapplicationId, applicationId, kind: "CORRECTION", reason: "aplicado sin revisar la instrucción del cliente" };
  life.send("11:20", "PILAR", "unapply-payment", book, body, { tells: ["correction"] });
  for (const { item, money } of lines) {
    item.open += money;
    credit.free += money;
  }
  credit.settles.length = 0;
  apply(life, book, credit, lines);
}
