import fc from "fast-check";
import t from "tap";
import {
  AMOUNT_LIMIT,
  amountText,
  compareDecimals,
  divideHalfUp,
  minorOf,
  parseAmount,
  percentOf,
  splitByPercent,
  splitEqually,
  sumOf,
} from "../../src/kernel/money.ts";
import { holds } from "./holds.ts";

const currency = fc.constantFrom("COP", "CLP", "KWD", "CLF");
const minor = fc.bigInt({ min: -AMOUNT_LIMIT + 1n, max: AMOUNT_LIMIT - 1n });
const total = fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: AMOUNT_LIMIT - 1n }));
const hundredths = fc.integer({ min: 0, max: 10_000 });
const pctText = (n: number) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`;

/** The nearest whole number to numerator / denominator, found by looking at both neighbours; of two equally near the one away from zero. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const below = magnitude / denominator;
  const above = below + 1n;
  const chosen = magnitude - below * denominator < above * denominator - magnitude ? below : above;
  return numerator < 0n ? -chosen : chosen;
}

t.test("G-1 an amount survives the way to text and back", async (t) => {
  holds(
    t,
    fc.property(minor, currency, (amount, code) => parseAmount(amountText(amount, code), code) === amount),
  );
  holds(
    t,
    fc.property(minor, currency, (amount, code) => minorOf(amountText(amount, code)) === amount),
  );
});

t.test("G-1 an amount may have fewer decimals than its currency, never more", async (t) => {
  holds(
    t,
    fc.property(fc.nat(), fc.stringMatching(/^\d{0,6}$/), (whole, fraction) => {
      const text = fraction === "" ? String(whole) : `${whole}.${fraction}`;
      const read = parseAmount(text, "COP");
      if (fraction.length > 2) return read === undefined;
      return read === BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0"));
    }),
  );
});

t.test("G-1 what is no plain decimal is no amount", async (t) => {
  for (const text of ["", " 1", "1 ", "1e3", "1,5", ".5", "5.", "+1", "--1", "0x1", "١", "1.2.3", "NaN", "10000000000000000.00"]) {
    t.equal(parseAmount(text, "COP"), undefined, JSON.stringify(text));
  }
  t.equal(parseAmount("9999999999999999.99", "COP"), AMOUNT_LIMIT - 1n);
});

t.test("G-2 a division is rounded to the nearest whole number, halves away from zero", async (t) => {
  const numerator = fc.oneof(fc.bigInt({ min: -50n, max: 50n }), minor);
  const denominator = fc.oneof(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }));
  holds(
    t,
    fc.property(numerator, denominator, (n, d) => divideHalfUp(n, d) === nearest(n, d)),
  );
});

t.test("G-2 a percentage of an amount is rounded once", async (t) => {
  holds(
    t,
    fc.property(minor, hundredths, (amount, pct) => percentOf(amount, pctText(pct)) === nearest(amount * BigInt(pct), 10_000n)),
  );
});

t.test("decimal strings compare by value, however many zeros they end in", async (t) => {
  holds(
    t,
    fc.property(fc.nat(9_999), fc.nat(9_999), fc.nat(4), (a, b, zeros) => {
      return compareDecimals(pctText(a) + "0".repeat(zeros), pctText(b)) === Math.sign(a - b);
    }),
  );
});

t.test("TERM-1 equal parts sum to the total, differ from the exact share by less than one and are never negative", async (t) => {
  holds(
    t,
    fc.property(total, fc.integer({ min: 1, max: 60 }), (amount, count) => {
      const parts = splitEqually(amount, count);
      return parts.length === count && sumOf(parts) === amount && parts.every((part) => part >= 0n);
    }),
  );
  holds(
    t,
    fc.property(total, fc.integer({ min: 1, max: 60 }), (amount, count) => {
      const share = nearest(amount, BigInt(count));
      const before = splitEqually(amount, count).slice(0, -1);
      return before.every((part, index) => part === share || sumOf(before.slice(0, index + 1)) === amount);
    }),
  );
});

t.test("TERM-1 parts by percentage sum to the total and are never negative", async (t) => {
  const percentages = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }).map((weights) => {
    const cuts = weights.map((weight) => Math.floor((weight * 10_000) / weights.reduce((sum, each) => sum + each, 0)));
    return [...cuts.slice(1), 10_000 - cuts.slice(1).reduce((sum, each) => sum + each, 0)].map(pctText);
  });
  holds(
    t,
    fc.property(total, percentages, (amount, list) => {
      const parts = splitByPercent(amount, list);
      return parts.length === list.length && sumOf(parts) === amount && parts.every((part) => part >= 0n);
    }),
  );
});
