import type { EventsOf } from "../../schemas/events/registry.ts";

type AccountEvents = EventsOf<"account">;

/** What an event does to the sums of its account. Amounts as stored. */
export interface MoneyMove {
  readonly open?: readonly string[];
  readonly opensNoMore?: readonly string[];
  readonly unapplied?: readonly string[];
  readonly appliedAway?: readonly string[];
}

type Moves = { readonly [Type in keyof AccountEvents]: ((data: AccountEvents[Type]) => MoneyMove) | "moves nothing" };

const amountsOf = (lines: readonly { readonly amount: string }[]) => lines.map(({ amount }) => amount);

/**
 * What each event of an account does to Σ open and Σ unapplied: the definition of a balance, written down a second time and on purpose
 * without the code of the read models, so that a mistake there is not repeated here. An event without an entry does not compile.
 */
const MOVES: Moves = {
  InvoiceRecorded: ({ instalments }) => ({ open: amountsOf(instalments) }),
  ReceiptRegistered: ({ amount }) => ({ unapplied: [amount] }),
  PaymentApplied: ({ lines }) => ({ opensNoMore: amountsOf(lines), appliedAway: amountsOf(lines) }),
  DiscountGranted: ({ amount }) => ({ opensNoMore: [amount] }),
  WithholdingRecorded: ({ amount }) => ({ opensNoMore: [amount] }),
  PaymentUnapplied: ({ lines, alsoReversed }) => ({ open: amountsOf([...lines, ...alsoReversed]), unapplied: amountsOf(lines) }),
  CreditLineOpened: "moves nothing",
  LineSuspended: "moves nothing",
  LineReinstated: "moves nothing",
  ReceiptCleared: "moves nothing",
  PromiseRegistered: "moves nothing",
  PromiseKept: "moves nothing",
  PromisePartiallyKept: "moves nothing",
  PromiseBroken: "moves nothing",
  PromiseKeptReversed: "moves nothing",
  PromiseCancelled: "moves nothing",
};

/** Throws for a type that no account can hold. */
export function moneyMoveOf(type: string, data: unknown): MoneyMove | undefined {
  if (!Object.hasOwn(MOVES, type)) throw new Error(`an account cannot hold ${type}`);
  const move = MOVES[type as keyof Moves] as ((data: unknown) => MoneyMove) | "moves nothing";
  return move === "moves nothing" ? undefined : move(data);
}
