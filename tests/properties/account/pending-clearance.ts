import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { addFrom, type ByDay, dayOfDate, lastOf, nothingByDay } from "./days.ts";
import type { NaiveAccount } from "./naive-account.ts";

type Amount = { readonly instalmentId: string; readonly amount: string; readonly effectiveOn: string };
type Data = Amount & {
  readonly lines: readonly Amount[];
  readonly alsoReversed: readonly Amount[];
  readonly released: readonly Amount[];
  readonly conditional: boolean;
  readonly pendingUntil?: string;
};

/** APL-2: what is settled with money that the bank has not confirmed, day by day, from nothing but what the events say. */
export class PendingClearance {
  readonly #byItem = new Map<string, ByDay>();

  follow(events: readonly DecidedEvent[], naive: NaiveAccount): void {
    const touched = new Set<string>();
    for (const event of events) {
      for (const [itemId, day, amount] of changesOf(event)) {
        const cells = this.#byItem.get(itemId) ?? nothingByDay();
        this.#byItem.set(itemId, cells);
        addFrom(cells, day, amount);
        touched.add(itemId);
      }
    }
    const undone = events.flatMap(({ type, data }) => (type === "PaymentUnapplied" ? (data as Data).lines : []));
    for (const { instalmentId } of undone) touched.add(instalmentId);
    for (const itemId of touched) this.#check(itemId, naive);
  }

  /** Between nothing and all that is settled, on every day; in the end what uncleared receipts still settle. */
  #check(itemId: string, { items, receipts, applications }: NaiveAccount): void {
    const pending = this.#byItem.get(itemId) ?? nothingByDay();
    const item = items.get(itemId);
    if (item === undefined) throw new Error(`${itemId} is not in the model`);
    pending.forEach((amount, day) => {
      const settled = item.amount - (item.open[day] ?? 0);
      if (amount < 0 || amount > settled)
        throw new Error(`APL-2: ${amount} of ${itemId} pending on day ${day}, where ${settled} are settled`);
    });
    let expected = 0;
    for (const { receiptId, lines } of applications.values()) {
      if (receipts.get(receiptId)?.cleared === true) continue;
      for (const line of lines.filter((each) => each.itemId === itemId)) {
        expected += line.left + line.companions.reduce((sum, { left }) => sum + left, 0);
      }
    }
    if (lastOf(pending) !== expected) throw new Error(`APL-2: ${lastOf(pending)} of ${itemId} pending in the end instead of ${expected}`);
  }
}

function changesOf({ type, data, effectiveOn = "" }: DecidedEvent): readonly (readonly [string, number, number])[] {
  const { lines, alsoReversed, released, conditional, pendingUntil, instalmentId, amount } = data as Data;
  const on = (date: string, factor: number) => (each: Amount) => [each.instalmentId, dayOfDate(date), factor * minor(each.amount)] as const;
  switch (type) {
    case "PaymentApplied":
      return conditional ? lines.map(on(effectiveOn, 1)) : [];
    case "DiscountGranted":
    case "WithholdingRecorded":
      return conditional ? [[instalmentId, dayOfDate(effectiveOn), minor(amount)]] : [];
    case "ReceiptCleared":
      return released.map((each) => on(each.effectiveOn, -1)(each));
    case "PaymentUnapplied": {
      if (!conditional && pendingUntil === undefined) return [];
      const undone = [...lines, ...alsoReversed];
      return [...undone.map(on(effectiveOn, -1)), ...(pendingUntil === undefined ? [] : undone.map(on(pendingUntil, 1)))];
    }
    default:
      return [];
  }
}

function minor(text: string): number {
  return Number(text.replace(".", ""));
}
