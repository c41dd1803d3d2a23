import { HOLD_REASONS, type HoldReason, type PolicyBody, type Terms } from "../../../../schemas/policies.ts";
import { type CalendarDate, daysBetween } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly, Occasion } from "../../../kernel/decider.ts";
import { amountText, fractionOf, type Minor, parseAmount } from "../../../kernel/money.ts";
import type { DomainFacts } from "../../facts.ts";
import type { Account } from "../account.ts";
import { termsOn } from "../credit-line/credit-line.ts";
import type { Exposure } from "../credit-line/exposure.ts";
import { dueOnAsOf } from "../documents/documents.ts";
import { dueAmounts } from "../documents/due-dates.ts";
import type { Order } from "./orders.ts";

export type OrderFacts = DeepReadonly<Pick<DomainFacts, "policies" | "customer" | "customerFile" | "calendar">> & Occasion;

/** An order that somebody wants supplied; `amount` is what would be reserved. */
export interface Question extends Pick<Order, "paymentMethod" | "termsCode" | "shipOn"> {
  readonly orderId: string;
  readonly amount: Minor;
}

export interface Held {
  readonly reasonCode: HoldReason;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** All that the rules look at. */
interface View {
  readonly account: Account;
  readonly question: Question;
  readonly exposure: Exposure;
  readonly facts: OrderFacts;
  readonly credit: PolicyBody<"credit">;
  readonly currency: string;
  readonly day: CalendarDate;
}

/** Days within which broken promises count against an order. */
const PROMISES_COUNT_DAYS = 90;

/** What a rule finds wrong, by name; nothing where it lets the order pass. */
type Rule = (view: View) => Readonly<Record<string, string>> | undefined;

const RULES: Readonly<Record<HoldReason, Rule>> = {
  CREDIT_LINE_MISSING({ account, day }) {
    const line = account.creditLine.open.value;
    if (line === undefined) return {};
    return day < line.validFrom ? { lineId: line.lineId, validFrom: line.validFrom } : undefined;
  },
  LINE_EXPIRED({ account, day }) {
    const line = account.creditLine.open.value;
    return line?.validTo !== undefined && day > line.validTo ? { lineId: line.lineId, validTo: line.validTo } : undefined;
  },
  LINE_SUSPENDED({ account: { creditLine } }) {
    const lineId = creditLine.open.value?.lineId;
    const live = [...creditLine.suspensions].filter(([, each]) => each.live && each.lineId === lineId);
    if (live.length === 0) return undefined;
    return { suspensions: live.map(([suspensionId, { reasonCode }]) => `${suspensionId} ${reasonCode}`).join(", ") };
  },
  CUSTOMER_BLOCKED({ question, facts }) {
    const scopes = [...(facts.customer?.blocks.keys() ?? [])];
    const binding = isAtRisk(question) ? scopes : scopes.filter((scope) => scope === "ALL");
    return binding.length > 0 ? { scope: binding.join(", ") } : undefined;
  },
  OVER_LIMIT({ question, exposure, currency }) {
    const overshoot = overshootOf(question, exposure);
    if (overshoot === 0n) return undefined;
    const text = (minor: Minor) => amountText(minor, currency);
    return { available: text(exposure.available), requested: text(question.amount), overshoot: text(overshoot) };
  },
  /** No account has a parent yet. */
  GROUP_LIMIT: () => undefined,
  PAST_DUE_DAYS({ account, credit, currency, day }) {
    const least = minimumOf(credit, currency);
    if (least === undefined) return undefined;
    const [worst] = pastDueItems(account, day)
      .filter(({ dpd, open }) => dpd > credit.holdPastDueDays && open >= least)
      .sort((a, b) => b.dpd - a.dpd || (a.instalmentId < b.instalmentId ? -1 : 1));
    return worst && { instalmentId: worst.instalmentId, dpd: String(worst.dpd), open: amountText(worst.open, currency) };
  },
  /** Of an account that owes nothing there is no share. */
  PAST_DUE_SHARE({ account, exposure: { open }, credit, currency, day }) {
    let pastDue = 0n;
    for (const item of pastDueItems(account, day)) pastDue += item.open;
    const { numerator, denominator } = fractionOf(credit.holdPastDueSharePct);
    if (open <= 0n || pastDue * 100n * denominator <= open * numerator) return undefined;
    return { pastDue: amountText(pastDue, currency), open: amountText(open, currency), highestPct: credit.holdPastDueSharePct };
  },
  /** By the last day on which something would be due, from the day of shipment. */
  TERMS_EXCEEDED({ account, question, facts }) {
    const ofLine = lineTermsFor(account, question);
    const lastDue = lastDueOn(question, question.termsCode, facts);
    const lastOfLine = ofLine && lastDueOn(question, ofLine, facts);
    if (ofLine === undefined || lastDue === undefined || lastOfLine === undefined || lastDue <= lastOfLine) return undefined;
    return { termsCode: question.termsCode, dueOn: lastDue, lineTermsCode: ofLine, lineDueOn: lastOfLine };
  },
  RETURNED_INSTRUMENT({ account, credit, day }) {
    const last = account.orders.lastReturn.value;
    return last !== undefined && daysBetween(last.on, day) <= credit.holdAfterReturnDays
      ? { receiptId: last.receiptId, returnedOn: last.on }
      : undefined;
  },
  BROKEN_PROMISES({ account, credit, day }) {
    const broken = [...account.promises.byId].filter(
      ([, { status, endedOn }]) => status === "BROKEN" && endedOn !== undefined && daysBetween(endedOn, day) <= PROMISES_COUNT_DAYS,
    );
    return broken.length > 0 && broken.length >= credit.holdBrokenPromises
      ? {
          promises: broken
            .map(([promiseId]) => promiseId)
            .sort()
            .join(", "),
        }
      : undefined;
  },
  /** A line taken over with the waiver FILE needs none. */
  FILE_NOT_COMPLETE: ({ account, facts }) =>
    facts.customerFile.status === "COMPLETE" || account.creditLine.open.value?.waivesFile === true
      ? undefined
      : { status: facts.customerFile.status },
  /** No customer has a date of review yet. */
  REVIEW_OVERDUE: () => undefined,
};

/**
 * Every rule that holds an order, in their order. What is paid in cash or costs nothing is held only for a customer who is blocked
 * altogether. The policy may switch rules off, but not the one that keeps a release below the ceiling.
 */
export function heldBecauseOf(view: View): readonly Held[] {
  const { question, credit } = view;
  const applies = (reason: HoldReason) =>
    (isAtRisk(question) || reason === "CUSTOMER_BLOCKED") && (reason === "OVER_LIMIT" || credit.holdRules[reason] !== false);
  return HOLD_REASONS.filter(applies).flatMap((reasonCode) => {
    const found = RULES[reasonCode](view);
    return found === undefined ? [] : { reasonCode, facts: Object.entries(found).map(([name, value]) => ({ name, value })) };
  });
}

/** Only what is supplied on credit reserves anything. */
export function isAtRisk({ paymentMethod, amount }: Pick<Question, "paymentMethod" | "amount">): boolean {
  return paymentMethod === "CREDIT" && amount > 0n;
}

/** By how much an order would go above the ceiling. */
export function overshootOf(question: Pick<Question, "paymentMethod" | "amount">, { available }: Pick<Exposure, "available">): Minor {
  return isAtRisk(question) && question.amount > available ? question.amount - available : 0n;
}

/** The smallest amount past due that counts; nothing in a currency that the table lacks. */
export function minimumOf({ holdMinAmount }: PolicyBody<"credit">, currency: string): Minor | undefined {
  const least = holdMinAmount[currency];
  return least === undefined ? undefined : parseAmount(least, currency);
}

/** The last day on which something of the order would be due under terms; nothing when the terms or a calendar year are unknown. */
export function lastDueOn({ shipOn, amount }: Question, termsCode: string, { policies, calendar }: OrderFacts): CalendarDate | undefined {
  const terms: DeepReadonly<Terms> | undefined = policies.inForce("terms", shipOn).body.codes[termsCode];
  const dues = terms && dueAmounts(terms as Terms, shipOn, amount, calendar);
  return dues
    ?.map(({ dueOn }) => dueOn)
    .sort()
    .at(-1);
}

/** The terms of the line for what is shipped on the order's day. */
export function lineTermsFor({ creditLine }: Account, { shipOn }: Pick<Question, "shipOn">): string | undefined {
  const line = creditLine.open.value;
  return line && termsOn(line, shipOn);
}

interface PastDue {
  readonly instalmentId: string;
  readonly dpd: number;
  readonly open: Minor;
}

/** Read from the due dates of the day, and not from any state that is kept up. */
function pastDueItems({ documents }: Account, day: CalendarDate): PastDue[] {
  return [...documents.open.keys()].flatMap((instalmentId) => {
    const item = documents.instalments.get(instalmentId);
    if (item === undefined) return [];
    const dpd = daysBetween(dueOnAsOf(item, day), day);
    return dpd > 0 ? { instalmentId, dpd, open: item.open } : [];
  });
}
