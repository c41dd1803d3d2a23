import { addDays, partsOf } from "../kernel/calendar-date.ts";
import { AccountBook } from "./account-book.ts";
import type { Approval, BranchLife } from "./branch-life.ts";
import { approversOf, cop, ENTITY_ID } from "./company.ts";
import { type Customer, customerBody } from "./customers.ts";
import type { Time } from "./demo-command.ts";

const NOVEMBER = 11;

/** When a customer is registered, its line opened, and others agree. */
export interface WelcomeTimes {
  readonly registered: Time;
  readonly line: Approval["times"];
}

/** A new customer with its seller and its line of credit. */
export function welcome(life: BranchLife, customer: Customer, { registered, line }: WelcomeTimes): AccountBook {
  const { customerId, accountId, sellerId, limit, termsCode } = customer;
  const book = new AccountBook(customer);
  life.books.push(book);
  life.agenda.send(registered, "PILAR", "register-customer", customerBody(customer));
  const seller = { customerId, entityId: ENTITY_ID, personId: sellerId, from: life.today };
  life.agenda.send(line[0], "SERGIO", "assign-salesperson", seller);
  const opened = {
    ...{
      lineId: `L-${accountId.split(".")[0]}`,
      limit: cop(limit),
      termsCode,
      validFrom: life.today,
      tolerancePct: "5.00",
      guaranteeIds: [],
    },
    waivers: [
      { rule: "FILE", reason: "expediente en trámite" },
      { rule: "APPLICATION", reason: "cupo acordado con ventas" },
    ],
  };
  life.sendWith({ approverIds: approversOf(limit), times: line }, "CAROLINA", "open-credit-line", book, opened);
  return book;
}

/** In November chains get more room until the season is over. */
export function raiseForSeason(life: BranchLife, book: AccountBook): void {
  if (partsOf(life.today).month !== NOVEMBER || book.customer.segment !== "CADENA") return;
  const newLimit = cop((book.customer.limit * 13) / 10);
  const body = { newLimit, kind: "TEMPORARY", from: addDays(life.today, 14), to: addDays(life.today, 75), reason: "temporada navideña" };
  life.sendWith({ approverIds: ["DIEGO"], times: ["09:40", "11:20"] }, "CAROLINA", "change-credit-limit", book, body, {
    tells: ["temporary limit"],
  });
}
