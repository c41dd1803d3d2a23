import { type NaiveAccount, total } from "./naive-account.ts";

/** What each level may decide on, in minor units, in the policies of the model; a level without a figure decides nothing of the kind. */
export const CEILINGS = {
  LIMIT: [300, 600, 900, Infinity],
  ORDER_OVERSHOOT: [10, 25, 50, Infinity],
  CREDIT_NOTE: [20, 40, 60, Infinity],
  INTEREST_WAIVER: [10, 20, 30, Infinity],
  REFUND: [15, 30, 45, Infinity],
  WRITE_OFF: [15, undefined, 40, Infinity],
} as const;
/** Percentages in hundredths. */
const DISCOUNT = [200, 500, 1000, 10_000];

export type Kind = keyof typeof CEILINGS | "DISCOUNT";
interface Person {
  readonly personId: string;
  readonly roles: readonly string[];
}

const LEADERS = ["CC", "CHF"];
const BY_LEVEL = [[LEADERS], [["SM"], ["AM"]], [["DIR"]], [["COR"]]];

/** The people that a level needs for a kind of decision: one for each list of roles. */
function neededAt(level: number, kind: Kind): readonly (readonly string[])[] {
  if (kind === "REFUND") return [...(BY_LEVEL[level] ?? []), ["TRE"]];
  if (kind === "WRITE_OFF" && level === 2) return [["DIR", "COR"]];
  if (kind === "WRITE_OFF" && level === 3) return [["COR"], ["DIR", "COR"]];
  return BY_LEVEL[level] ?? [];
}

/** Whether as many different people as there are lists have one role of each. */
export function areThere([roles, ...others]: readonly (readonly string[])[], people: readonly Person[]): boolean {
  if (roles === undefined) return true;
  return people.some((person) => {
    const rest = people.filter(({ personId }) => personId !== person.personId);
    return person.roles.some((role) => roles.includes(role)) && areThere(others, rest);
  });
}

/** AUTH-1: the level that the people reach is not below the lowest whose ceiling holds the amount (of a discount: hundredths of a percent). */
export function mayDecide(kind: Kind, amount: number, people: readonly Person[], levelsUp = 0): boolean {
  const ceilings: readonly (number | undefined)[] = kind === "DISCOUNT" ? DISCOUNT : CEILINGS[kind];
  const lowest = ceilings.findIndex((ceiling) => ceiling !== undefined && amount <= ceiling);
  if (lowest < 0) return false;
  const required = Math.min(3, lowest + levelsUp);
  return [0, 1, 2, 3].some((level) => level >= required && areThere(neededAt(level, kind), people));
}

/** AUTH-2: what of a kind one person asked for on a day in this account and was not turned down, in the order of asking. */
export function askedBy(
  account: NaiveAccount,
  kind: Kind,
  person: string | undefined,
  day: number,
): readonly (readonly [string, number])[] {
  const { notes, refunds, writeOffs } = account;
  if (kind === "REFUND") {
    const own = [...refunds].filter(
      ([, { requestedBy, requestedOn, status }]) => requestedBy === person && requestedOn === day && status !== "CANCELLED",
    );
    return own.map(([id, { amount }]) => [id, amount]);
  }
  if (kind === "WRITE_OFF") {
    const own = [...writeOffs].filter(([, each]) => each.proposedBy === person && each.proposedOn === day && each.status !== "REJECTED");
    return own.map(([id, { lines }]) => [id, total(lines.map(({ amount }) => amount))]);
  }
  const own = [...notes].filter(([, { reason, requestedBy, requestedOn, status }]) => {
    const isOfKind = (reason === "INTEREST_WAIVER") === (kind === "INTEREST_WAIVER");
    return isOfKind && requestedBy === person && requestedOn === day && status !== "REJECTED" && status !== "VOIDED";
  });
  return own.map(([id, { requested }]) => [id, requested]);
}

/** What one of them comes to together with those before it. */
export function upTo(asked: readonly (readonly [string, number])[], id: string): number {
  const last = asked.findIndex((each) => each[0] === id);
  return total(asked.slice(0, last + 1).map(([, amount]) => amount));
}
