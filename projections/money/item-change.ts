import { type CalendarDate, laterOf } from "../../src/kernel/calendar-date.ts";
import { minorOf } from "../../src/kernel/money.ts";
import type { Amounts } from "../open-item-version/rectangles.ts";
import type { ItemChange } from "./effects.ts";

const amounts = (change: Partial<Amounts>): Amounts => ({ open: 0n, pending: 0n, promised: 0n, covered: 0n, ...change });

/** Money of the customer becomes more (or, with a minus, less). */
export function credits(itemId: string, open: bigint, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, kind: "CREDIT", effectiveOn, amounts: amounts({ open }), reference };
}

/** What is owed becomes more (or, with a minus, less). */
export function owes(itemId: string, open: bigint, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, kind: "DEBIT", effectiveOn, amounts: amounts({ open }), reference };
}

/** Money that is not cleared lowers what is open and raises what is pending by the same amount. */
export function settles(itemId: string, amount: bigint, conditional: boolean, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, kind: "DEBIT", effectiveOn, amounts: amounts({ open: -amount, pending: conditional ? amount : 0n }), reference };
}

/** What is pending clearance changes, and nothing else. */
export function pends(itemId: string, pending: bigint, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, kind: "DEBIT", effectiveOn, amounts: amounts({ pending }), reference };
}

/** What was taken back does not wait for the bank any more, from when to when it did. */
export function noLongerPends(
  itemId: string,
  amount: bigint,
  spans: readonly { readonly from: CalendarDate; readonly until?: CalendarDate }[] | undefined,
  reference: string,
): readonly ItemChange[] {
  return (spans ?? []).flatMap(({ from, until }) => [
    pends(itemId, -amount, from, reference),
    ...(until === undefined ? [] : [pends(itemId, amount, until, reference)]),
  ]);
}

/** Until a post-dated cheque matures the item stays open, covered by it. */
export function covers(itemId: string, covered: bigint, from: CalendarDate, until: CalendarDate, reference: string): readonly ItemChange[] {
  if (until <= from) return [];
  return [
    { itemId, kind: "DEBIT", effectiveOn: from, amounts: amounts({ covered }), reference },
    { itemId, kind: "DEBIT", effectiveOn: until, amounts: amounts({ covered: -covered }), reference },
  ];
}

/** What of an item counts otherwise from a date on, without moving money. */
export function marks(itemId: string, effectiveOn: CalendarDate, changed: ItemChange["marks"], reference: string): ItemChange {
  return { itemId, kind: "DEBIT", effectiveOn, amounts: amounts({}), marks: changed ?? {}, reference };
}

interface PromisedLines {
  readonly promiseId: string;
  readonly lines: readonly { readonly instalmentId: string; readonly amount: string }[];
}

export function promises({ promiseId, lines }: PromisedLines, sign: bigint, effectiveOn: CalendarDate): readonly ItemChange[] {
  return lines.map(({ instalmentId, amount }) => ({
    itemId: instalmentId,
    kind: "DEBIT",
    effectiveOn,
    amounts: amounts({ promised: sign * minorOf(amount) }),
    reference: promiseId,
  }));
}

interface Part {
  readonly instalmentId: string;
  readonly amount: string;
  readonly effectiveOn: CalendarDate;
}

/** What is applied with money that clears, or that waits again: pending clearance from the later of two dates on. */
export function clears(parts: readonly Part[], sign: bigint, on: CalendarDate, reference: string): readonly ItemChange[] {
  return parts.map(({ instalmentId, amount, effectiveOn }) =>
    pends(instalmentId, sign * minorOf(amount), laterOf(on, effectiveOn), reference),
  );
}
