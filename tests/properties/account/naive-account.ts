import { addFrom, type ByDay, lastOf, nothingByDay } from "./days.ts";

/**
 * The account as a person with squared paper would keep it: one cell per day, whole minor units, no cleverness. It follows the rules of
 * the domain reference (receivables §§1, 5, 6, 8, 11, collections §3), not the code that is tested.
 */
export interface NaiveAccount {
  today: number;
  closedThrough: number;
  readonly sealedDays: Set<number>;
  /** Grows with every event, so that one can say what came after what. */
  order: number;
  readonly documents: Map<string, NaiveDocument>;
  readonly items: Map<string, NaiveItem>;
  readonly receipts: Map<string, NaiveReceipt>;
  readonly applications: Map<string, NaiveApplication>;
  readonly unapplications: Set<string>;
  readonly withholdings: Set<string>;
  readonly promises: Map<string, NaivePromise>;
}

export interface NaiveDocument {
  readonly issue: number;
  readonly effect: number;
  readonly net: number;
  readonly tax: number;
  /** Ten percent up to that day. */
  readonly earlyUntil: number | undefined;
}

export interface NaiveItem {
  readonly documentId: string;
  readonly amount: number;
  readonly open: ByDay;
  /** The same by the days of settlement. */
  readonly openToSettle: ByDay;
}

export interface NaiveReceipt {
  readonly postDated: boolean;
  readonly amount: number;
  readonly value: number;
  readonly effect: number;
  cleared: boolean;
  readonly order: number;
  readonly left: ByDay;
  readonly leftToSettle: ByDay;
}

export interface NaiveCompanion {
  readonly id: string;
  readonly kind: "DISCOUNT" | "WITHHOLDING";
  readonly amount: number;
  left: number;
}

export interface NaiveLine {
  readonly id: string;
  readonly itemId: string;
  readonly amount: number;
  left: number;
  readonly settled: number;
  readonly companions: readonly NaiveCompanion[];
}

export interface NaiveApplication {
  readonly receiptId: string;
  readonly effect: number;
  readonly lines: readonly NaiveLine[];
}

export interface NaivePromise {
  status: "ACTIVE" | "KEPT" | "PARTIALLY_KEPT" | "BROKEN" | "CANCELLED";
  readonly due: number;
  readonly made: number;
  readonly order: number;
  readonly lines: readonly { readonly itemId: string; readonly amount: number }[];
}

/** What the model expects of a command: why it must be refused, or what is recorded and how the model follows. */
export type Expectation = { readonly reasons: readonly string[] } | { readonly events: readonly string[]; follow(): void };

export function naiveAccount(today: number): NaiveAccount {
  return {
    today,
    closedThrough: -1,
    sealedDays: new Set(),
    order: 0,
    documents: new Map(),
    items: new Map(),
    receipts: new Map(),
    applications: new Map(),
    unapplications: new Set(),
    withholdings: new Set(),
    promises: new Map(),
  };
}

export function lockOn({ closedThrough, sealedDays }: NaiveAccount, day: number): readonly string[] {
  if (day <= closedThrough) return ["PERIOD_CLOSED"];
  return sealedDays.has(day) ? ["DAY_SEALED"] : [];
}

export function firstOpenDay(account: NaiveAccount, from: number): number {
  let day = from;
  while (lockOn(account, day).length > 0) day += 1;
  return day;
}

export function openOf(account: NaiveAccount, itemId: string): number {
  const item = account.items.get(itemId);
  return item === undefined ? 0 : lastOf(item.open);
}

export function leftOf(account: NaiveAccount, receiptId: string): number {
  const receipt = account.receipts.get(receiptId);
  return receipt === undefined ? 0 : lastOf(receipt.left);
}

/** What active promises cover of an item. */
export function coveredOf({ promises }: NaiveAccount, itemId: string): number {
  const active = [...promises.values()].filter(({ status }) => status === "ACTIVE");
  return total(active.flatMap(({ lines }) => lines.filter((line) => line.itemId === itemId).map(({ amount }) => amount)));
}

export function newItem(documentId: string, amount: number, effect: number, issue: number): NaiveItem {
  const item = { documentId, amount, open: nothingByDay(), openToSettle: nothingByDay() };
  addFrom(item.open, effect, amount);
  addFrom(item.openToSettle, issue, amount);
  return item;
}

export function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Rounded half up, as a fraction of whole numbers. */
export function roundedHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
