import type { PolicyBody } from "../../../../schemas/policies.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type Verdict, violation } from "../../../kernel/decider.ts";
import {
  amountText,
  compareDecimals,
  decimalText,
  divideHalfUp,
  type Minor,
  parseAmount,
  percentOf,
  toMinor,
} from "../../../kernel/money.ts";
import { authorityReaches, type Level, requiredLevelForPct } from "../../authority.ts";
import type { Document } from "../documents/documents.ts";

type Money = { readonly amount: string; readonly currency: string };

export interface Discount {
  readonly pct: string;
  readonly amount: Money;
}

/**
 * An early-payment discount stays within the document's own window and percentage of what the line settles (the discount itself and what
 * was withheld included); anything else is a matter of authority, by the percentage really given (rounded up to two decimals) or the one
 * stated, whichever is higher.
 */
export function discountIsDue(
  discount: Discount,
  document: Document,
  settled: Minor,
  settledOn: CalendarDate,
  policies: {
    readonly base: PolicyBody<"discount">["base"];
    readonly authority: PolicyBody<"authority">["DISCOUNT"];
    readonly held: Level | undefined;
  },
  pointer: string,
): Verdict {
  const amount = toMinor(discount.amount);
  const base = policies.base === "NET" ? divideHalfUp(settled * document.net, document.total) : settled;
  const early = document.earlyDiscount;
  if (early !== undefined && settledOn <= early.lastDay && amount <= percentOf(base, early.pct)) return undefined;
  const given = decimalText((amount * 10_000n + settled - 1n) / settled, 2);
  const pct = compareDecimals(given, discount.pct) > 0 ? given : discount.pct;
  const refused = authorityReaches(policies.held, requiredLevelForPct(policies.authority, pct), "DISCOUNT");
  return refused === undefined || "length" in refused ? refused : { ...refused, pointer };
}

export interface Withholding {
  readonly kind: "INCOME_TAX" | "VAT" | "ICA";
  readonly base: Money;
  readonly ratePct: string;
  readonly amount: Money;
}

/** A withholding is its rate of its base, the rate stands in the policy's table, and the base is not above the document's for that tax. */
export function withholdingIsRight(
  { kind, base, ratePct, amount }: Withholding,
  document: Document,
  { rates, tolerance }: PolicyBody<"withholding">,
  pointer: string,
): Verdict {
  const { currency } = amount;
  const highestBase = kind === "VAT" ? document.tax : document.net;
  const expected = percentOf(toMinor(base), ratePct);
  const difference = toMinor(amount) - expected;
  const allowed = parseAmount(tolerance[currency] ?? "0", currency) ?? 0n;
  return [
    ...(rates[kind].some((rate) => compareDecimals(rate, ratePct) === 0)
      ? []
      : [violation("UNKNOWN_WITHHOLDING_RATE", { kind, ratePct }, `${pointer}/ratePct`)]),
    ...(difference <= allowed && -difference <= allowed
      ? []
      : [violation("WITHHOLDING_MISMATCH", { expected: amountText(expected, currency), given: amount.amount }, `${pointer}/amount`)]),
    ...(toMinor(base) <= highestBase
      ? []
      : [violation("WITHHOLDING_MISMATCH", { highestBase: amountText(highestBase, currency), base: base.amount }, `${pointer}/base`)]),
  ];
}
