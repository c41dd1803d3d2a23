import { addDays, type CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Sealed, type Verdict, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, percentOf, sumOf, toMinor } from "../../../kernel/money.ts";
import type { CustomerState } from "../../customer/customer.ts";
import type { DueAmount } from "./due-dates.ts";

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

interface Amounts {
  readonly net: Money;
  readonly total: Money;
  readonly taxes: readonly Tax[];
  readonly instalments?: readonly { readonly amount: Money }[];
  readonly orderRefs?: readonly { readonly amount: Money }[];
}

/** All amounts of a document by their place in the body. */
export function amountsOf({ net, total, taxes, instalments = [], orderRefs = [] }: Amounts): Readonly<Record<string, Money>> {
  const parts = [
    ...taxes.flatMap(({ base, amount }, index) => [[`taxes/${index}/base`, base] as const, [`taxes/${index}/amount`, amount] as const]),
    ...instalments.map(({ amount }, index) => [`instalments/${index}/amount`, amount] as const),
    ...orderRefs.map(({ amount }, index) => [`orderRefs/${index}/amount`, amount] as const),
  ];
  return { net, total, ...Object.fromEntries(parts) };
}

/** The terms exist, and what is due when is known and adds up. */
export function scheduleIsRight(
  { termsCode, issueDate }: { readonly termsCode: string; readonly issueDate: CalendarDate },
  termsAreKnown: boolean,
  schedule: readonly DueAmount[] | undefined,
  total: Minor,
  currency: string,
): Verdict {
  return broken([
    termsAreKnown ? undefined : violation("UNKNOWN_TERMS", { termsCode }, "/termsCode"),
    schedule === undefined
      ? violation("CALENDAR_MISSING", { termsCode }, "/termsCode")
      : instalmentsAddUp(schedule, total, issueDate, currency),
  ]);
}

/** Instalments sum to the total exactly, and none is due before the issue. A document of total zero has none. */
function instalmentsAddUp(instalments: readonly DueAmount[], total: Minor, issueDate: CalendarDate, currency: string): Verdict {
  const sum = sumOf(instalments.map(({ amount }) => amount));
  return [
    ...(sum === total
      ? []
      : [violation("INSTALMENTS_DO_NOT_SUM", { sum: amountText(sum, currency), total: amountText(total, currency) }, "/instalments")]),
    ...instalments.flatMap(({ dueOn }) => isDueAfterIssue(dueOn, issueDate, "/instalments") ?? []),
  ];
}

/** DOC-4 Nothing is due before its document is issued. */
export function isDueAfterIssue(dueOn: CalendarDate, issueDate: CalendarDate, pointer: string): Violation | undefined {
  return dueOn < issueDate ? violation("DUE_BEFORE_ISSUE", { dueOn, issueDate }, pointer) : undefined;
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
