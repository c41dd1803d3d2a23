import type { AuthorityKind } from "../../schemas/policies.ts";
import { type Occasion, type Signatory, type Verdict, violation } from "../kernel/decider.ts";
import { compareDecimals, type Minor, parseAmount } from "../kernel/money.ts";

/** How much may be decided: L1 and from L3 on by one person, L2 by the sales and the administrative manager together. */
export const LEVELS = ["L1", "L2", "L3", "L4"] as const;
export type Level = (typeof LEVELS)[number];

const HELD_BY: Readonly<Record<string, Level>> = { CC: "L1", CHF: "L1", DIR: "L3", COR: "L4" };

/** What is decided on, as far as limits of delegations ask. */
export interface Deciding {
  readonly kind: AuthorityKind;
  /** The amount decided on, where it is one. */
  readonly amount?: Minor;
  readonly currency?: string;
}

/** The highest level that the people behind a command reach for a kind of decision: its sender, and who approved it. */
export function heldLevel({ actor, approvers }: Pick<Occasion, "actor" | "approvers">, deciding: Deciding): Level | undefined {
  const people = [actor, ...approvers].filter((each) => mayDecide(each, deciding));
  const alone = people.flatMap(({ roles }) => roles.map((role) => HELD_BY[role]));
  const together = mediatorsAgree(people) ? (["L2"] as const) : [];
  return LEVELS.findLast((level) => [...alone, ...together].includes(level));
}

/** Who stands in for another decides only what was delegated. */
function mayDecide({ onBehalfOf }: Signatory, { kind, amount, currency }: Deciding): boolean {
  if (onBehalfOf === undefined) return true;
  if (!onBehalfOf.kinds.includes(kind)) return false;
  const { maxAmount } = onBehalfOf;
  if (maxAmount === undefined) return true;
  return amount !== undefined && maxAmount.currency === currency && amount <= (parseAmount(maxAmount.amount, maxAmount.currency) ?? 0n);
}

/** The sales manager and the administrative manager: two offices, two people. */
function mediatorsAgree(people: readonly Signatory[]): boolean {
  return people.some(
    (one) => one.roles.includes("SM") && people.some((other) => other.personId !== one.personId && other.roles.includes("AM")),
  );
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
export function authorityReaches(held: Level | undefined, required: Level | undefined, subject: AuthorityKind): Verdict {
  if (held !== undefined && required !== undefined && LEVELS.indexOf(held) >= LEVELS.indexOf(required)) return undefined;
  return violation("AUTHORITY_EXCEEDED", { subject, required: required ?? "NONE", held: held ?? "NONE" });
}
