import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DeepReadonly, type Sealed, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, percentOf, sumOf, toMinor } from "../../../kernel/money.ts";
import type { CustomerState } from "../../customer/customer.ts";

type Money = { readonly amount: string; readonly currency: string };
interface Tax {
  readonly base: Money;
  readonly ratePct: string;
  readonly amount: Money;
}

/** Each tax is its rate of its base (one minor unit of tolerance), and net plus taxes is the total. */
export function taxesAddUp(net: Money, total: Money, taxes: readonly Tax[]): Verdict {
  const { currency } = total;
  const off = taxes.flatMap(({ base, ratePct, amount }, index) => {
    const expected = percentOf(toMinor(base), ratePct);
    const difference = toMinor(amount) - expected;
    if (difference >= -1n && difference <= 1n) return [];
    return violation("TAX_MISMATCH", { expected: amountText(expected, currency), given: amount.amount }, `/taxes/${index}`);
  });
  const sum = toMinor(net) + sumOf(taxes.map(({ amount }) => toMinor(amount)));
  if (sum === toMinor(total)) return off;
  return [...off, violation("TAX_MISMATCH", { expected: amountText(sum, currency), given: total.amount }, "/total")];
}

/** Instalments sum to the total exactly, and none is due before the issue. A document of total zero has none. */
export function instalmentsAddUp(
  instalments: readonly { readonly dueOn: CalendarDate; readonly amount: Minor }[],
  total: Minor,
  issueDate: CalendarDate,
  currency: string,
): Verdict {
  const sum = sumOf(instalments.map(({ amount }) => amount));
  const early = instalments.filter(({ dueOn }) => dueOn < issueDate);
  return [
    ...(sum === total
      ? []
      : [violation("INSTALMENTS_DO_NOT_SUM", { sum: amountText(sum, currency), total: amountText(total, currency) }, "/instalments")]),
    ...early.map(({ dueOn }) => violation("DUE_BEFORE_ISSUE", { dueOn, issueDate }, "/instalments")),
  ];
}

export function isNotTooFarAhead(date: CalendarDate, today: CalendarDate, days: number, pointer = "/issueDate"): Verdict {
  const latest = addDays(today, days);
  return date <= latest ? undefined : violation("FUTURE_DOCUMENT_DATE", { date, latest }, pointer);
}

/** The tax id on the document is the customer's: they are compared by their keyed hashes. */
export function taxIdIsTheCustomers(given: Sealed | undefined, customer: DeepReadonly<CustomerState> | undefined): Verdict {
  const registered = customer?.identity.value?.taxIdNumber;
  if (given === undefined || registered === undefined || given.mac === registered.mac) return undefined;
  return violation("TAX_ID_MISMATCH", {}, "/customerTaxId");
}
