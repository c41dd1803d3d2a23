import type { ReceiptMethod } from "../../../../schemas/commands/receipts.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { EMPTY_TIMELINE, type Timeline, withChange } from "../../../kernel/timeline.ts";
import { room } from "../account-events.ts";

/** What became of a credit's money: with what is unapplied these sum to its amount. */
export interface Uses {
  readonly applied: Minor;
  readonly recovered: Minor;
  readonly refunded: Minor;
  readonly transferredOut: Minor;
  readonly writtenOff: Minor;
}

const UNUSED: Uses = { applied: 0n, recovered: 0n, refunded: 0n, transferredOut: 0n, writtenOff: 0n };

/** A time in which money waits for the bank, by business dates and by places in the history of the account. */
export interface Wait {
  readonly from: CalendarDate;
  /** Nothing while it lasts. */
  readonly until: CalendarDate | undefined;
  readonly begunAt: number;
  readonly endedAt: number | undefined;
}

/** A receipt, a credit note or a credit transferred in: money of the customer that settles debts. Their ids are one name space. */
export interface CreditItem {
  readonly kind: "RECEIPT" | "CREDIT_NOTE" | "TRANSFERRED_CREDIT";
  /** Of a receipt. */
  readonly method: ReceiptMethod | undefined;
  readonly amount: Minor;
  /** From when its age counts; of a note its issue date. */
  readonly valueDate: CalendarDate;
  /** The day on which a receipt came in; of other credits their value date. */
  readonly receivedOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  readonly status: "LIVE" | "RETURNED" | "ANNULLED" | "VOIDED";
  readonly cleared: boolean;
  /** From when it counts as paid by the bank, where that was later than its registration. */
  readonly clearedOn: CalendarDate | undefined;
  /** When it waited for the bank: from its registration on unless it cleared at once, and again from every revocation on. */
  readonly waits: readonly Wait[];
  /** What is left when everything recorded has taken effect. */
  readonly unapplied: Minor;
  /** What proposals hold of what is unapplied. */
  readonly reserved: Minor;
  readonly uses: Uses;
  readonly byEffect: Timeline;
  readonly bySettlement: Timeline;
  /** Place in the history of the account: a promise counts only money that came after it. */
  readonly revision: number;
}

export interface Credits {
  readonly byId: JournaledMap<string, CreditItem>;
  /** Those with money left. */
  readonly withMoneyLeft: JournaledMap<string, true>;
}

export const credits = room<Credits>()({
  initial: (journal) => ({ byId: journal.map(), withMoneyLeft: journal.list() }),
  on: {
    ReceiptRegistered(state, { receiptId, method, amount, receivedOn, valueDate, cleared }, { effectiveOn, revision }) {
      begin(state, receiptId, { kind: "RECEIPT", method, amount, receivedOn, valueDate, cleared, effectiveOn, revision });
    },
    CreditNoteIssued(state, { creditNoteId, amount, issueDate }, { effectiveOn, revision }) {
      begin(state, creditNoteId, {
        kind: "CREDIT_NOTE",
        method: undefined,
        amount,
        valueDate: issueDate,
        cleared: true,
        effectiveOn,
        revision,
      });
    },
    CreditTransferredIn(state, { transferId, amount, valueDate }, { effectiveOn, revision }) {
      begin(state, transferId, { kind: "TRANSFERRED_CREDIT", method: undefined, amount, valueDate, cleared: true, effectiveOn, revision });
    },
    ReceiptCleared: (state, { receiptId, on }, { effectiveOn, revision }) =>
      state.byId.change(receiptId, (item) => {
        const clearedOn = laterOf(on, effectiveOn);
        const waits = item.waits.map((wait) => (wait.until === undefined ? { ...wait, until: clearedOn, endedAt: revision } : wait));
        return { ...item, cleared: true, clearedOn, waits };
      }),
    ReceiptClearanceRevoked: (state, { receiptId }, { effectiveOn, revision }) =>
      state.byId.change(receiptId, (item) => {
        const again = { from: effectiveOn, until: undefined, begunAt: revision, endedAt: undefined };
        return { ...item, cleared: false, clearedOn: undefined, waits: [...item.waits, again] };
      }),

    PaymentApplied(state, { receiptId, lines }, { effectiveOn }) {
      for (const { amount, settledOn } of lines) use(state, receiptId, "applied", minorOf(amount), effectiveOn, settledOn);
    },
    CreditApplied(state, { creditNoteId, lines }, { effectiveOn }) {
      for (const { amount, settledOn } of lines) use(state, creditNoteId, "applied", minorOf(amount), effectiveOn, settledOn);
    },
    WrittenOffRecovered(state, { receiptId, lines }, { effectiveOn }) {
      for (const { amount, settledOn } of lines) use(state, receiptId, "recovered", minorOf(amount), effectiveOn, settledOn);
    },
    PaymentUnapplied(state, { creditItemId, lines, recovery }, { effectiveOn }) {
      const from = recovery === true ? "recovered" : "applied";
      for (const { amount, freedOn } of lines) use(state, creditItemId, from, -minorOf(amount), effectiveOn, freedOn);
    },
    RefundRequested: (state, { creditItemId, amount }, { effectiveOn }) =>
      use(state, creditItemId, "refunded", minorOf(amount), effectiveOn, effectiveOn),
    RefundCancelled: (state, { creditItemId, restored }, { effectiveOn }) =>
      use(state, creditItemId, "refunded", -minorOf(restored), effectiveOn, effectiveOn),
    CreditTransferredOut: (state, { creditItemId, amount }, { effectiveOn }) =>
      use(state, creditItemId, "transferredOut", minorOf(amount), effectiveOn, effectiveOn),
    CreditTransferReversed: (state, { creditItemId, restored }, { effectiveOn }) =>
      use(state, creditItemId, "transferredOut", -minorOf(restored), effectiveOn, effectiveOn),
    SmallDifferenceWrittenOff(state, { side, creditItemId, amount, settledOn }, { effectiveOn }) {
      if (side === "CREDIT" && creditItemId !== undefined) use(state, creditItemId, "writtenOff", minorOf(amount), effectiveOn, settledOn);
    },
    SmallDifferenceReversed(state, { creditItemId, amount, freedOn }, { effectiveOn }) {
      if (creditItemId !== undefined) use(state, creditItemId, "writtenOff", -minorOf(amount), effectiveOn, freedOn);
    },

    ApplicationProposed: (state, { receiptId, reserves }) => reserve(state, receiptId, sumOf(reserves.map(({ money }) => minorOf(money)))),
    ApplicationApproved: (state, { receiptId, reserves }) => reserve(state, receiptId, -sumOf(reserves.map(({ money }) => minorOf(money)))),
    ApplicationRejected: (state, { receiptId, reserves }) => reserve(state, receiptId, -sumOf(reserves.map(({ money }) => minorOf(money)))),

    PaymentReturned: (state, { receiptId, unapplied }, { effectiveOn }) =>
      end(state, receiptId, "RETURNED", minorOf(unapplied), effectiveOn),
    TransferredCreditReturned: (state, { transferId, unapplied }, { effectiveOn }) =>
      end(state, transferId, "RETURNED", minorOf(unapplied), effectiveOn),
    ReceiptAnnulled: (state, { receiptId, amount }, { effectiveOn }) => end(state, receiptId, "ANNULLED", minorOf(amount), effectiveOn),
    CreditNoteVoided: (state, { creditNoteId, amount }, { effectiveOn }) =>
      end(state, creditNoteId, "VOIDED", minorOf(amount), effectiveOn),
  },
});

/** What a decision may still use of a credit: what is unapplied and no proposal holds. */
export function freeOf(item: DeepReadonly<CreditItem>): Minor {
  return item.unapplied - item.reserved;
}

/** Holds an amount of a credit for a proposal; a negative amount lets it go. */
function reserve(state: Credits, id: string, amount: Minor): void {
  state.byId.change(id, (item) => ({ ...item, reserved: item.reserved + amount }));
}

type Begun = Pick<CreditItem, "kind" | "method" | "valueDate" | "cleared" | "effectiveOn" | "revision"> & {
  readonly amount: string;
  readonly receivedOn?: CalendarDate;
};

/** A credit of which nothing is used yet. */
export function freshCredit({ amount, ...item }: Begun): CreditItem {
  const minor = minorOf(amount);
  return {
    ...item,
    receivedOn: item.receivedOn ?? item.valueDate,
    amount: minor,
    status: "LIVE",
    clearedOn: undefined,
    waits: item.cleared ? [] : [{ from: item.effectiveOn, until: undefined, begunAt: item.revision, endedAt: undefined }],
    unapplied: minor,
    reserved: 0n,
    uses: UNUSED,
    byEffect: withChange(EMPTY_TIMELINE, item.effectiveOn, minor),
    bySettlement: withChange(EMPTY_TIMELINE, item.valueDate, minor),
  };
}

function begin(state: Credits, id: string, begun: Begun): void {
  state.byId.set(id, freshCredit(begun));
  noteWhatIsLeft(state, id);
}

function use(state: Credits, id: string, as: keyof Uses, amount: Minor, effectiveOn: CalendarDate, settledOn: CalendarDate): void {
  state.byId.change(id, (item) => ({
    ...item,
    unapplied: item.unapplied - amount,
    uses: { ...item.uses, [as]: item.uses[as] + amount },
    byEffect: withChange(item.byEffect, effectiveOn, -amount),
    bySettlement: withChange(item.bySettlement, settledOn, -amount),
  }));
  noteWhatIsLeft(state, id);
}

/** From its last day on a credit counts nothing: what is unapplied vanishes, and with it what decides on settlement. */
function end(state: Credits, id: string, status: CreditItem["status"], unapplied: Minor, effectiveOn: CalendarDate): void {
  state.byId.change(id, (item) => ({
    ...item,
    status,
    unapplied: item.unapplied - unapplied,
    byEffect: withChange(item.byEffect, effectiveOn, -unapplied),
    bySettlement: EMPTY_TIMELINE,
  }));
  noteWhatIsLeft(state, id);
}

function noteWhatIsLeft(state: Credits, id: string): void {
  if (state.byId.get(id)?.unapplied === 0n) state.withMoneyLeft.delete(id);
  else state.withMoneyLeft.set(id, true);
}
