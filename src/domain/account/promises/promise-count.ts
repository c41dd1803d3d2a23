import type { PolicyBody } from "../../../../schemas/policies.ts";
import { addDays, type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type Minor, smallerOf, sumOf } from "../../../kernel/money.ts";
import { type Money, type Piece, piecesFor } from "./promise-money.ts";
import { PromisedShares } from "./promised-shares.ts";
import type { PromiseState } from "./promises.ts";
import { beforeItWasTaken, NOTHING_TAKEN_BACK, type TakenBackMoney } from "./taken-back-money.ts";

export interface Count {
  /** What is still promised: what a credit, or money from before the promise, settled of it is no longer. */
  readonly target: Minor;
  /** Cleared money that came after the promise and in time. */
  readonly counted: Minor;
  /**
   * RUNNING: money that did not clear in time, or not yet, would complete it. ENDED: it would have, before this decision found that some of
   * it does not come.
   */
  readonly wait: "NONE" | "RUNNING" | "ENDED";
  /** The day of the money that made it complete. */
  readonly completedOn: CalendarDate | undefined;
  /** Money that counted for it turned out not to have come. */
  readonly isLowered: boolean;
}

/** The days of a promise, as the policy gives them. */
export interface PromiseDays {
  /** Up to which money is in time. */
  readonly lastDay: CalendarDate;
  /** On which it is judged. */
  readonly decisionDay: CalendarDate;
  /** On which it is judged where it waits for clearance. */
  readonly lastWait: CalendarDate;
}

export function daysOf({ dueOn }: Pick<PromiseState, "dueOn">, policy: PolicyBody<"promise">): PromiseDays {
  const lastDay = addDays(dueOn, policy.toleranceDays);
  const decisionDay = addDays(lastDay, 1);
  return { lastDay, decisionDay, lastWait: addDays(decisionDay, policy.clearanceWaitDays) };
}

/**
 * How much of each promise the money of the account has kept. One unit of money counts for one promise: the earliest due first, then by
 * id; and promises on the same instalment share what is left of it in that order. Promises that ended broken, cancelled or superseded take
 * no money. `takenBack` is money that this decision found not to have come.
 */
export function countPromises(
  money: Money,
  policy: PolicyBody<"promise">,
  takenBack: TakenBackMoney = NOTHING_TAKEN_BACK,
): ReadonlyMap<string, Count> {
  const running = [...money.promises.byId]
    .filter(([, { status }]) => status === "ACTIVE" || status === "KEPT" || status === "PARTIALLY_KEPT")
    .sort(([idA, a], [idB, b]) => compareText(a.dueOn, b.dueOn) || compareText(idA, idB));
  const shares = new PromisedShares(money);
  const taken = { cleared: new Map(), withUncleared: new Map(), before: new Map(), beforeWithUncleared: new Map() };
  return new Map(
    running.map(([promiseId, promise]) => [
      promiseId,
      countOne({ money, promise, takenBack, shares, taken, days: daysOf(promise, policy) }),
    ]),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type TakenPieces = Map<string, Minor>;

interface Counting {
  readonly money: Money;
  readonly promise: DeepReadonly<PromiseState>;
  readonly takenBack: TakenBackMoney;
  readonly shares: PromisedShares;
  readonly days: PromiseDays;
  /** What earlier promises took of each piece: really, and if all that waits for the bank had cleared; now, and before this decision. */
  readonly taken: Readonly<Record<"cleared" | "withUncleared" | "before" | "beforeWithUncleared", TakenPieces>>;
}

function countOne({ money, promise, takenBack, shares, taken, days }: Counting): Count {
  const pieces = inOrder(piecesFor(money, promise));
  const own = shares.sharesOf(promise, pieces);
  const target = sumOf(own.map((share) => share.target));
  const inTime = pieces.filter(({ on }) => on <= days.lastDay);
  const before = inOrder(beforeItWasTaken(inTime, promise, takenBack)).filter(({ on }) => on <= days.lastDay);
  const isWaiting = take(inTime, target, taken.withUncleared).sum === target;
  const hasWaited = take(before, target, taken.beforeWithUncleared).sum === target;
  // Money that clears while the promise waits for it counts; where there is nothing to wait for, it is judged earlier.
  const deadline = hasWaited ? days.lastWait : days.decisionDay;
  const isClear = ({ cleared, clearedOn }: Piece) => cleared && (clearedOn === undefined || clearedOn < deadline);
  const counted = take(inTime.filter(isClear), target, taken.cleared);
  const countedBefore = take(before.filter(isClear), target, taken.before);
  shares.take(promise, own, counted.sum === target);
  const completedOn = counted.lastOn && counted.sum === target ? laterOf(counted.lastOn, promise.madeOn) : undefined;
  const wait = isWaiting ? "RUNNING" : hasWaited ? "ENDED" : "NONE";
  return { target, counted: counted.sum, wait, completedOn, isLowered: counted.sum < countedBefore.sum };
}

function inOrder(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.toSorted((a, b) => compareText(a.on, b.on) || a.revision - b.revision || compareText(a.key, b.key));
}

/** Takes up to a target from pieces in their order, and remembers what was taken. */
function take(pieces: readonly Piece[], target: Minor, taken: TakenPieces): { readonly sum: Minor; readonly lastOn?: CalendarDate } {
  let sum = 0n;
  let lastOn: CalendarDate | undefined;
  for (const { key, amount, on } of pieces) {
    const before = taken.get(key) ?? 0n;
    const counts = smallerOf(amount - before, target - sum);
    if (counts <= 0n) continue;
    sum += counts;
    lastOn = on;
    taken.set(key, before + counts);
  }
  return lastOn === undefined ? { sum } : { sum, lastOn };
}
