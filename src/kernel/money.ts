import { decimalsOf } from "./currency.ts";

/** An amount in the minor units of its currency (centavos). The only form in which the ledger computes with money. */
export type Minor = bigint;

/** A decimal string with exactly the currency's decimals, as stored and answered: "1250000.00". */
export type AmountText = string;

/** No single amount reaches this; sums may. */
export const AMOUNT_LIMIT: Minor = 10n ** 18n;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Parses a decimal string that may have fewer decimals than the currency, never more. Nothing when it is not such an amount. */
export function parseAmount(text: string, currency: string): Minor | undefined {
  const parts = DECIMAL.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = "0", fraction = ""] = parts;
  const decimals = decimalsOf(currency);
  if (fraction.length > decimals) return undefined;
  const minor = BigInt(whole + fraction.padEnd(decimals, "0"));
  if (minor >= AMOUNT_LIMIT) return undefined;
  return sign === "-" ? -minor : minor;
}

/** The minor units of an amount that was checked when it arrived. */
export function toMinor(money: { readonly amount: string; readonly currency: string }): Minor {
  const minor = parseAmount(money.amount, money.currency);
  if (minor === undefined) throw new Error(`${money.amount} is no amount of ${money.currency}`);
  return minor;
}

/** The minor units of a stored amount, which has exactly its currency's decimals: "12.50" is 1250n. */
export function minorOf(stored: AmountText): Minor {
  return BigInt(stored.replace(".", ""));
}

/** The stored and answered form of an amount: 1250n of COP is "12.50". */
export function amountText(minor: Minor, currency: string): AmountText {
  return decimalText(minor, decimalsOf(currency));
}

/** A whole number of 10^-decimals as a decimal string. */
export function decimalText(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const sign = value < 0n ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Quotient rounded half away from zero (HALF_UP), as all rounding of the ledger. The denominator is positive. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new Error("the denominator must be positive");
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** A decimal string as a fraction of integers: "24.99" is 2499 / 100. */
export function fractionOf(decimal: string): { readonly numerator: bigint; readonly denominator: bigint } {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** `pct` percent of an amount, HALF_UP: 19 % of 100.00 is 19.00. The rate is a decimal string. */
export function percentOf(amount: Minor, pct: string): Minor {
  const { numerator, denominator } = fractionOf(pct);
  return divideHalfUp(amount * numerator, denominator * 100n);
}

/** Compares two decimal strings by value. */
export function compareDecimals(left: string, right: string): number {
  const a = fractionOf(left);
  const b = fractionOf(right);
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * Splits a total by percentages that sum to 100: every part HALF_UP, what remains goes to the last one, so the parts sum exactly. Of a
 * total too small for its parts the first ones take what there is; no part is below zero.
 */
export function splitByPercent(total: Minor, percentages: readonly string[]): readonly Minor[] {
  return splitLastTakesRest(
    total,
    percentages.map((pct) => percentOf(total, pct)),
  );
}

/** Splits a total into equal parts, HALF_UP, what remains in the last one: 1,000,000.01 in three is .34, .34, .33. */
export function splitEqually(total: Minor, parts: number): readonly Minor[] {
  return splitLastTakesRest(total, Array<Minor>(parts).fill(divideHalfUp(total, BigInt(parts))));
}

export function sumOf(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

export function smallerOf(a: Minor, b: Minor): Minor {
  return a < b ? a : b;
}

function splitLastTakesRest(total: Minor, parts: readonly Minor[]): readonly Minor[] {
  let left = total;
  return parts.map((part, index) => {
    const taken = index === parts.length - 1 ? left : smallerOf(part, left);
    left -= taken;
    return taken;
  });
}
