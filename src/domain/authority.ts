import { AUTHORITY_KINDS, type AuthorityKind } from "../../schemas/policies.ts";
import type { Role } from "../../schemas/roles.ts";
import { type Occasion, type Signatory, type Verdict, violation } from "../kernel/decider.ts";
import { amountText, compareDecimals, type Minor, parseAmount } from "../kernel/money.ts";
import { isFilled, type Quorum } from "./quorum.ts";

/** How much may be decided: L1 and from L3 on by one person, L2 by the sales and the administrative manager together. */
export const LEVELS = ["L1", "L2", "L3", "L4"] as const;
export type Level = (typeof LEVELS)[number];

const QUORUMS: Readonly<Record<Level, Quorum>> = { L1: [["CC", "CHF"]], L2: [["SM"], ["AM"]], L3: [["DIR"]], L4: [["COR"]] };
const DIRECTION: readonly Role[] = ["DIR", "COR"];

/** Who decides at a level: a refund goes through treasury as well, and the highest write-offs are never one person's. */
function quorumsAt(level: Level, kind: AuthorityKind): readonly Quorum[] {
  if (kind === "REFUND") return [[...QUORUMS[level], ["TRE"]]];
  if (kind === "WRITE_OFF" && level === "L3") return [[DIRECTION]];
  if (kind === "WRITE_OFF" && level === "L4") return [[["COR"], DIRECTION]];
  return [QUORUMS[level]];
}

/** The alternatives by which a level is reached: its own people, or those of any higher one. */
export function quorumsFor(required: Level, kind: AuthorityKind): readonly Quorum[] {
  return LEVELS.slice(LEVELS.indexOf(required)).flatMap((level) => quorumsAt(level, kind));
}

export function isLevel(text: string | undefined): text is Level {
  return LEVELS.some((level) => level === text);
}

export function isAuthorityKind(text: string | undefined): text is AuthorityKind {
  return AUTHORITY_KINDS.some((kind) => kind === text);
}

/** Whether somebody with these roles has any part in decisions of a kind. */
export function hasPartIn(roles: readonly string[], kind: AuthorityKind): boolean {
  return LEVELS.some((level) => quorumsAt(level, kind).some((quorum) => quorum.flat().some((role) => roles.includes(role))));
}

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
  return LEVELS.findLast((level) => quorumsAt(level, deciding.kind).some((quorum) => isFilled(quorum, people)));
}

/** Who stands in for another decides only what was delegated. */
export function mayDecide({ onBehalfOf }: Signatory, { kind, amount, currency }: Deciding): boolean {
  if (onBehalfOf === undefined) return true;
  if (!onBehalfOf.kinds.includes(kind)) return false;
  const { maxAmount } = onBehalfOf;
  if (maxAmount === undefined) return true;
  return amount !== undefined && maxAmount.currency === currency && amount <= (parseAmount(maxAmount.amount, maxAmount.currency) ?? 0n);
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

/**
 * The level held reaches the level required. A currency without a table refuses everybody. The amount decided on, where it is one, lets
 * whoever approves it under a limit be judged before the command is decided again.
 */
export function authorityReaches(
  held: Level | undefined,
  required: Level | undefined,
  subject: AuthorityKind,
  { amount, currency }: { readonly amount?: Minor; readonly currency?: string } = {},
): Verdict {
  if (held !== undefined && required !== undefined && LEVELS.indexOf(held) >= LEVELS.indexOf(required)) return undefined;
  const decided = amount !== undefined && currency !== undefined ? { amount: amountText(amount, currency), currency } : {};
  return violation("AUTHORITY_EXCEEDED", { subject, required: required ?? "NONE", held: held ?? "NONE", ...decided });
}

/** Somebody else with one of the roles stands behind the command, and where two slots are named, a different person in each. */
export function secondPersonApproves({ approvers }: Pick<Occasion, "approvers">, by: readonly string[], also?: readonly string[]): Verdict {
  if (isFilled(also === undefined ? [by] : [by, also], approvers)) return undefined;
  return violation("APPROVAL_REQUIRED", { by: by.join(", "), ...(also !== undefined && { also: also.join(", ") }) });
}
