import { decimalText } from "../../src/kernel/money.ts";

/** Sum of two decimal strings, with the decimals of the longer one, as SQL `numeric` adds: "1.5" + "0.25" is "1.75". */
export function addDecimals(left: string, right: string): string {
  const decimals = Math.max(decimalsIn(left), decimalsIn(right));
  return decimalText(scaled(left, decimals) + scaled(right, decimals), decimals);
}

export function sumDecimals(amounts: readonly string[]): string {
  return amounts.reduce(addDecimals, "0");
}

export function negated(amount: string): string {
  if (/^-?0*(\.0*)?$/.test(amount)) return amount.replace("-", "");
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

function decimalsIn(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? 0 : text.length - point - 1;
}

function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace(".", "")) * 10n ** BigInt(decimals - decimalsIn(text));
}
