import { partsOf } from "../kernel/calendar-date.ts";
import type { AccountBook } from "./account-book.ts";
import { BranchLife } from "./branch-life.ts";
import { setUpCompany } from "./company.ts";
import { raiseForSeason, welcome } from "./customer-lines.ts";
import { type Customer, inventCustomers } from "./customers.ts";
import { planDefault } from "./default.ts";
import type { DemoArguments, DemoDay } from "./demo-command.ts";
import { follow } from "./intentions.ts";
import { takeOver } from "./opening-items.ts";
import { payWhatIsMeant } from "./payments.ts";
import { planOrders } from "./sales.ts";
import { sha256 } from "./staff.ts";

/** The first months of the quarters, in which certificates of withholding come. */
const CERTIFIED_IN = [1, 4, 7, 10];

/** The whole life of the branch, day by day. Pure: the same arguments give the same commands. */
export function* demoDays(story: DemoArguments): Generator<DemoDay> {
  for (const { day } of lifeOf(story)) yield day;
}

/** The same with the books as the branch has them at the end of each day. */
export function* lifeOf(story: DemoArguments): Generator<{ readonly day: DemoDay; readonly books: readonly AccountBook[] }> {
  const life = new BranchLife(story, payWhatIsMeant);
  const { agenda } = life;
  agenda.on(agenda.first, () => {
    setUpCompany(agenda, story);
    planCustomers(life);
  });
  while (agenda.today < agenda.last) yield { day: agenda.nextDay(), books: life.books };
}

function planCustomers(life: BranchLife): void {
  const { agenda, story } = life;
  for (const customer of inventCustomers(story, agenda, life.dice)) {
    if (customer.since <= agenda.first) {
      const book = welcome(life, customer, { registered: "14:30", line: ["15:50", "17:20"] });
      takeOver(life, book, follow);
      begin(life, book);
    } else {
      agenda.on(life.days.from(customer.since), () => begin(life, welcomeLater(life, customer)));
    }
  }
}

function welcomeLater(life: BranchLife, customer: Customer): AccountBook {
  return welcome(life, customer, { registered: "08:10", line: ["09:40", "11:20"] });
}

function begin(life: BranchLife, book: AccountBook): void {
  const { paysUntil } = book.customer;
  if (paysUntil !== undefined) planDefault(life, book, paysUntil);
  planOrders(life, book, follow);
  planMonth(life, book);
}

/** The first working day of each month: orders are planned; in some months limits are raised and certificates come. */
function planMonth(life: BranchLife, book: AccountBook): void {
  const { year, month } = partsOf(life.today);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  life.agenda.on(life.days.from(next), () => {
    planOrders(life, book, follow);
    raiseForSeason(life, book);
    if (CERTIFIED_IN.includes(partsOf(life.today).month)) certify(life, book);
    planMonth(life, book);
  });
}

/** For what was withheld in the quarter. */
function certify(life: BranchLife, book: AccountBook): void {
  const withholdingIds = book.uncertified.splice(0);
  if (withholdingIds.length === 0) return;
  const number = `CR-${life.agenda.next("certificate")}`;
  const body = { withholdingIds, number, issuedOn: life.today, contentHash: sha256(number) };
  life.send("15:50", "PILAR", "record-withholding-certificate", book, body, { tells: ["certificate"] });
}
