import type { CalendarDate } from "../kernel/calendar-date.ts";
import type { Customer } from "./customers.ts";

/** An instalment as the branch remembers it, in whole pesos. */
export interface Item {
  readonly instalmentId: string;
  readonly documentId: string;
  readonly issueDate: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly original: number;
  open: number;
  /** When the customer means to pay; never, without it. */
  payOn?: CalendarDate | undefined;
  /** Of the whole document, where tax can be kept back on it: an invoice in one instalment. */
  readonly net?: number;
  /** The last day of its early-payment discount. */
  readonly discountUntil?: CalendarDate;
  /** The customer said when it pays all of it. */
  isPromised?: boolean;
  /** Something was paid of it, or taken off it: it is not paid in one piece any more. */
  isTouched?: boolean;
}

/** A receipt or a transferred credit, with what it settles. */
export interface Credit {
  readonly creditId: string;
  free: number;
  /** Kept for something else than the next invoices. */
  isReserved: boolean;
  readonly settles: { readonly item: Item; readonly money: number }[];
}

/** What the branch knows of one account: enough to send nothing that cannot be. */
export class AccountBook {
  readonly customer: Customer;
  readonly items: Item[] = [];
  readonly credits: Credit[] = [];
  /** Withholdings of which the certificate has not come yet. */
  readonly uncertified: string[] = [];

  constructor(customer: Customer) {
    this.customer = customer;
  }

  get accountId(): string {
    return this.customer.accountId;
  }

  /** Still owed, the oldest first. */
  open(): readonly Item[] {
    return this.items.filter(({ open }) => open > 0);
  }
}
