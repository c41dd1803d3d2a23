import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { EMPTY_TIMELINE, type Timeline, withChange } from "../../../kernel/timeline.ts";
import { room } from "../account-events.ts";

export interface Document {
  readonly number: string;
  readonly issueDate: CalendarDate;
  /** From when reports count it. */
  readonly effectiveOn: CalendarDate;
  readonly net: Minor;
  readonly total: Minor;
  /** Sum of its taxes: what VAT withholdings are computed on. */
  readonly tax: Minor;
  readonly earlyDiscount: { readonly pct: string; readonly lastDay: CalendarDate } | undefined;
}

/** The smallest open item: what aging, applications and promises refer to. */
export interface Instalment {
  readonly documentId: string;
  readonly dueOn: CalendarDate;
  readonly original: Minor;
  /** What stays open when everything recorded has taken effect. */
  readonly open: Minor;
  /** What is open from day to day, by the dates on which things take effect. */
  readonly byEffect: Timeline;
  /** The same by the days of settlement, which count for interest, days to pay and promises. */
  readonly bySettlement: Timeline;
}

export interface Documents {
  readonly byId: JournaledMap<string, Document>;
  readonly instalments: JournaledMap<string, Instalment>;
}

export const documents = room<Documents>()({
  initial: (journal) => ({ byId: journal.map(), instalments: journal.map() }),
  on: {
    InvoiceRecorded(state, { documentId, number, issueDate, net, total, taxes, earlyDiscount, instalments }, { effectiveOn }) {
      const tax = sumOf(taxes.map((each) => minorOf(each.amount)));
      state.byId.set(documentId, { number, issueDate, effectiveOn, net: minorOf(net), total: minorOf(total), tax, earlyDiscount });
      for (const { instalmentId, dueOn, amount } of instalments) {
        const original = minorOf(amount);
        state.instalments.set(instalmentId, {
          documentId,
          dueOn,
          original,
          open: original,
          byEffect: withChange(EMPTY_TIMELINE, effectiveOn, original),
          bySettlement: withChange(EMPTY_TIMELINE, issueDate, original),
        });
      }
    },
    PaymentApplied(state, { lines }, { effectiveOn }) {
      for (const line of lines) change(state, line.instalmentId, -minorOf(line.amount), effectiveOn, line.settledOn);
    },
    DiscountGranted: (state, { instalmentId, amount, settledOn }, { effectiveOn }) =>
      change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn),
    WithholdingRecorded: (state, { instalmentId, amount, settledOn }, { effectiveOn }) =>
      change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn),
    PaymentUnapplied(state, { lines, alsoReversed }, { effectiveOn }) {
      for (const { instalmentId, amount, freedOn } of [...lines, ...alsoReversed]) {
        change(state, instalmentId, minorOf(amount), effectiveOn, freedOn);
      }
    },
  },
});

function change(state: Documents, instalmentId: string, amount: Minor, effectiveOn: CalendarDate, settledOn: CalendarDate): void {
  state.instalments.change(instalmentId, (item) => ({
    ...item,
    open: item.open + amount,
    byEffect: withChange(item.byEffect, effectiveOn, amount),
    bySettlement: withChange(item.bySettlement, settledOn, amount),
  }));
}
