import { minorOf, sumOf } from "../../src/kernel/money.ts";
import type { LedgerEvent } from "../define-projection.ts";
import type { Effects, ItemEffects } from "./effects.ts";
import { covers, credits, noLongerPends, owes, pends, promises, settles } from "./item-change.ts";

const sumOfLines = (lines: readonly { readonly amount: string }[]) => sumOf(lines.map(({ amount }) => minorOf(amount)));

/** What settles debts: money and notes applied, discounts, withholdings, small differences; and what is taken back of them. */
export const settlementEffects: Effects = {
  PaymentApplied: ({ data, effectiveOn }) => ({
    changes: [
      credits(data.receiptId, -sumOfLines(data.lines), effectiveOn, data.applicationId),
      ...data.lines.flatMap(({ instalmentId, amount }) => [
        settles(instalmentId, minorOf(amount), data.conditional, effectiveOn, data.applicationId),
        ...covers(instalmentId, minorOf(amount), data.appliedOn, effectiveOn, data.applicationId),
      ]),
    ],
  }),
  CreditApplied: ({ data, effectiveOn }) => ({
    changes: [
      credits(data.creditNoteId, -sumOfLines(data.lines), effectiveOn, data.applicationId),
      // What lowers the memo of a write-off settles nothing that is open.
      ...data.lines.flatMap(({ instalmentId, amount, memoOf }) =>
        memoOf === undefined ? owes(instalmentId, -minorOf(amount), effectiveOn, data.applicationId) : [],
      ),
    ],
  }),
  DiscountGranted: ({ data, effectiveOn }) => ({
    changes: [settles(data.instalmentId, minorOf(data.amount), data.conditional, effectiveOn, data.applicationId ?? data.discountId)],
  }),
  WithholdingRecorded: ({ data, effectiveOn }) => ({
    changes: [settles(data.instalmentId, minorOf(data.amount), data.conditional, effectiveOn, data.applicationId ?? data.withholdingId)],
  }),
  SmallDifferenceWrittenOff: ({ data, effectiveOn }) => {
    const { instalmentId, creditItemId, amount, conditional, differenceId } = data;
    if (creditItemId !== undefined) return { changes: [credits(creditItemId, -minorOf(amount), effectiveOn, differenceId)] };
    if (instalmentId === undefined) return {};
    return { changes: [settles(instalmentId, minorOf(amount), conditional, effectiveOn, data.applicationId ?? differenceId)] };
  },
  PaymentUnapplied: unapplied,
  DiscountRevoked: ({ data, effectiveOn }) => ({
    changes: [
      owes(data.instalmentId, minorOf(data.amount), effectiveOn, data.discountId),
      ...noLongerPends(data.instalmentId, minorOf(data.amount), data.pendingSpans, data.discountId),
    ],
  }),
  WithholdingReversed: ({ data, effectiveOn }) => ({
    changes: [
      owes(data.instalmentId, minorOf(data.amount), effectiveOn, data.withholdingId),
      ...noLongerPends(data.instalmentId, minorOf(data.amount), data.pendingSpans, data.withholdingId),
    ],
  }),
  WithholdingReopened: ({ data: { instalmentId, amount, pendingSpans, withholdingId } }) => ({
    changes:
      instalmentId === undefined || amount === undefined ? [] : noLongerPends(instalmentId, minorOf(amount), pendingSpans, withholdingId),
  }),
  SmallDifferenceReversed: ({ data, effectiveOn }) => {
    const { instalmentId, creditItemId, amount, differenceId, pendingSpans } = data;
    if (creditItemId !== undefined) return { changes: [credits(creditItemId, minorOf(amount), effectiveOn, differenceId)] };
    if (instalmentId === undefined) return {};
    const minor = minorOf(amount);
    const owed = owes(instalmentId, minor, effectiveOn, differenceId);
    return { changes: [owed, ...noLongerPends(instalmentId, minor, pendingSpans, differenceId)] };
  },
  PromiseRegistered: ({ data, effectiveOn }) => ({ changes: promises(data, 1n, effectiveOn) }),
  PromiseKept: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromisePartiallyKept: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseBroken: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseCancelled: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseSuperseded: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseKeptReversed: ({ data, effectiveOn }) => ({ changes: promises(data, 1n, effectiveOn) }),
};

/** The money goes back to its credit, and what it settled is open again; what lowered a memo opens nothing. */
function unapplied({ data, effectiveOn }: LedgerEvent<"PaymentUnapplied">): Partial<ItemEffects> {
  const { creditItemId, applicationId, lines, alsoReversed, conditional, pendingUntil, pendingSpans, undoneOn } = data;
  const opened = lines.filter(({ memoOf }) => memoOf === undefined);
  const wasCovered = data.ofNote !== true && data.recovery !== true;
  return {
    changes: [
      credits(creditItemId, sumOfLines(lines), effectiveOn, applicationId),
      ...[...opened, ...alsoReversed].flatMap(({ instalmentId, amount }) => [
        settles(instalmentId, -minorOf(amount), conditional || pendingUntil !== undefined, effectiveOn, applicationId),
        ...(pendingUntil === undefined ? [] : [pends(instalmentId, minorOf(amount), pendingUntil, applicationId)]),
        ...noLongerPends(instalmentId, minorOf(amount), pendingSpans, applicationId),
      ]),
      ...opened.flatMap(({ instalmentId, amount }) =>
        wasCovered ? covers(instalmentId, -minorOf(amount), undoneOn, effectiveOn, applicationId) : [],
      ),
    ],
  };
}
