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
  sumOf,
  toMinor,
} from "../../../kernel/money.ts";
import { authorityReaches, type Level, requiredLevelForPct } from "../../authority.ts";
import type { Account } from "../account.ts";
import type { Document } from "../documents/documents.ts";
import { documentOf } from "../settlements/settlement-index.ts";
import { keyOf } from "../settlements/settlements.ts";

type Money = { readonly amount: string; readonly currency: string };

export interface Discount {
  readonly pct: string;
  readonly amount: Money;
}

export interface DiscountLimits {
  readonly base: PolicyBody<"discount">["base"];
  readonly authority: PolicyBody<"authority">["DISCOUNT"];
  readonly held: Level | undefined;
}

/**
 * An early-payment discount stays within the document's own window and percentage of what the line settles (the discount itself and what
 * was withheld included); anything else is a matter of authority, by the percentage really given (rounded up to two decimals) or the one
 * stated, whichever is higher.
 */
export function discountIsDue(
  { pct, amount }: Discount,
  document: Document,
  settled: Minor,
  settledOn: CalendarDate,
  limits: DiscountLimits,
  pointer: string,
): Verdict {
  const given = toMinor(amount);
  if (isWithinTerms(given, document, settled, settledOn, limits.base)) return undefined;
  return discountNeedsAuthority({ pct, amount: given }, settled, limits, pointer);
}

/** Whether a discount, in minor units, is the one that the document itself offers for paying `settled` on that day. */
export function isWithinTerms(
  discount: Minor,
  { earlyDiscount, net, total }: Document,
  settled: Minor,
  settledOn: CalendarDate,
  base: DiscountLimits["base"],
): boolean {
  const discountable = base === "NET" ? divideHalfUp(settled * net, total) : settled;
  return earlyDiscount !== undefined && settledOn <= earlyDiscount.lastDay && discount <= percentOf(discountable, earlyDiscount.pct);
}

/** A discount outside the document's terms: authority by its percentage of `of`, or by the one stated where that is higher. */
export function discountNeedsAuthority(
  { pct, amount }: { readonly pct: string; readonly amount: Minor },
  of: Minor,
  { authority, held }: DiscountLimits,
  pointer: string,
): Verdict {
  const given = decimalText((amount * 10_000n + of - 1n) / of, 2);
  const refused = authorityReaches(held, requiredLevelForPct(authority, compareDecimals(given, pct) > 0 ? given : pct), "DISCOUNT");
  return refused === undefined || "length" in refused ? refused : { ...refused, pointer };
}

export interface Withholding {
  readonly kind: "INCOME_TAX" | "VAT" | "ICA";
  readonly base: Money;
  readonly ratePct: string;
  readonly amount: Money;
}

/** A withholding is its rate of its base, and the rate stands in the policy's table. */
export function withholdingIsRight(
  { kind, base, ratePct, amount }: Withholding,
  { rates, tolerance }: PolicyBody<"withholding">,
  pointer: string,
): Verdict {
  const { currency } = amount;
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
  ];
}

/** A base on which tax of a document is to be withheld, and where in the command it stands. */
interface AskedBase {
  readonly kind: Withholding["kind"];
  readonly instalmentId: string;
  readonly base: Money;
  readonly pointer: string;
}

/** The bases of one tax, those withheld on before included, are together not above the document's base for it (WHT-1). */
export function withheldBasesFit(account: Account, asked: readonly AskedBase[], currency: string): Verdict {
  const sums = new Map<string, Minor>();
  return asked.flatMap(({ kind, instalmentId, base, pointer }) => {
    const documentId = documentOf(instalmentId);
    const document = account.documents.byId.get(documentId);
    if (document === undefined) return [];
    const key = `${kind} ${documentId}`;
    const sum = (sums.get(key) ?? withheldOn(account, documentId, kind)) + toMinor(base);
    sums.set(key, sum);
    const highest = kind === "VAT" ? document.tax : document.net;
    if (sum <= highest) return [];
    return violation("WITHHOLDING_MISMATCH", { highestBase: amountText(highest, currency), base: amountText(sum, currency) }, pointer);
  });
}

/** The base of what is still withheld of a tax: of a withholding undone in part, that part of its base. */
function withheldOn({ settlements, settlementIndex }: Account, documentId: string, kind: Withholding["kind"]): Minor {
  const withheld = (settlementIndex.withheldOf.get(documentId) ?? []).map((id) => settlements.get(keyOf("WITHHOLDING", id)));
  return sumOf(
    withheld.map((each) =>
      each?.rate === undefined || each.subkind !== kind ? 0n : divideHalfUp(each.rate.base * each.left, each.amount),
    ),
  );
}
