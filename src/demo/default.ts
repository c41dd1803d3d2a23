import { addDays, type CalendarDate, daysBetween } from "../kernel/calendar-date.ts";
import type { AccountBook, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { cop } from "./company.ts";
import { confirm, register } from "./receipts.ts";
import { orderInDefault } from "./sales.ts";

const ORDERS_ONCE_MORE_DAYS = 38;
const SUSPENDED_AFTER_DAYS = 60;
/** Under the company's policy nothing is written off before. */
const LATE_ENOUGH_DAYS = 180;
const HELD_FROM_DAYS = 6;

/** What becomes of a customer that stops paying: no more orders, its line suspended, its debt written off, something of it recovered. */
export function planDefault(life: BranchLife, book: AccountBook, paysUntil: CalendarDate): void {
  const after = (days: number) => life.days.from(addDays(paysUntil, days));
  life.agenda.on(after(ORDERS_ONCE_MORE_DAYS), () => {
    if (book.open().some(({ dueOn }) => daysBetween(dueOn, life.today) >= HELD_FROM_DAYS)) orderInDefault(life, book);
  });
  life.agenda.on(after(SUSPENDED_AFTER_DAYS), () => {
    const facts = [{ name: "llamadas sin respuesta", value: "6" }];
    const body = { suspensionId: "S-MORA", reasonCode: "MANUAL", facts, cascade: "NONE", reason: "no contesta ni paga" };
    life.send("11:20", "CAROLINA", "suspend-line", book, body, { tells: ["line suspended"] });
  });
  life.agenda.on(after(LATE_ENOUGH_DAYS), () => considerWriteOff(life, book));
}

/** Asked every ten days, until all of it is late enough. */
function considerWriteOff(life: BranchLife, book: AccountBook): void {
  const items = book.open();
  if (items.length === 0) return;
  if (items.some(({ dueOn }) => daysBetween(dueOn, life.today) < LATE_ENOUGH_DAYS)) {
    life.agenda.on(life.workingDayIn(10), () => considerWriteOff(life, book));
    return;
  }
  const writeOffId = `CAS-${life.agenda.next("write-off")}`;
  const lines = items.map(({ instalmentId, open }) => ({ instalmentId, amount: cop(open) }));
  const evidence: readonly object[] = [];
  life.send("09:40", "CAROLINA", "propose-write-off", book, { writeOffId, lines, evidence, reason: "cerró el negocio y no responde" });
  life.agenda.on(life.days.after(life.today, 2), () => {
    life.send("09:40", "DIEGO", "approve-write-off", book, { writeOffId, note: "gestión agotada" });
    life.send("15:50", "ANDRES", "post-write-off", book, { writeOffId, on: life.today }, { tells: ["write-off"] });
    const [largest] = [...items].sort((one, other) => other.open - one.open);
    if (largest !== undefined) planRecovery(life, book, writeOffId, largest, largest.open);
    for (const item of items) item.open = 0;
  });
}

/** Weeks later a lawyer brings part of it. */
function planRecovery(life: BranchLife, book: AccountBook, writeOffId: string, { instalmentId }: Item, writtenOff: number): void {
  const pesos = Math.max(Math.round((writtenOff * book.customer.dice.whole(30, 60)) / 100 / 1_000) * 1_000, 1_000);
  life.agenda.on(life.workingDayIn(35), () => {
    const body = { method: "TRANSFER", receivedOn: life.today, valueDate: life.today, viaLawyer: true };
    const credit = register(life, book, pesos, body, ["receipt"]);
    credit.free = 0;
    const applicationId = `RV-${life.agenda.next("recovery")}`;
    const lines = [{ instalmentId, amount: cop(pesos) }];
    const recovered = { writeOffId, applicationId, receiptId: credit.creditId, lines };
    life.send("14:30", "PILAR", "record-recovery-of-written-off", book, recovered, { tells: ["recovery"] });
    life.agenda.on(life.days.after(life.today, 1), () => confirm(life, book, credit));
  });
}
