import { addDays, type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type Minor, smallerOf, sumOf } from "../../../kernel/money.ts";
import type { Documents } from "../documents/documents.ts";
import type { Receipts } from "../receipts/receipts.ts";
import type { PromiseState, Promises } from "./promises.ts";

/** The slices of the account that say what became of a promise. */
export interface Money {
  readonly documents: DeepReadonly<Documents>;
  readonly receipts: DeepReadonly<Receipts>;
  readonly promises: DeepReadonly<Promises>;
}

export interface Count {
  /** What is still promised: what a credit, or money from before the promise, settled of it is no longer. */
  readonly target: Minor;
  /** Cleared money that came after the promise and in time. */
  readonly counted: Minor;
  /** With money that has not cleared yet. */
  readonly countedUncleared: Minor;
  /** The day of the money that made it complete. */
  readonly completedOn: CalendarDate | undefined;
}

/** A part of a receipt that may count: applied to a promised instalment, or not applied at all. */
interface Piece {
  readonly key: string;
  readonly instalmentId: string | undefined;
  readonly amount: Minor;
  readonly on: CalendarDate;
  readonly cleared: boolean;
  readonly revision: number;
}

/**
 * How much of each promise the money of the account has kept. One unit of money counts for one promise: the earliest due first, then by
 * id. Promises that ended broken or cancelled take no money.
 */
export function countPromises(money: Money, toleranceDays: number): ReadonlyMap<string, Count> {
  const running = [...money.promises.byId]
    .filter(([, { status }]) => status === "ACTIVE" || status === "KEPT" || status === "PARTIALLY_KEPT")
    .sort(([idA, a], [idB, b]) => compareText(a.dueOn, b.dueOn) || compareText(idA, idB));
  const taken = { cleared: new Map<string, Minor>(), withUncleared: new Map<string, Minor>() };
  return new Map(
    running.map(([promiseId, promise]) => [promiseId, countOne(money, promise, addDays(promise.dueOn, toleranceDays), taken)]),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What earlier promises took of each piece: really, and if all that waits for the bank had cleared. */
interface Taken {
  readonly cleared: Map<string, Minor>;
  readonly withUncleared: Map<string, Minor>;
}

function countOne(money: Money, promise: DeepReadonly<PromiseState>, lastDay: CalendarDate, taken: Taken): Count {
  const pieces = piecesFor(money, promise).sort((a, b) => compareText(a.on, b.on) || a.revision - b.revision || compareText(a.key, b.key));
  const target = sumOf(promise.lines.map(({ instalmentId, amount }) => smallerOf(amount, stillPromised(money, pieces, instalmentId))));
  const inTime = pieces.filter(({ on }) => on <= lastDay);
  const cleared = take(
    inTime.filter((piece) => piece.cleared),
    target,
    taken.cleared,
  );
  const completedOn = cleared.lastOn && cleared.sum === target ? laterOf(cleared.lastOn, promise.madeOn) : undefined;
  return { target, counted: cleared.sum, countedUncleared: take(inTime, target, taken.withUncleared).sum, completedOn };
}

/** Takes up to a target from pieces in their order, and remembers what was taken. */
function take(pieces: readonly Piece[], target: Minor, taken: Map<string, Minor>): { readonly sum: Minor; readonly lastOn?: CalendarDate } {
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

/** What is open of an instalment plus what later money has paid of it: less than promised when something else settled it. */
function stillPromised({ documents }: Money, pieces: readonly Piece[], instalmentId: string): Minor {
  const paid = sumOf(pieces.filter((piece) => piece.instalmentId === instalmentId).map(({ amount }) => amount));
  return (documents.instalments.get(instalmentId)?.open ?? 0n) + paid;
}

function piecesFor({ receipts }: Money, { lines, revision }: DeepReadonly<PromiseState>): Piece[] {
  const promised = new Set(lines.map(({ instalmentId }) => instalmentId));
  const applications = new Set([...promised].flatMap((instalmentId) => receipts.applicationsOfInstalment.get(instalmentId) ?? []));
  const applied = [...applications].flatMap((applicationId) => {
    const application = receipts.applications.get(applicationId);
    const receipt = application && receipts.byId.get(application.receiptId);
    if (application === undefined || receipt === undefined || receipt.revision <= revision) return [];
    return application.lines
      .filter(({ instalmentId, left }) => promised.has(instalmentId) && left > 0n)
      .map(({ lineId, instalmentId, left, settledOn }) => ({
        key: `line ${lineId}`,
        instalmentId,
        amount: left,
        on: settledOn,
        cleared: receipt.cleared,
        revision: receipt.revision,
      }));
  });
  const unapplied = [...receipts.withMoneyLeft.keys()].flatMap((receiptId) => {
    const receipt = receipts.byId.get(receiptId);
    if (receipt === undefined || receipt.revision <= revision) return [];
    const { valueDate, cleared } = receipt;
    return {
      key: `receipt ${receiptId}`,
      instalmentId: undefined,
      amount: receipt.unapplied,
      on: valueDate,
      cleared,
      revision: receipt.revision,
    };
  });
  return [...applied, ...unapplied];
}
