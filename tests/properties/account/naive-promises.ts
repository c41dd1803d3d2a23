import type { CommandOf } from "./commands.ts";
import { dateOfDay, lastOf } from "./days.ts";
import { coveredOf, type Expectation, type NaiveAccount, type NaivePromise, openOf, total } from "./naive-account.ts";

const MAX_DAYS = 30;
const TOLERANCE_DAYS = 2;
const WAIT_DAYS = 5;

/** PRM-1, PRM-2. */
export function expectPromise(account: NaiveAccount, { id, lines, due }: CommandOf<"promise">): Expectation {
  const { today } = account;
  const reasons = [
    ...(account.promises.has(id) ? ["OVERLAPS"] : []),
    ...(due < today ? ["PROMISE_IN_PAST"] : []),
    ...(due > today + MAX_DAYS ? ["PROMISE_TOO_FAR"] : []),
    ...lines.flatMap(({ itemId, amount }) => {
      const open = openOf(account, itemId);
      if (!account.items.has(itemId)) return ["ITEM_NOT_FOUND"];
      if (open === 0) return ["ALREADY_SETTLED"];
      if (amount > open) return ["PROMISE_OVER_OPEN"];
      return amount + coveredOf(account, itemId) > open ? ["ITEM_ALREADY_PROMISED"] : [];
    }),
  ];
  if (reasons.length > 0) return { reasons };
  return {
    events: [`PromiseRegistered ${dateOfDay(today)} ${id}`],
    follow() {
      account.order += 1;
      account.promises.set(id, { status: "ACTIVE", due, made: today, order: account.order, lines });
    },
  };
}

export function expectCancellation(account: NaiveAccount, { promiseId, reason }: CommandOf<"cancellation">): Expectation {
  const promise = account.promises.get(promiseId);
  if (promise === undefined) return { reasons: ["PROMISE_NOT_FOUND"] };
  const reasons = [...(reason ? [] : ["REASON_REQUIRED"]), ...(promise.status === "ACTIVE" ? [] : ["INVALID_TRANSITION"])];
  if (reasons.length > 0) return { reasons };
  return { events: [`PromiseCancelled ${dateOfDay(account.today)} ${promiseId}`], follow: () => end(account, promise, "CANCELLED") };
}

export function expectEvaluation(account: NaiveAccount, { promiseId, asOf }: CommandOf<"evaluation">): Expectation {
  const promise = account.promises.get(promiseId);
  if (promise === undefined) return { reasons: ["PROMISE_NOT_FOUND"] };
  if (asOf > account.today) return { reasons: ["FUTURE_EFFECTIVE_DATE"] };
  const { events, ends } = outcomeOf(promiseId, promise, countAll(account).get(promiseId), asOf);
  return { events, follow: () => void ends.map((status) => end(account, promise, status)) };
}

/** What money that has just moved does to promises: kept at once, cancelled when nothing is promised any more, taken back. */
export function promiseConsequences(account: NaiveAccount): readonly string[] {
  const counts = countAll(account);
  return [...counts].flatMap(([promiseId, count]) => {
    const promise = account.promises.get(promiseId) as NaivePromise;
    const asOf = promise.status === "ACTIVE" ? Math.min(account.today, promise.due) : account.today;
    const { events, ends } = outcomeOf(promiseId, promise, count, asOf);
    for (const status of ends) end(account, promise, status);
    return events;
  });
}

function end(account: NaiveAccount, promise: NaivePromise, status: NaivePromise["status"]): void {
  account.order += 1;
  promise.status = status;
}

interface Count {
  readonly target: number;
  readonly counted: number;
  readonly countedIfAllClears: number;
  readonly completed: number | undefined;
}

interface Outcome {
  readonly events: readonly string[];
  readonly ends: readonly NaivePromise["status"][];
}

/** PRM-4, PRM-5. */
function outcomeOf(promiseId: string, promise: NaivePromise, count: Count | undefined, asOf: number): Outcome {
  const nothing = { events: [], ends: [] };
  if (count === undefined) return nothing;
  const { target, counted, countedIfAllClears, completed } = count;
  const windowEnd = promise.due + TOLERANCE_DAYS;
  if (promise.status === "KEPT") {
    if (counted >= target || asOf > windowEnd) return nothing;
    return { events: [`PromiseKeptReversed ${dateOfDay(asOf)} ${promiseId} ${counted}`], ends: ["ACTIVE"] };
  }
  if (promise.status !== "ACTIVE") return nothing;
  if (target === 0) return { events: [`PromiseCancelled ${dateOfDay(asOf)} ${promiseId}`], ends: ["CANCELLED"] };
  const outcome = (type: string, on: number, status: NaivePromise["status"]): Outcome => ({
    events: [`${type} ${dateOfDay(on)} ${promiseId} ${counted} of ${target}`],
    ends: [status],
  });
  if (counted === target) return outcome("PromiseKept", Math.max(completed ?? 0, promise.made), "KEPT");
  const waits = countedIfAllClears === target;
  const decisionDay = windowEnd + 1 + (waits ? WAIT_DAYS : 0);
  if (asOf < decisionDay) return nothing;
  const isHalf = counted > 0 && counted * 2 >= target;
  return isHalf ? outcome("PromisePartiallyKept", decisionDay, "PARTIALLY_KEPT") : outcome("PromiseBroken", decisionDay, "BROKEN");
}

/** One minor unit of money: where it lies, since when it counts, and whether the bank has confirmed it. */
interface Coin {
  readonly name: string;
  readonly on: number;
  readonly order: number;
  readonly place: string;
  readonly cleared: boolean;
}

/** PRM-3, coin by coin: each counts for one promise, the earliest due first, then by id; the oldest coins first. */
function countAll(account: NaiveAccount): ReadonlyMap<string, Count> {
  const alive = [...account.promises]
    .filter(([, { status }]) => ["ACTIVE", "KEPT", "PARTIALLY_KEPT"].includes(status))
    .sort(([idA, a], [idB, b]) => a.due - b.due || (idA < idB ? -1 : 1));
  const spent = new Set<string>();
  const spentIfAllClears = new Set<string>();
  const counts = new Map<string, Count>();
  for (const [promiseId, promise] of alive) {
    const coins = coinsAfter(account, promise);
    const target = total(promise.lines.map(({ itemId, amount }) => Math.min(amount, stillPromised(account, promise, itemId))));
    const inTime = coins.filter(({ on }) => on <= promise.due + TOLERANCE_DAYS);
    const counting = inTime.filter(({ cleared, name }) => cleared && !spent.has(name)).slice(0, target);
    for (const { name } of counting) spent.add(name);
    const ifAllClears = inTime.filter(({ name }) => !spentIfAllClears.has(name)).slice(0, target);
    for (const { name } of ifAllClears) spentIfAllClears.add(name);
    counts.set(promiseId, { target, counted: counting.length, countedIfAllClears: ifAllClears.length, completed: counting.at(-1)?.on });
  }
  return counts;
}

/** Coins of receipts registered after the promise: on the promised items, or not applied at all. */
function coinsAfter({ receipts, applications }: NaiveAccount, { order, lines }: NaivePromise): readonly Coin[] {
  const promised = new Set(lines.map(({ itemId }) => itemId));
  const pile = (
    place: string,
    amount: number,
    on: number,
    receipt: { readonly order: number; readonly cleared: boolean },
  ): readonly Coin[] =>
    Array.from({ length: amount }, (_, n) => ({ name: `${place}#${n}`, on, order: receipt.order, place, cleared: receipt.cleared }));
  const onItems = [...applications.values()].flatMap((application) => {
    const receipt = receipts.get(application.receiptId);
    if (receipt === undefined || receipt.order <= order) return [];
    const onPromised = application.lines.filter(({ itemId }) => promised.has(itemId));
    return onPromised.flatMap((line) => pile(`line ${line.id}`, line.left, line.settled, receipt));
  });
  const inHand = [...receipts].flatMap(([id, receipt]) =>
    receipt.order <= order ? [] : pile(`receipt ${id}`, lastOf(receipt.left), receipt.value, receipt),
  );
  return [...onItems, ...inHand].sort((a, b) => a.on - b.on || a.order - b.order || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
}

/** What is open of an item and what money from after the promise has paid of it. */
function stillPromised(account: NaiveAccount, { order }: NaivePromise, itemId: string): number {
  const paid = [...account.applications.values()]
    .filter(({ receiptId }) => (account.receipts.get(receiptId)?.order ?? 0) > order)
    .flatMap(({ lines }) => lines.filter((line) => line.itemId === itemId).map(({ left }) => left));
  return openOf(account, itemId) + total(paid);
}
