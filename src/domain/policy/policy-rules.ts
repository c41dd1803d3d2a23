import type { PolicyBody, PolicyKind, Terms } from "../../../schemas/policies.ts";
import { isCurrency } from "../../kernel/currency.ts";
import { broken, type Violation, violation } from "../../kernel/decider.ts";
import { compareDecimals, fractionOf, parseAmount } from "../../kernel/money.ts";

type Bodies = { readonly [Kind in PolicyKind]: (body: PolicyBody<Kind>) => readonly Violation[] };

const nothingMore = () => [];

/** What must hold in a policy beyond its shape. */
const RULES: Bodies = {
  aging: ({ buckets }) => bucketsAreContiguous(buckets),
  application: nothingMore,
  approval: nothingMore,
  authority: ({ DISCOUNT, ...ceilings }) => [
    ...Object.values(ceilings).flatMap((levels) => Object.values(levels).flatMap(amountsFit)),
    ...levelsDoNotDecrease(Object.values(DISCOUNT)),
  ],
  credit: ({ suspendMinAmount, holdMinAmount }) => [...amountsFit(suspendMinAmount), ...amountsFit(holdMinAmount)],
  delinquency: ({ thresholds, minAmount }) => [
    ...(thresholds.some((days, index) => index > 0 && days <= (thresholds[index - 1] ?? 0)) ? [bad("thresholds do not increase")] : []),
    ...amountsFit(minAmount),
  ],
  discount: nothingMore,
  promise: ({ partialMinPct }) => (compareDecimals(partialMinPct, "100") > 0 ? [bad("partialMinPct is above 100")] : []),
  terms: ({ codes }) => Object.entries(codes).flatMap(([code, terms]) => termsAddUp(code, terms)),
  till: ({ maxDifference }) => amountsFit(maxDifference),
  tolerance: ({ amount, monthly }) => [...amountsFit(amount), ...amountsFit(monthly)],
  withholding: ({ tolerance }) => amountsFit(tolerance),
  writeOff: ({ autoCeiling, autoMonthly }) => [...amountsFit(autoCeiling), ...amountsFit(autoMonthly)],
};

export function brokenPolicyRules<Kind extends PolicyKind>(kind: Kind, body: PolicyBody<Kind>): readonly Violation[] {
  return RULES[kind](body);
}

const bad = (problem: string) => violation("BAD_POLICY", { problem }, "/body");

/** Amounts by currency: the currencies exist, and no amount has more decimals than its currency or reaches the limit of amounts. */
function amountsFit(amounts: Readonly<Record<string, string | null>>): readonly Violation[] {
  return Object.entries(amounts).flatMap(([currency, amount]) => {
    if (!isCurrency(currency)) return violation("UNKNOWN_CURRENCY", { currency }, "/body");
    return amount === null || parseAmount(amount, currency) !== undefined ? [] : bad(`${amount} is no amount of ${currency}`);
  });
}

function levelsDoNotDecrease(percentages: readonly string[]): readonly Violation[] {
  const falling = percentages.some((pct, index) => index > 0 && compareDecimals(pct, percentages[index - 1] ?? "0") < 0);
  return falling ? [bad("a higher level may decide less than a lower one")] : [];
}

/** Without gap or overlap, first and last open-ended: every open amount falls into exactly one bucket. */
function bucketsAreContiguous(buckets: PolicyBody<"aging">["buckets"]): readonly Violation[] {
  const codes = new Set(buckets.map(({ code }) => code));
  const neighbours = buckets.slice(1).map((bucket, index) => ({ before: buckets[index], bucket }));
  return broken([
    codes.size < buckets.length ? bad("a bucket's code is used twice") : undefined,
    ...neighbours.map(({ before, bucket }) => {
      const [end, start] = [before?.toDays ?? null, bucket.fromDays];
      const facts = { before: before?.code ?? "", after: bucket.code };
      if (end === null || start === null || start < end) return violation("BUCKETS_OVERLAP", facts, "/body/buckets");
      return start > end ? violation("BUCKETS_GAP", facts, "/body/buckets") : undefined;
    }),
    buckets.at(0)?.fromDays !== null || buckets.at(-1)?.toDays !== null
      ? violation("BUCKETS_GAP", { at: "first or last bucket" }, "/body/buckets")
      : undefined,
    buckets.some(({ fromDays, toDays }) => fromDays !== null && toDays !== null && toDays <= fromDays)
      ? bad("a bucket is empty")
      : undefined,
  ]);
}

function termsAddUp(code: string, { due, earlyDiscount }: Terms): readonly Violation[] {
  return broken([
    due.kind === "SPLIT" && !sumToHundred(due.parts.map(({ pct }) => pct)) ? bad(`percentages of ${code} do not sum to 100`) : undefined,
    due.kind === "FIXED" && due.dates.some((date, index) => index > 0 && date <= (due.dates[index - 1] ?? ""))
      ? bad(`dates of ${code} are not in order`)
      : undefined,
    earlyDiscount !== undefined && compareDecimals(earlyDiscount.pct, "100") >= 0
      ? bad(`the discount of ${code} takes everything`)
      : undefined,
  ]);
}

function sumToHundred(percentages: readonly string[]): boolean {
  const scale = 10n ** 6n;
  const sum = percentages.reduce((total, pct) => {
    const { numerator, denominator } = fractionOf(pct);
    return total + (numerator * scale) / denominator;
  }, 0n);
  return sum === 100n * scale;
}
