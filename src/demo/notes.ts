import { addDays } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop } from "./company.ts";
import { sha256 } from "./staff.ts";

const REASONS = [
  ["PRICE", "precio distinto al acordado"],
  ["RETURN", "devolución de mercancía"],
  ["DAMAGE", "mercancía averiada en el transporte"],
  ["BILLING_ERROR", "cantidad mal facturada"],
] as const;
const ROUND = 1_000;
const LEAST = 20_000;
const FREIGHT = [40_000, 60_000, 85_000] as const;

/** The customer complains: the desk asks for a note, the coordinator decides, the accountant issues it. */
export function askForCreditNote(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { dice } = book.customer;
  const open = items.reduce((sum, item) => sum + item.open, 0);
  const amount = Math.round((open * dice.whole(4, 18)) / 100 / ROUND) * ROUND;
  const [reasonCode, reason] = dice.pick(REASONS);
  const isRight = dice.percent(84);
  const documentId = items[0]?.documentId;
  if (amount < LEAST || documentId === undefined) return;
  const number = String(life.agenda.next("NC"));
  const creditNoteId = `NC-${number}`;
  const supportId = `SOP-${number}`;
  const paper = {
    supportId,
    documentId,
    contentHash: sha256(supportId),
    kind: "reclamo del cliente",
    storageRef: `archivo/${supportId}.pdf`,
  };
  life.send("09:40", "PILAR", "attach-support", book, paper);
  const asked = { creditNoteId, reasonCode, documentId, amount: cop(amount), supportIds: [supportId], reason };
  life.send("09:40", "PILAR", "request-credit-note", book, asked);
  if (!isRight) {
    const rejected = { creditNoteId, note: "el despacho fue recibido a satisfacción" };
    life.send("11:20", "CAROLINA", "reject-credit-note", book, rejected, { tells: ["credit note rejected"] });
    return;
  }
  life.send("11:20", "CAROLINA", "approve-credit-note", book, { creditNoteId, note: "verificado con despachos" });
  const issued = { creditNoteId, series: "NC", number, issueDate: life.today };
  life.send("15:50", "ANDRES", "issue-credit-note", book, issued, { tells: ["credit note"] });
  takeOff(items, amount);
}

/** From the oldest instalment on. */
function takeOff(items: readonly Item[], amount: number): void {
  let left = amount;
  for (const item of items) {
    const part = Math.min(item.open, left);
    if (part === 0) continue;
    item.open -= part;
    item.isTouched = true;
    left -= part;
  }
}

/** The freight was forgotten on the invoice. */
export function issueFreight(life: BranchLife, book: AccountBook, [first]: readonly Item[]): void {
  if (first === undefined || first.documentId.startsWith("SI-")) return;
  const number = String(life.agenda.next("ND"));
  const documentId = `ND-${number}`;
  const amount = book.customer.dice.pick(FREIGHT);
  const dueOn = addDays(life.today, 30);
  const body = { documentId, series: "ND", number, issueDate: life.today, originDocumentId: first.documentId, amount: cop(amount), dueOn };
  life.send("09:40", "BRUNO", "issue-debit-note", book, body, { tells: ["debit note"] });
  addDebt(life, book, { documentId, amount, dueOn });
}

/** Something else that is owed, and paid about when it is due by those who pay at all. */
export function addDebt(
  life: BranchLife,
  book: AccountBook,
  { documentId, amount, dueOn }: { readonly documentId: string; readonly amount: number; readonly dueOn: string },
): void {
  const item: Item = {
    ...{ instalmentId: `${documentId}.1`, documentId, issueDate: life.today, dueOn },
    ...{ original: amount, open: amount, isTouched: true },
  };
  book.items.push(item);
  const { paysUntil, dice } = book.customer;
  const payOn = addDays(dueOn, dice.whole(0, 10));
  if (paysUntil === undefined || payOn <= paysUntil) life.meansToPay(book, item, payOn);
}
