import type { Cell, Journal, JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

/** A receipt, credit note or transferred credit, as far as exposure asks. */
interface Money {
  readonly cleared: boolean;
  readonly unapplied: Minor;
  /** What it settles now of what was open, with the discounts and withholdings that settled together with it. */
  readonly settles: Minor;
}

/**
 * The sums that exposure is made of, kept up event by event, so that a decision about an order costs the same however many documents the
 * account has.
 */
export interface ExposureTotals {
  readonly open: Cell<Minor>;
  /** What money that is not cleared settles. */
  readonly pendingClearance: Cell<Minor>;
  /** Cleared money that is not applied. */
  readonly unappliedCleared: Cell<Minor>;
  readonly money: JournaledMap<string, Money>;
  /** Which money an application applies. */
  readonly moneyOf: JournaledMap<string, string>;
}

type Lines = readonly { readonly amount: string; readonly memoOf?: string | undefined }[];

const total = (lines: Lines): Minor => sumOf(lines.map(({ amount }) => minorOf(amount)));
/** What lowers or raises the memo of a write-off does not touch what is open. */
const ofWhatIsOpen = (lines: Lines): Minor => total(lines.filter(({ memoOf }) => memoOf === undefined));

export const exposureTotals = room<ExposureTotals>()({
  initial: (journal: Journal) => ({
    open: journal.cell(0n),
    pendingClearance: journal.cell(0n),
    unappliedCleared: journal.cell(0n),
    money: journal.map(),
    moneyOf: journal.map(),
  }),
  on: {
    InvoiceRecorded: (state, { instalments }) => opens(state, total(instalments)),
    OpeningItemRecorded: (state, { instalments }) => opens(state, total(instalments)),
    DebitNoteIssued: (state, { amount }) => opens(state, minorOf(amount)),
    ChargeIssued: (state, { amount }) => opens(state, minorOf(amount)),
    ItemsWrittenOff: (state, { lines }) => opens(state, -total(lines)),
    WriteOffReversed: (state, { lines }) => opens(state, total(lines)),

    ReceiptRegistered: (state, { receiptId, amount, cleared }) => begin(state, receiptId, amount, cleared),
    CreditNoteIssued: (state, { creditNoteId, amount }) => begin(state, creditNoteId, amount, true),
    CreditTransferredIn: (state, { transferId, amount }) => begin(state, transferId, amount, true),
    ReceiptCleared: (state, { receiptId }) => change(state, receiptId, (money) => ({ ...money, cleared: true })),
    ReceiptClearanceRevoked: (state, { receiptId }) => change(state, receiptId, (money) => ({ ...money, cleared: false })),

    PaymentApplied(state, { applicationId, receiptId, lines }) {
      state.moneyOf.set(applicationId, receiptId);
      settle(state, applicationId, total(lines));
      use(state, receiptId, total(lines));
    },
    CreditApplied(state, { applicationId, creditNoteId, lines }) {
      state.moneyOf.set(applicationId, creditNoteId);
      settle(state, applicationId, ofWhatIsOpen(lines));
      use(state, creditNoteId, total(lines));
    },
    WrittenOffRecovered(state, { applicationId, receiptId, lines }) {
      state.moneyOf.set(applicationId, receiptId);
      use(state, receiptId, total(lines));
    },
    PaymentUnapplied(state, { applicationId, creditItemId, lines, alsoReversed, recovery }) {
      // A recovery settled nothing that was open, so nothing of it waits for the bank; what opens now is of a write-off taken back since.
      if (recovery === true) opens(state, ofWhatIsOpen(lines));
      else settle(state, applicationId, -ofWhatIsOpen(lines) - total(alsoReversed));
      use(state, creditItemId, -total(lines));
    },
    DiscountGranted: (state, { applicationId, amount }) => settle(state, applicationId, minorOf(amount)),
    DiscountRevoked: (state, { applicationId, amount }) => settle(state, applicationId, -minorOf(amount)),
    WithholdingRecorded: (state, { applicationId, amount }) => settle(state, applicationId, minorOf(amount)),
    WithholdingReversed: (state, { applicationId, amount }) => settle(state, applicationId, -minorOf(amount)),
    // It settles still, but a return of the money would not open it again: its charge is owed instead.
    WithholdingReopened(state, { applicationId, amount }) {
      if (amount !== undefined) answerFor(state, applicationId, -minorOf(amount));
    },
    SmallDifferenceWrittenOff(state, { side, applicationId, creditItemId, amount }) {
      if (side === "RECEIVABLE") settle(state, applicationId, minorOf(amount));
      else if (creditItemId !== undefined) use(state, creditItemId, minorOf(amount));
    },
    SmallDifferenceReversed(state, { applicationId, instalmentId, creditItemId, amount }) {
      if (instalmentId !== undefined) settle(state, applicationId, -minorOf(amount));
      else if (creditItemId !== undefined) use(state, creditItemId, -minorOf(amount));
    },

    RefundRequested: (state, { creditItemId, amount }) => use(state, creditItemId, minorOf(amount)),
    RefundCancelled: (state, { creditItemId, restored }) => use(state, creditItemId, -minorOf(restored)),
    CreditTransferredOut: (state, { creditItemId, amount }) => use(state, creditItemId, minorOf(amount)),
    CreditTransferReversed: (state, { creditItemId, restored }) => use(state, creditItemId, -minorOf(restored)),
    PaymentReturned: (state, { receiptId, unapplied }) => use(state, receiptId, minorOf(unapplied)),
    TransferredCreditReturned: (state, { transferId, unapplied }) => use(state, transferId, minorOf(unapplied)),
    ReceiptAnnulled: (state, { receiptId, amount }) => use(state, receiptId, minorOf(amount)),
    CreditNoteVoided: (state, { creditNoteId, amount }) => use(state, creditNoteId, minorOf(amount)),
  },
});

function add(cell: Cell<Minor>, amount: Minor): void {
  if (amount !== 0n) cell.set(cell.value + amount);
}

function opens(state: ExposureTotals, amount: Minor): void {
  add(state.open, amount);
}

function begin(state: ExposureTotals, id: string, amount: string, cleared: boolean): void {
  state.money.set(id, { cleared, unapplied: 0n, settles: 0n });
  use(state, id, -minorOf(amount));
}

/** Lowers what is open; what settles by itself, and not together with money, is never pending. A negative amount opens again. */
function settle(state: ExposureTotals, applicationId: string | undefined, amount: Minor): void {
  opens(state, -amount);
  answerFor(state, applicationId, amount);
}

/** What would be open again without the money of an application becomes more, or less. */
function answerFor(state: ExposureTotals, applicationId: string | undefined, amount: Minor): void {
  const id = applicationId === undefined ? undefined : state.moneyOf.get(applicationId);
  if (id !== undefined) change(state, id, (money) => ({ ...money, settles: money.settles + amount }));
}

/** Takes from what is not applied; a negative amount gives back. */
function use(state: ExposureTotals, id: string, amount: Minor): void {
  change(state, id, (money) => ({ ...money, unapplied: money.unapplied - amount }));
}

function change(state: ExposureTotals, id: string, to: (money: Money) => Money): void {
  const before = state.money.get(id);
  if (before === undefined) throw new Error(`no money is folded under ${id}`);
  const after = to(before);
  state.money.set(id, after);
  add(state.pendingClearance, pendingOf(after) - pendingOf(before));
  add(state.unappliedCleared, clearedOf(after) - clearedOf(before));
}

function pendingOf({ cleared, settles }: Money): Minor {
  return cleared ? 0n : settles;
}

function clearedOf({ cleared, unapplied }: Money): Minor {
  return cleared ? unapplied : 0n;
}
