import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

/** Something that settled an instalment and was no money: a discount, a withholding, a small difference. */
export interface Settlement {
  readonly kind: "DISCOUNT" | "WITHHOLDING" | "DIFFERENCE";
  /** DISCOUNT: early payment, settlement or commercial. WITHHOLDING: which tax. DIFFERENCE: which side. */
  readonly subkind: string;
  readonly instalmentId: string | undefined;
  readonly creditItemId: string | undefined;
  /** The application it settled with, where it did not settle by itself. */
  readonly applicationId: string | undefined;
  readonly amount: Minor;
  /** What of it still settles. */
  readonly left: Minor;
  readonly settledOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  readonly status: "SETTLED" | "CERTIFIED" | "REOPENED";
  /** Of a withholding: what was withheld on, and at which rate. */
  readonly rate: { readonly base: Minor; readonly pct: string } | undefined;
  /** The charge that made an uncertified withholding a debt again. */
  readonly chargeId: string | undefined;
}

/** By kind and id ("WITHHOLDING W-1"): an id names one thing of its kind for ever. */
export type Settlements = JournaledMap<string, Settlement>;

export const settlements = room<Settlements>()({
  initial: (journal) => journal.map(),
  on: {
    DiscountGranted: (state, { discountId, kind, ...event }, { effectiveOn }) =>
      begin(state, "DISCOUNT", discountId, { ...event, subkind: kind, effectiveOn }),
    WithholdingRecorded: (state, { withholdingId, kind, base, ratePct, ...event }, { effectiveOn }) =>
      begin(state, "WITHHOLDING", withholdingId, { ...event, subkind: kind, effectiveOn, rate: { base: minorOf(base), pct: ratePct } }),
    SmallDifferenceWrittenOff: (state, { differenceId, side, ...event }, { effectiveOn }) =>
      begin(state, "DIFFERENCE", differenceId, { ...event, subkind: side, effectiveOn }),
    PaymentUnapplied(state, { alsoReversed }) {
      for (const { kind, id, amount } of alsoReversed) takeBack(state, kind, id, amount);
    },
    DiscountRevoked: (state, { discountId, amount }) => takeBack(state, "DISCOUNT", discountId, amount),
    WithholdingReversed: (state, { withholdingId, amount }) => takeBack(state, "WITHHOLDING", withholdingId, amount),
    SmallDifferenceReversed: (state, { differenceId, amount }) => takeBack(state, "DIFFERENCE", differenceId, amount),
    WithholdingCertified(state, { withholdingIds }) {
      for (const id of withholdingIds) state.change(keyOf("WITHHOLDING", id), (each) => ({ ...each, status: "CERTIFIED" }));
    },
    WithholdingReopened: (state, { withholdingId, chargeId }) =>
      state.change(keyOf("WITHHOLDING", withholdingId), (each) => ({ ...each, status: "REOPENED", chargeId })),
  },
});

export function keyOf(kind: Settlement["kind"], id: string): string {
  return `${kind} ${id}`;
}

interface Begun {
  readonly subkind: string;
  readonly amount: string;
  readonly settledOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  readonly instalmentId?: string | undefined;
  readonly creditItemId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly rate?: Settlement["rate"];
}

function begin(state: Settlements, kind: Settlement["kind"], id: string, begun: Begun): void {
  const { subkind, settledOn, effectiveOn, instalmentId, creditItemId, applicationId, rate } = begun;
  const amount = minorOf(begun.amount);
  const settlement = { kind, subkind, instalmentId, creditItemId, applicationId, amount, left: amount, settledOn, effectiveOn, rate };
  state.set(keyOf(kind, id), { ...settlement, status: "SETTLED", chargeId: undefined });
}

function takeBack(state: Settlements, kind: Settlement["kind"], id: string, amount: string): void {
  state.change(keyOf(kind, id), (each) => ({ ...each, left: each.left - minorOf(amount) }));
}
