import { type Verdict, violation } from "../kernel/decider.ts";
import { compareDecimals, type Minor, parseAmount } from "../kernel/money.ts";

/** How much a person may decide alone. L2 is two people together, so nobody holds it alone. */
export const LEVELS = ["L1", "L2", "L3", "L4"] as const;
export type Level = (typeof LEVELS)[number];

const HELD_BY: Readonly<Record<string, Level>> = { CC: "L1", CHF: "L1", DIR: "L3", COR: "L4" };

/** The highest level that one of the roles gives; nothing when none does. */
export function heldLevel(roles: readonly string[]): Level | undefined {
  const held = roles.map((role) => HELD_BY[role]).filter((level) => level !== undefined);
  return LEVELS.findLast((level) => held.includes(level));
}

type Ceilings = Readonly<Record<Level, Readonly<Record<string, string | null>>>>;

/** The lowest level whose ceiling reaches the amount (null is unlimited); nothing when the table lacks the currency. */
export function requiredLevel(ceilings: Ceilings, amount: Minor, currency: string): Level | undefined {
  return LEVELS.find((level) => {
    const ceiling = ceilings[level][currency];
    return ceiling === null || (ceiling !== undefined && amount <= (parseAmount(ceiling, currency) ?? 0n));
  });
}

/** The lowest level whose percentage reaches the one asked for. */
export function requiredLevelForPct(ceilings: Readonly<Record<Level, string>>, pct: string): Level | undefined {
  return LEVELS.find((level) => compareDecimals(pct, ceilings[level]) <= 0);
}

/** One level higher, where there is one. */
export function oneLevelUp(level: Level | undefined): Level | undefined {
  return level && (LEVELS[LEVELS.indexOf(level) + 1] ?? level);
}

/** The level held reaches the level required. A currency without a table refuses everybody. */
export function authorityReaches(held: Level | undefined, required: Level | undefined, subject: string): Verdict {
  if (held !== undefined && required !== undefined && LEVELS.indexOf(held) >= LEVELS.indexOf(required)) return undefined;
  return violation("AUTHORITY_EXCEEDED", { subject, required: required ?? "NONE", held: held ?? "NONE" });
}
