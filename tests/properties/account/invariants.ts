import type { AccountState } from "../../../src/domain/account/account.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { minorOf, sumOf } from "../../../src/kernel/money.ts";
import type { Timeline } from "../../../src/kernel/timeline.ts";
import { type ByDay, dayOfDate, SPAN_DAYS } from "./days.ts";
import type { NaiveAccount } from "./naive-account.ts";

/** Instalments and receipts that were looked at since they last changed: folds replace them, so their identity tells. */
export type Seen = Map<string, unknown>;

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Receivables §14 items 1 to 3 on the state itself, and cell by cell against the model. */
export function checkInvariants(state: AccountState, naive: NaiveAccount, seen: Seen, movements: bigint): void {
  checkInstalments(state, naive, seen);
  checkReceipts(state, naive, seen);
  const open = sumOf([...state.documents.instalments.values()].map((each) => each.open));
  const unapplied = sumOf([...state.receipts.byId.values()].map((each) => each.unapplied));
  must(open - unapplied === movements, `§14.3: ${open} open - ${unapplied} unapplied is not the sum of the movements, ${movements}`);
  checkPromises(state, naive);
}

function checkInstalments({ documents, receipts }: AccountState, naive: NaiveAccount, seen: Seen): void {
  must(documents.instalments.size === naive.items.size, "as many instalments as in the model");
  const settled = new Map<string, bigint>();
  for (const { lines } of receipts.applications.values()) {
    for (const { instalmentId, left, companions } of lines) {
      settled.set(instalmentId, (settled.get(instalmentId) ?? 0n) + left + sumOf(companions.map((each) => each.left)));
    }
  }
  for (const [id, item] of documents.instalments) {
    must(item.original === item.open + (settled.get(id) ?? 0n), `§14.1: ${id} is what is open and what was settled`);
    if (seen.get(`item ${id}`) === item) continue;
    seen.set(`item ${id}`, item);
    const model = naive.items.get(id);
    checkCells(item.byEffect, item.original, model?.open, `§14.1: ${id} by effect`);
    checkCells(item.bySettlement, item.original, model?.openToSettle, `APL-3: ${id} by settlement`);
  }
}

function checkReceipts({ receipts }: AccountState, naive: NaiveAccount, seen: Seen): void {
  must(receipts.byId.size === naive.receipts.size, "as many receipts as in the model");
  const applied = new Map<string, bigint>();
  for (const { receiptId, lines } of receipts.applications.values()) {
    applied.set(receiptId, (applied.get(receiptId) ?? 0n) + sumOf(lines.map(({ left }) => left)));
  }
  for (const [id, receipt] of receipts.byId) {
    must(receipt.amount === receipt.unapplied + (applied.get(id) ?? 0n), `RCT-1: ${id} is what is unapplied and what is applied`);
    must(receipts.withMoneyLeft.has(id) === receipt.unapplied > 0n, `${id} is among those with money left`);
    if (seen.get(`receipt ${id}`) === receipt) continue;
    seen.set(`receipt ${id}`, receipt);
    const model = naive.receipts.get(id);
    checkCells(receipt.byEffect, receipt.amount, model?.left, `RCT-1: ${id} by effect`);
    checkCells(receipt.bySettlement, receipt.amount, model?.leftToSettle, `APL-3: ${id} by settlement`);
  }
}

/** From day to day never below zero nor above the whole, and what the model has. */
function checkCells(timeline: Timeline, most: bigint, model: ByDay | undefined, what: string): void {
  if (model === undefined) throw new Error(`${what}: not in the model`);
  let day = 0;
  let amount = 0;
  for (const { on, change } of [...timeline, { on: undefined, change: 0n }]) {
    const until = on === undefined ? SPAN_DAYS : dayOfDate(on);
    for (; day < until; day += 1)
      if (model[day] !== amount) throw new Error(`${what}: ${amount} on day ${day}, the model has ${model[day]}`);
    amount += Number(change);
    must(amount >= 0 && BigInt(amount) <= most, `${what}: ${amount} on day ${day}`);
  }
}

function checkPromises({ promises }: AccountState, naive: NaiveAccount): void {
  const cover = new Map<string, bigint>();
  for (const [id, promise] of promises.byId) {
    must(promise.status === naive.promises.get(id)?.status, `${id} is ${promise.status}, in the model ${naive.promises.get(id)?.status}`);
    must(promises.active.has(id) === (promise.status === "ACTIVE"), `${id} is listed as active when it is`);
    if (promise.status !== "ACTIVE") continue;
    for (const { instalmentId, amount } of promise.lines) cover.set(instalmentId, (cover.get(instalmentId) ?? 0n) + amount);
  }
  must(
    [...promises.cover].every(([id, amount]) => cover.get(id) === amount) && promises.cover.size === cover.size,
    "cover is what active promises cover",
  );
}

type Amounts = Record<string, string> & {
  readonly lines: readonly { readonly amount: string }[];
  readonly alsoReversed: readonly { readonly amount: string }[];
};

/** Sum of what an event moves, by the table of receivables §14: open less unapplied. */
export function movementOf({ type, data }: DecidedEvent): bigint {
  const { amount = "0", total = "0", alsoReversed } = data as Amounts;
  switch (type) {
    case "InvoiceRecorded":
      return minorOf(total);
    case "ReceiptRegistered":
    case "DiscountGranted":
    case "WithholdingRecorded":
      return -minorOf(amount);
    case "PaymentUnapplied":
      return sumOf(alsoReversed.map((each) => minorOf(each.amount)));
    default:
      return 0n;
  }
}
