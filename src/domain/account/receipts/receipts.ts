import type { ReceiptMethod } from "../../../../schemas/commands/receipts.ts";
import { type CalendarDate, laterOf } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { EMPTY_TIMELINE, type Timeline, withChange } from "../../../kernel/timeline.ts";
import { room } from "../account-events.ts";

export interface Receipt {
  readonly method: ReceiptMethod;
  readonly amount: Minor;
  readonly valueDate: CalendarDate;
  readonly effectiveOn: CalendarDate;
  readonly cleared: boolean;
  /** From when it counts as paid by the bank, where that was later than its registration. */
  readonly clearedOn: CalendarDate | undefined;
  /** What is left when everything recorded has taken effect. */
  readonly unapplied: Minor;
  readonly byEffect: Timeline;
  readonly bySettlement: Timeline;
  /** Place in the history of the account: a promise counts only money that came after it. */
  readonly revision: number;
}

/** A discount or withholding that settled together with a line. */
export interface Companion {
  readonly id: string;
  readonly kind: "DISCOUNT" | "WITHHOLDING";
  readonly amount: Minor;
  readonly left: Minor;
}

export interface AppliedLine {
  readonly lineId: string;
  readonly instalmentId: string;
  readonly amount: Minor;
  /** What of it is still applied. */
  readonly left: Minor;
  readonly settledOn: CalendarDate;
  readonly companions: readonly Companion[];
}

export interface Application {
  readonly receiptId: string;
  /** The money had not cleared when it was applied. */
  readonly conditional: boolean;
  readonly effectiveOn: CalendarDate;
  readonly lines: readonly AppliedLine[];
}

export interface Receipts {
  readonly byId: JournaledMap<string, Receipt>;
  readonly applications: JournaledMap<string, Application>;
  readonly applicationsOfReceipt: JournaledMap<string, readonly string[]>;
  readonly applicationsOfInstalment: JournaledMap<string, readonly string[]>;
  readonly unapplications: JournaledMap<string, true>;
  readonly withholdings: JournaledMap<string, true>;
  /** Receipts with money left. */
  readonly withMoneyLeft: JournaledMap<string, true>;
}

export const receipts = room<Receipts>()({
  initial: (journal) => ({
    byId: journal.map(),
    applications: journal.map(),
    applicationsOfReceipt: journal.map(),
    applicationsOfInstalment: journal.map(),
    unapplications: journal.map(),
    withholdings: journal.map(),
    withMoneyLeft: journal.map(),
  }),
  on: {
    ReceiptRegistered(state, { receiptId, method, amount, valueDate, cleared }, { effectiveOn, revision }) {
      const minor = minorOf(amount);
      state.byId.set(receiptId, {
        method,
        amount: minor,
        valueDate,
        effectiveOn,
        cleared,
        clearedOn: undefined,
        unapplied: minor,
        byEffect: withChange(EMPTY_TIMELINE, effectiveOn, minor),
        bySettlement: withChange(EMPTY_TIMELINE, valueDate, minor),
        revision,
      });
      state.withMoneyLeft.set(receiptId, true);
    },
    ReceiptCleared: (state, { receiptId, on }, { effectiveOn }) =>
      state.byId.change(receiptId, (receipt) => ({ ...receipt, cleared: true, clearedOn: laterOf(on, effectiveOn) })),
    PaymentApplied(state, { applicationId, receiptId, lines, conditional }, { effectiveOn }) {
      const applied = lines.map(({ lineId, instalmentId, amount, settledOn }) => ({
        lineId,
        instalmentId,
        amount: minorOf(amount),
        left: minorOf(amount),
        settledOn,
        companions: [],
      }));
      state.applications.set(applicationId, { receiptId, conditional, effectiveOn, lines: applied });
      append(state.applicationsOfReceipt, receiptId, applicationId);
      for (const instalmentId of new Set(applied.map((line) => line.instalmentId))) {
        append(state.applicationsOfInstalment, instalmentId, applicationId);
      }
      move(
        state,
        receiptId,
        applied.map(({ amount, settledOn }) => ({ amount: -amount, effectiveOn, settledOn })),
      );
    },
    DiscountGranted: (state, { applicationId, lineId, discountId, amount }) =>
      accompany(state, applicationId, lineId, { id: discountId, kind: "DISCOUNT", amount: minorOf(amount), left: minorOf(amount) }),
    WithholdingRecorded(state, { applicationId, lineId, withholdingId, amount }) {
      state.withholdings.set(withholdingId, true);
      accompany(state, applicationId, lineId, { id: withholdingId, kind: "WITHHOLDING", amount: minorOf(amount), left: minorOf(amount) });
    },
    PaymentUnapplied(state, { unapplicationId, applicationId, receiptId, lines, alsoReversed }, { effectiveOn }) {
      state.unapplications.set(unapplicationId, true);
      const undone = new Map(lines.map(({ lineId, amount }) => [lineId, minorOf(amount)]));
      const reversed = new Map(alsoReversed.map(({ kind, id, amount }) => [`${kind} ${id}`, minorOf(amount)]));
      changeLines(state, applicationId, (line) => ({
        ...line,
        left: line.left - (undone.get(line.lineId) ?? 0n),
        companions: line.companions.map((each) => ({ ...each, left: each.left - (reversed.get(`${each.kind} ${each.id}`) ?? 0n) })),
      }));
      move(
        state,
        receiptId,
        lines.map(({ amount, freedOn }) => ({ amount: minorOf(amount), effectiveOn, settledOn: freedOn })),
      );
    },
  },
});

function append(map: JournaledMap<string, readonly string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

interface Move {
  readonly amount: Minor;
  readonly effectiveOn: CalendarDate;
  readonly settledOn: CalendarDate;
}

function move(state: Receipts, receiptId: string, moves: readonly Move[]): void {
  state.byId.change(receiptId, (receipt) => ({
    ...receipt,
    unapplied: receipt.unapplied + sumOf(moves.map(({ amount }) => amount)),
    byEffect: moves.reduce((timeline, { amount, effectiveOn }) => withChange(timeline, effectiveOn, amount), receipt.byEffect),
    bySettlement: moves.reduce((timeline, { amount, settledOn }) => withChange(timeline, settledOn, amount), receipt.bySettlement),
  }));
  if (state.byId.get(receiptId)?.unapplied === 0n) state.withMoneyLeft.delete(receiptId);
  else state.withMoneyLeft.set(receiptId, true);
}

function changeLines(state: Receipts, applicationId: string, change: (line: AppliedLine) => AppliedLine): void {
  state.applications.change(applicationId, (application) => ({ ...application, lines: application.lines.map(change) }));
}

function accompany(state: Receipts, applicationId: string, lineId: string, companion: Companion): void {
  changeLines(state, applicationId, (line) => (line.lineId === lineId ? { ...line, companions: [...line.companions, companion] } : line));
}
