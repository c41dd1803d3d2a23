import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type Minor, smallerOf, sumOf } from "../../../kernel/money.ts";
import type { Money, Piece } from "./promise-money.ts";
import type { PromiseLine, PromiseState } from "./promises.ts";

/** What a promise has of one instalment. */
export interface Share {
  readonly instalmentId: string;
  readonly target: Minor;
  /** What money that the promise sees has paid of the instalment. */
  readonly paid: Minor;
}

interface Earlier extends Share {
  readonly promise: DeepReadonly<PromiseState>;
  /** All its money is there, be it not applied yet. */
  readonly isComplete: boolean;
}

/**
 * Who has promised what of each instalment, asked promise by promise in their order. An instalment that has become less than was promised
 * on it, since something else settled it, is shared: the promises that come first have theirs, and the last ones what is left.
 */
export class PromisedShares {
  readonly #money: Money;
  readonly #earlier = new Map<string, Earlier[]>();

  constructor(money: Money) {
    this.#money = money;
  }

  /** What of a promise is still promised, line by line. */
  sharesOf(promise: DeepReadonly<PromiseState>, pieces: readonly Piece[]): readonly Share[] {
    return promise.lines.map(({ instalmentId, amount }: PromiseLine) => {
      const paid = sumOf(pieces.filter((piece) => piece.instalmentId === instalmentId).map((piece) => piece.amount));
      return { instalmentId, target: smallerOf(amount, this.#leftFor(promise, instalmentId, paid)), paid };
    });
  }

  /** The shares of a promise come before those of the next one. */
  take(promise: DeepReadonly<PromiseState>, shares: readonly Share[], isComplete: boolean): void {
    for (const share of shares) {
      const { instalmentId } = share;
      this.#earlier.set(instalmentId, [...(this.#earlier.get(instalmentId) ?? []), { ...share, promise, isComplete }]);
    }
  }

  /**
   * What is open of an instalment, and what money from after a promise has paid of it, less what earlier promises have: those that do not
   * hold, only of what was paid. What was paid to them before this promise was made is open to nobody.
   */
  #leftFor(promise: DeepReadonly<PromiseState>, instalmentId: string, paid: Minor): Minor {
    const open = this.#money.documents.instalments.get(instalmentId)?.open ?? 0n;
    const earlier = this.#earlier.get(instalmentId) ?? [];
    const gone = sumOf(earlier.filter((each) => !holds(each, promise)).map(({ target }) => target));
    const held = earlier
      .filter((each) => holds(each, promise))
      .map((share) => notBelowZero(share.target - notBelowZero(share.paid - paid)));
    return notBelowZero(open + notBelowZero(paid - gone) - sumOf(held));
  }
}

/**
 * Whether an earlier promise keeps its share open for itself: while it is active, and against a promise that was made before it was kept.
 * One that was made after that could promise all that was open.
 */
function holds({ promise: { status, endedAt }, isComplete }: Earlier, { revision }: DeepReadonly<PromiseState>): boolean {
  return status === "ACTIVE" || (isComplete && endedAt !== undefined && revision < endedAt);
}

function notBelowZero(amount: Minor): Minor {
  return amount > 0n ? amount : 0n;
}
