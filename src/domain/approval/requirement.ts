import type { ApprovalNeed } from "../../../schemas/approvals.ts";
import { ROLES, type Role } from "../../../schemas/roles.ts";
import type { DeepReadonly, Signatory, Violation } from "../../kernel/decider.ts";
import { parseAmount } from "../../kernel/money.ts";
import { isAuthorityKind, isLevel, mayDecide, quorumsFor } from "../authority.ts";
import { filledSlots, isFilled, type Quorum } from "../quorum.ts";

export type Need = DeepReadonly<ApprovalNeed>;
/** All of its needs are to be met. */
export type Requirement = readonly Need[];

/** The people behind a request: who made it, and who granted it. */
export interface Backers {
  readonly maker: Signatory | undefined;
  readonly grantors: readonly Signatory[];
}

/** What other people could supply, where that is all a command lacks; nothing where anything else is broken too. */
export function requirementOf(violations: readonly Violation[]): readonly ApprovalNeed[] | undefined {
  const needs = violations.map(needOf);
  return needs.length > 0 && needs.every((need) => need !== undefined) ? needs : undefined;
}

function needOf({ code, facts }: Violation): ApprovalNeed | undefined {
  const { by, also, subject, required, amount, currency } = facts as Readonly<Record<string, string | undefined>>;
  if (code === "APPROVAL_REQUIRED" && by !== undefined) {
    const slots = [by, ...(also === undefined ? [] : [also])].map((roles) => roles.split(", "));
    return { code, quorums: [slots] };
  }
  if (code !== "AUTHORITY_EXCEEDED" || !isLevel(required) || !isAuthorityKind(subject)) return undefined;
  return {
    code,
    subject,
    level: required,
    ...(amount !== undefined && currency !== undefined && { amount, currency }),
    quorums: quorumsFor(required, subject).map((quorum) => quorum.map((slot) => [...slot])),
  };
}

/** Nobody is missing any more. */
export function isComplete(requirement: Requirement, backers: Backers): boolean {
  return requirement.every((need) => isMet(need, backers));
}

function isMet(need: Need, backers: Backers): boolean {
  const people = peopleFor(need, backers);
  return need.quorums.some((quorum) => isFilled(quorum, people));
}

/** Whether one more person brings a need that is not met closer to it. */
export function helps(requirement: Requirement, { maker, grantors }: Backers, further: Signatory): boolean {
  return requirement.some((need) => {
    if (isMet(need, { maker, grantors })) return false;
    const before = peopleFor(need, { maker, grantors });
    const after = peopleFor(need, { maker, grantors: [...grantors, further] });
    return need.quorums.some((quorum) => filledSlots(quorum, after) > filledSlots(quorum, before));
  });
}

/** Roles of which a further person could help. */
export function rolesMissing(requirement: Requirement, backers: Backers): readonly Role[] {
  return ROLES.filter((role) => helps(requirement, backers, { personId: "", roles: [role] }));
}

/** Whether somebody has a say in it at all, met or not. */
export function hasSayIn(requirement: Requirement, person: Signatory): boolean {
  return requirement.some((need) => mayCount(need, person) && need.quorums.some((quorum) => holdsSlot(quorum, person)));
}

function holdsSlot(quorum: Quorum, { roles }: Signatory): boolean {
  return quorum.some((slot) => slot.some((role) => roles.includes(role)));
}

/** The maker counts for a level of authority like anybody else, and never as the second person. */
function peopleFor(need: Need, { maker, grantors }: Backers): readonly Signatory[] {
  const people = need.code === "AUTHORITY_EXCEEDED" && maker !== undefined ? [maker, ...grantors] : grantors;
  return people.filter((each) => mayCount(need, each));
}

/**
 * Who stands in for another counts for the kinds of decision that were delegated. Where the rule did not tell the amount, a limit is left
 * to the decision itself, which is made again with everybody behind it.
 */
function mayCount({ subject, amount, currency }: Need, person: Signatory): boolean {
  const { onBehalfOf } = person;
  if (onBehalfOf === undefined) return true;
  if (!isAuthorityKind(subject)) return false;
  if (amount === undefined || currency === undefined) return onBehalfOf.kinds.includes(subject);
  const minor = parseAmount(amount, currency);
  return mayDecide(person, { kind: subject, ...(minor !== undefined && { amount: minor }), currency });
}

/** What is needed, in a word: the level of authority, or the roles of the second person. */
export function neededText(requirement: Requirement): { readonly subject: string; readonly required: string } {
  const [first] = requirement;
  return { subject: first?.subject ?? "APPROVAL", required: first?.level ?? (first?.quorums ?? []).flat(2).join(", ") };
}
