import { dateOfDay, lastOf } from "./days.ts";
import { type NaiveAccount, type NaiveCredit, type NaivePromise, openOf, total } from "./naive-account.ts";

const TOLERANCE_DAYS = 2;
const WAIT_DAYS = 5;

/** Money in one place: on a promised item, or not applied at all. */
interface Pile {
  readonly place: string;
  readonly itemId: string | undefined;
  readonly amount: number;
  readonly on: number;
  readonly order: number;
  readonly cleared: boolean;
  readonly clearedOn: number | undefined;
}

/** Money that a command finds not to have come: gone altogether, or not confirmed by the bank any more. */
export interface TakenBack {
  readonly creditId: string;
  readonly isGone: boolean;
  readonly piles: readonly Pile[];
  readonly on: number | undefined;
}

export const NOTHING_TAKEN_BACK: TakenBack = { creditId: "", isGone: false, piles: [], on: undefined };

/** What there is of a receipt before it goes: applied, in hand, asked for by a refund that is not paid, kept as a small rest. */
export function takingBack(account: NaiveAccount, creditId: string, isGone: boolean, on: number): TakenBack {
  const credit = account.credits.get(creditId);
  if (credit === undefined) throw new Error(`${creditId} is not in the model`);
  const refunds = [...account.refunds.values()].filter((each) => each.creditId === creditId && each.status === "REQUESTED");
  const kept = [...account.settlements.values()].filter((each) => each.creditId === creditId);
  const inHand = lastOf(credit.left) + total(refunds.map(({ amount }) => amount)) + total(kept.map(({ left }) => left));
  const pile = pileOf(`receipt ${creditId}`, credit, { itemId: undefined, amount: inHand, on: credit.value });
  return { creditId, isGone, piles: [...linesOf(account, creditId, credit), pile], on: on > account.today ? undefined : on };
}

function pileOf(place: string, { order, cleared, clearedOn }: NaiveCredit, what: Pick<Pile, "itemId" | "amount" | "on">): Pile {
  return { place, order, cleared, clearedOn, ...what };
}

function linesOf({ applications }: NaiveAccount, creditId: string, credit: NaiveCredit): readonly Pile[] {
  const paid = [...applications.values()].filter((each) => each.kind === "PAYMENT" && each.creditId === creditId);
  return paid.flatMap(({ lines }) =>
    lines.map(({ id, itemId, left, settled }) => pileOf(`line ${id}`, credit, { itemId, amount: left, on: settled })),
  );
}

interface Count {
  readonly target: number;
  readonly counted: number;
  readonly wait: "NONE" | "RUNNING" | "ENDED";
  readonly completed: number | undefined;
  readonly isLowered: boolean;
}

/** What becomes of all promises when money has moved: in the words of the model, and done to it. */
export function promiseConsequences(account: NaiveAccount, takenBack: TakenBack = NOTHING_TAKEN_BACK): readonly string[] {
  const counts = countAll(account, takenBack);
  return [...counts].flatMap(([promiseId, count]) => {
    const promise = promiseOf(account, promiseId);
    const looksAtCalendar = promise.status !== "ACTIVE" || count.wait === "ENDED" || account.today < promise.due;
    return conclude(promiseId, promise, count, looksAtCalendar ? account.today : promise.due, takenBack.on);
  });
}

/** PRM-4 on its day. */
export function evaluatePromise(account: NaiveAccount, promiseId: string, asOf: number): readonly string[] {
  const count = countAll(account, NOTHING_TAKEN_BACK).get(promiseId);
  return count === undefined ? [] : conclude(promiseId, promiseOf(account, promiseId), count, asOf, undefined);
}

function promiseOf({ promises }: NaiveAccount, promiseId: string): NaivePromise {
  const promise = promises.get(promiseId);
  if (promise === undefined) throw new Error(`${promiseId} is not in the model`);
  return promise;
}

function conclude(id: string, promise: NaivePromise, count: Count, asOf: number, takenBackOn: number | undefined): readonly string[] {
  if (promise.status === "ACTIVE") return concludeActive(id, promise, count, asOf, takenBackOn, 0);
  const isMoved = promise.status === "KEPT" && count.counted < count.target && asOf <= promise.due + TOLERANCE_DAYS;
  if ((promise.status !== "KEPT" && promise.status !== "PARTIALLY_KEPT") || (!isMoved && !count.isLowered)) return [];
  const on = count.isLowered ? (takenBackOn ?? asOf) : asOf;
  promise.status = "ACTIVE";
  return [`PromiseKeptReversed ${dateOfDay(on)} ${id} ${count.counted}`, ...concludeActive(id, promise, count, asOf, takenBackOn, on)];
}

/** PRM-4, PRM-5: kept at once, or partly kept or broken after the tolerance, and the wait for the bank where there is one. */
function concludeActive(
  id: string,
  promise: NaivePromise,
  { target, counted, wait, completed }: Count,
  asOf: number,
  takenBackOn: number | undefined,
  notBefore: number,
): readonly string[] {
  const end = (type: string, status: NaivePromise["status"], day: number) => {
    promise.status = status;
    const words = status === "CANCELLED" ? "" : ` ${counted} of ${target}`;
    return [`${type} ${dateOfDay(Math.max(day, notBefore))} ${id}${words}`];
  };
  if (target === 0) return end("PromiseCancelled", "CANCELLED", asOf);
  if (counted === target) return end("PromiseKept", "KEPT", Math.max(completed ?? 0, promise.made));
  const decisionDay = promise.due + TOLERANCE_DAYS + 1;
  const lastWait = decisionDay + WAIT_DAYS;
  if (asOf < decisionDay || (wait === "RUNNING" && asOf < lastWait)) return [];
  const day = { NONE: decisionDay, RUNNING: lastWait, ENDED: Math.max(decisionDay, takenBackOn ?? decisionDay) }[wait];
  if (counted > 0 && counted * 2 >= target) return end("PromisePartiallyKept", "PARTIALLY_KEPT", day);
  return end("PromiseBroken", "BROKEN", day);
}

type Spent = Map<string, number>;

/** PRM-3: one unit of money counts for one promise, the earliest due first, then by id; the oldest money first. */
function countAll(account: NaiveAccount, takenBack: TakenBack): ReadonlyMap<string, Count> {
  const running = [...account.promises]
    .filter(([, { status }]) => status === "ACTIVE" || status === "KEPT" || status === "PARTIALLY_KEPT")
    .sort(([idA, a], [idB, b]) => a.due - b.due || (idA < idB ? -1 : 1));
  const spent = { now: new Map(), all: new Map(), before: new Map(), allBefore: new Map() };
  const shares = new Map<string, Share[]>();
  return new Map(running.map(([id, promise]) => [id, countOne(account, promise, takenBack, spent, shares)]));
}

function countOne(
  account: NaiveAccount,
  promise: NaivePromise,
  takenBack: TakenBack,
  spent: Readonly<Record<"now" | "all" | "before" | "allBefore", Spent>>,
  shares: Map<string, Share[]>,
): Count {
  const piles = inOrder(pilesFor(account, promise));
  const target = total(promise.lines.map((line) => stillPromised(account, promise, line, piles, shares)));
  const isInTime = ({ on }: Pile) => on <= promise.due + TOLERANCE_DAYS;
  const now = piles.filter(isInTime);
  const before = inOrder(pilesBefore(piles, promise, takenBack)).filter(isInTime);
  const isWaiting = take(now, target, spent.all).sum === target;
  const hasWaited = take(before, target, spent.allBefore).sum === target;
  const deadline = promise.due + TOLERANCE_DAYS + 1 + (hasWaited ? WAIT_DAYS : 0);
  const isClear = ({ cleared, clearedOn }: Pile) => cleared && (clearedOn === undefined || clearedOn < deadline);
  const counted = take(now.filter(isClear), target, spent.now);
  const countedBefore = take(before.filter(isClear), target, spent.before);
  const wait = isWaiting ? "RUNNING" : hasWaited ? "ENDED" : "NONE";
  return { target, counted: counted.sum, wait, completed: counted.last, isLowered: counted.sum < countedBefore.sum };
}

/** Money of receipts registered after the promise: on the promised items, or in hand. */
function pilesFor(account: NaiveAccount, { order, lines }: NaivePromise): readonly Pile[] {
  const promised = new Set(lines.map(({ itemId }) => itemId));
  const receipts = [...account.credits].filter(([, each]) => each.kind === "RECEIPT" && each.order > order);
  return receipts.flatMap(([id, receipt]) => [
    ...linesOf(account, id, receipt).filter(({ itemId }) => promised.has(itemId ?? "")),
    pileOf(`receipt ${id}`, receipt, { itemId: undefined, amount: lastOf(receipt.left), on: receipt.value }),
  ]);
}

function pilesBefore(
  piles: readonly Pile[],
  { order, lines }: NaivePromise,
  { creditId, isGone, piles: gone }: TakenBack,
): readonly Pile[] {
  const promised = new Set<string | undefined>([undefined, ...lines.map(({ itemId }) => itemId)]);
  if (isGone) return [...piles, ...gone.filter((pile) => pile.order > order && promised.has(pile.itemId))];
  const isIts = ({ place }: Pile) => place === `receipt ${creditId}` || gone.some((pile) => pile.place === place);
  return piles.map((pile) => (isIts(pile) ? { ...pile, cleared: true, clearedOn: undefined } : pile));
}

function inOrder(piles: readonly Pile[]): readonly Pile[] {
  return piles.toSorted((a, b) => a.on - b.on || a.order - b.order || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
}

function take(piles: readonly Pile[], target: number, spent: Spent): { readonly sum: number; readonly last: number | undefined } {
  let sum = 0;
  let last: number | undefined;
  for (const { place, amount, on } of piles) {
    const counts = Math.min(amount - (spent.get(place) ?? 0), target - sum);
    if (counts <= 0) continue;
    sum += counts;
    last = on;
    spent.set(place, (spent.get(place) ?? 0) + counts);
  }
  return { sum, last };
}

interface Share {
  readonly isActive: boolean;
  readonly target: number;
  readonly paid: number;
}

/** What is open of an item and what money from after the promise paid of it, less what promises that come first have of it. */
function stillPromised(
  account: NaiveAccount,
  { status }: NaivePromise,
  { itemId, amount }: NaivePromise["lines"][number],
  piles: readonly Pile[],
  shares: Map<string, Share[]>,
): number {
  const paid = total(piles.filter((pile) => pile.itemId === itemId).map((pile) => pile.amount));
  const earlier = shares.get(itemId) ?? [];
  const ended = total(earlier.filter(({ isActive }) => !isActive).map(({ target }) => target));
  const active = total(
    earlier.filter(({ isActive }) => isActive).map((share) => Math.max(0, share.target - Math.max(0, share.paid - paid))),
  );
  const left = Math.max(0, openOf(account, itemId) + Math.max(0, paid - ended) - active);
  const target = Math.min(amount, left);
  shares.set(itemId, [...earlier, { isActive: status === "ACTIVE", target, paid }]);
  return target;
}

const OUTCOMES = ["PromiseKept", "PromisePartiallyKept", "PromiseBroken", "PromiseCancelled", "PromiseKeptReversed"];

/** An outcome as it was decided, in the same words; nothing of any other event. */
export function outcomeWords(type: string, data: Readonly<Record<string, string>>, on: string): readonly string[] {
  if (!OUTCOMES.includes(type)) return [];
  const { promiseId, counted, missing } = data;
  const minor = (text: string | undefined) => Number((text ?? "0").replace(".", ""));
  if (counted === undefined) return [`${type} ${on} ${promiseId}`];
  if (missing === undefined) return [`${type} ${on} ${promiseId} ${minor(counted)}`];
  return [`${type} ${on} ${promiseId} ${minor(counted)} of ${minor(counted) + minor(missing)}`];
}
