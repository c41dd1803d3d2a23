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
  PaymentUnapplied: ({ lines, alsoReversed }) => ({
    open: amountsOf([...lines.filter(({ memoOf }) => memoOf === undefined), ...alsoReversed]),
    unapplied: amountsOf(lines),
  }),
  OpeningItemRecorded: ({ instalments }) => ({ open: amountsOf(instalments) }),
  DebitNoteIssued: ({ amount }) => ({ open: [amount] }),
  ChargeIssued: ({ amount }) => ({ open: [amount] }),
  CreditNoteIssued: ({ amount }) => ({ unapplied: [amount] }),
  CreditTransferredIn: ({ amount }) => ({ unapplied: [amount] }),
  CreditApplied: ({ lines }) => ({
    opensNoMore: amountsOf(lines.filter(({ memoOf }) => memoOf === undefined)),
    appliedAway: amountsOf(lines),
  }),
  DiscountRevoked: ({ amount }) => ({ open: [amount] }),
  WithholdingReversed: ({ amount }) => ({ open: [amount] }),
  SmallDifferenceWrittenOff: ({ side, amount }) => (side === "RECEIVABLE" ? { opensNoMore: [amount] } : { appliedAway: [amount] }),
  SmallDifferenceReversed: ({ creditItemId, amount }) => (creditItemId === undefined ? { open: [amount] } : { unapplied: [amount] }),
  ItemsWrittenOff: ({ lines }) => ({ opensNoMore: amountsOf(lines) }),
  WrittenOffRecovered: ({ lines }) => ({ appliedAway: amountsOf(lines) }),
  WriteOffReversed: ({ lines }) => ({ open: amountsOf(lines) }),
  RefundRequested: ({ amount }) => ({ appliedAway: [amount] }),
  RefundCancelled: ({ restored }) => ({ unapplied: [restored] }),
  CreditTransferredOut: ({ amount }) => ({ appliedAway: [amount] }),
  CreditTransferReversed: ({ restored }) => ({ unapplied: [restored] }),
  PaymentReturned: ({ unapplied }) => ({ appliedAway: [unapplied] }),
  TransferredCreditReturned: ({ unapplied }) => ({ appliedAway: [unapplied] }),
  ReceiptAnnulled: ({ amount }) => ({ appliedAway: [amount] }),
  CreditNoteVoided: ({ amount }) => ({ appliedAway: [amount] }),
  CreditLineOpened: "moves nothing",
  LineSuspended: "moves nothing",
  LineReinstated: "moves nothing",
  CreditLimitChanged: "moves nothing",
  CreditTermsChanged: "moves nothing",
  LineRenewed: "moves nothing",
  LineClosed: "moves nothing",
  OverLimitDetected: "moves nothing",
  OverLimitCleared: "moves nothing",
  DelinquencyStateChanged: "moves nothing",
  OrderReleased: "moves nothing",
  OrderHeld: "moves nothing",
  OrderReleasedManually: "moves nothing",
  OrderReservationChanged: "moves nothing",
  OrderSupplyCancelled: "moves nothing",
  ReservationConsumed: "moves nothing",
  ReservationExpired: "moves nothing",
  ApplicationProposed: "moves nothing",
  ApplicationApproved: "moves nothing",
  ApplicationRejected: "moves nothing",
  RefundPaid: "moves nothing",
  AccountsOffset: "moves nothing",
  CreditNoteRequested: "moves nothing",
  CreditNoteApproved: "moves nothing",
  CreditNoteRejected: "moves nothing",
  InvoiceReferenceCorrected: "moves nothing",
  DueDateChanged: "moves nothing",
  InvoiceCancelled: "moves nothing",
  ItemFlagged: "moves nothing",
  ItemUnflagged: "moves nothing",
  SupportAttached: "moves nothing",
  ReceiptClearanceRevoked: "moves nothing",
  ReceiptRequested: "moves nothing",
  ReceiptRequestDeclined: "moves nothing",
  WithholdingCertified: "moves nothing",
  WithholdingReopened: "moves nothing",
  WriteOffProposed: "moves nothing",
  WriteOffApproved: "moves nothing",
  WriteOffRejected: "moves nothing",
  ReceiptCleared: "moves nothing",
  PromiseRegistered: "moves nothing",
  PromiseSuperseded: "moves nothing",
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
