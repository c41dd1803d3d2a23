import { addDays } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop } from "./company.ts";
import type { Happening } from "./demo-command.ts";
import { addDebt } from "./notes.ts";

const CHANNELS = ["PHONE", "WHATSAPP", "EMAIL", "VISIT"] as const;
const DUNNING_FEE = 35_000;

/** Somebody calls about an item that is late: the customer promises, and keeps it, asks for more time, or breaks it. */
export function collect(life: BranchLife, book: AccountBook, item: Item): void {
  const { dice, payer } = book.customer;
  if (item.open === 0 || item.isPromised) return;
  const late = book.open().filter(({ dueOn, isPromised }) => dueOn < life.today && isPromised !== true);
  const outcome = payer === "BAD" ? 100 : dice.whole(1, 100);
  if (outcome <= 20) charge(life, book, item);
  else if (outcome <= 58) keep(life, book, late);
  else if (outcome <= 76) reschedule(life, book, late);
  else breakPromise(life, book, late);
}

function promise(life: BranchLife, book: AccountBook, items: readonly Item[], days: number, tells: readonly Happening[]) {
  const promiseId = `PR-${life.agenda.next("promise")}`;
  const dueOn = life.workingDayIn(days);
  const channel = book.customer.dice.pick(CHANNELS);
  const body = { promiseId, lines: linesOf(items), dueOn, channel, collectorId: "CAMILO" };
  life.send("09:40", "CAMILO", "register-promise", book, body, { tells });
  return { promiseId, dueOn };
}

const linesOf = (items: readonly Item[]) => items.map(({ instalmentId, open }) => ({ instalmentId, amount: cop(open) }));

function keep(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { dueOn } = promise(life, book, items, book.customer.dice.whole(5, 12), ["promise kept"]);
  for (const item of items) {
    item.isPromised = true;
    life.meansToPay(book, item, dueOn);
  }
}

/** The day before, the customer asks for more time, and then pays. */
function reschedule(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { promiseId, dueOn } = promise(life, book, items, 8, []);
  const newDueOn = life.days.from(addDays(dueOn, 9));
  for (const item of items) {
    item.isPromised = true;
    life.meansToPay(book, item, newDueOn);
  }
  life.agenda.on(life.days.after(dueOn, -1), () => {
    const left = items.filter(({ open }) => open > 0);
    if (left.length === 0) return;
    const body = { promiseId, newPromiseId: `${promiseId}-R`, dueOn: newDueOn, lines: linesOf(left), reason: "pidió una semana más" };
    life.send("09:40", "CAMILO", "reschedule-promise", book, body, { tells: ["promise rescheduled", "promise kept"] });
  });
}

/** Nothing comes on that day; who pays at all pays weeks later. */
function breakPromise(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { dice, paysUntil } = book.customer;
  const { dueOn } = promise(life, book, items, dice.whole(4, 9), ["promise broken"]);
  for (const item of items) {
    item.isPromised = true;
    if (paysUntil === undefined) life.meansToPay(book, item, addDays(dueOn, dice.whole(14, 34)));
  }
}

/** No promise: the call is charged for, and the customer pays when it meant to. */
function charge(life: BranchLife, book: AccountBook, { documentId }: Item): void {
  const number = String(life.agenda.next("CG"));
  const dueOn = addDays(life.today, 10);
  const body = { documentId: `CG-${number}`, series: "CG", number, issueDate: life.today, originDocumentId: documentId };
  const fee = { ...body, amount: cop(DUNNING_FEE), dueOn, reasonCode: "DUNNING_FEE" };
  life.send("14:30", "ANDRES", "issue-charge", book, fee, { tells: ["charge"] });
  addDebt(life, book, { documentId: `CG-${number}`, amount: DUNNING_FEE, dueOn });
}
