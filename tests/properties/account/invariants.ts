import type { AccountState } from "../../../src/domain/account/account.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { minorOf, sumOf } from "../../../src/kernel/money.ts";
import type { Timeline } from "../../../src/kernel/timeline.ts";
import { type ByDay, dayOfDate, lastOf, SPAN_DAYS } from "./model/days.ts";
import { exposureOf } from "./model/exposure.ts";
import type { NaiveAccount } from "./model/naive-account.ts";

/** What was looked at since it last changed: folds replace things, so their identity tells. */
export type Seen = Map<string, unknown>;

function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(what());
}

function same(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: ${found}, in the model ${expected}`);
}

/** Receivables §14 items 1 to 3 on the state itself, and everything in it cell by cell against the model. */
export function checkInvariants(state: AccountState, naive: NaiveAccount, seen: Seen, movements: bigint): void {
  checkInstalments(state, naive, seen);
  checkCredits(state, naive, seen);
  checkApplications(state, naive, seen);
  checkSettlements(state, naive, seen);
  checkWriteOffs(state, naive, seen);
  checkStatuses(state, naive);
  checkPromises(state, naive);
  const open = sumOf([...state.documents.instalments.values()].map((each) => each.open));
  const unapplied = sumOf([...state.credits.byId.values()].map((each) => each.unapplied));
  must(open - unapplied === movements, () => `§14.3: ${open} open - ${unapplied} unapplied is not the sum of the movements, ${movements}`);
  checkExposure(state, naive);
}

function checkInstalments({ documents }: AccountState, naive: NaiveAccount, seen: Seen): void {
  same(documents.instalments.size, naive.items.size, "instalments");
  for (const [id, item] of documents.instalments) {
    const model = naive.items.get(id);
    if (model === undefined) throw new Error(`${id} is not in the model`);
    same(Number(item.open), lastOf(model.open), `open of ${id}`);
    if (seen.get(`item ${id}`) === item) continue;
    seen.set(`item ${id}`, item);
    same(Number(item.reserved), model.reserved, `reserved of ${id}`);
    same(documents.open.has(id), item.open > 0n, `${id} is among the open ones`);
    same(dayOfDate(item.dueOn), lastOf(model.due), `due day of ${id}`);
    checkCells(item.byEffect, item.original, model.open, `§14.1: ${id} by effect`);
    checkCells(item.bySettlement, undefined, model.openToSettle, `APL-3: ${id} by settlement`);
  }
}

function checkCredits({ credits }: AccountState, naive: NaiveAccount, seen: Seen): void {
  same(credits.byId.size, naive.credits.size, "credits");
  for (const [id, credit] of credits.byId) {
    const model = naive.credits.get(id);
    if (model === undefined) throw new Error(`${id} is not in the model`);
    same(Number(credit.unapplied), lastOf(model.left), `unapplied of ${id}`);
    if (seen.get(`credit ${id}`) === credit) continue;
    seen.set(`credit ${id}`, credit);
    const { applied, recovered, refunded, transferredOut, writtenOff } = credit.uses;
    const sum = credit.unapplied + applied + recovered + refunded + transferredOut + writtenOff;
    must(credit.status !== "LIVE" || sum === credit.amount, () => `RCT-1: ${id} is ${credit.amount}, its terms sum to ${sum}`);
    same(Number(credit.reserved), model.reserved, `reserved of ${id}`);
    same(credit.status, model.status, `status of ${id}`);
    same(credit.cleared, model.cleared, `${id} is cleared`);
    same(credits.withMoneyLeft.has(id), credit.unapplied > 0n, `${id} is among those with money left`);
    checkCells(credit.byEffect, credit.amount, model.left, `RCT-1: ${id} by effect`);
    checkCells(credit.bySettlement, undefined, model.leftToSettle, `APL-3: ${id} by settlement`);
  }
}

/** From day to day never below zero nor above the whole, and what the model has. */
function checkCells(timeline: Timeline, most: bigint | undefined, model: ByDay, what: string): void {
  let day = 0;
  let amount = 0;
  for (const { on, change } of [...timeline, { on: undefined, change: 0n }]) {
    const until = on === undefined ? SPAN_DAYS : dayOfDate(on);
    for (; day < until; day += 1)
      if (model[day] !== amount) throw new Error(`${what}: ${amount} on day ${day}, the model has ${model[day]}`);
    amount += Number(change);
    must(most === undefined || (amount >= 0 && BigInt(amount) <= most), () => `${what}: ${amount} on day ${day}`);
  }
}

function checkApplications({ applications }: AccountState, naive: NaiveAccount, seen: Seen): void {
  same(applications.byId.size, naive.applications.size, "applications");
  for (const [id, application] of applications.byId) {
    if (seen.get(`application ${id}`) === application) continue;
    seen.set(`application ${id}`, application);
    const model = naive.applications.get(id);
    same(application.kind, model?.kind, `kind of ${id}`);
    same(dayOfDate(application.effectiveOn), model?.effect, `day of ${id}`);
    for (const [index, line] of application.lines.entries()) {
      const its = model?.lines[index];
      same(line.lineId, its?.id, `line of ${id}`);
      same(Number(line.left), its?.left, `left of ${line.lineId}`);
      same(dayOfDate(line.settledOn), its?.settled, `settlement of ${line.lineId}`);
      same(line.memoOf, its?.memoOf, `memo of ${line.lineId}`);
      same(
        line.companions.map((each) => `${each.id}=${each.left}`).join(),
        its?.companions.map((each) => `${each.id}=${each.left}`).join(),
        `with ${line.lineId}`,
      );
    }
  }
}

function checkSettlements({ settlements }: AccountState, naive: NaiveAccount, seen: Seen): void {
  same(settlements.size, naive.settlements.size, "settlements");
  for (const [key, settlement] of settlements) {
    if (seen.get(key) === settlement) continue;
    seen.set(key, settlement);
    const model = naive.settlements.get(key);
    same(Number(settlement.left), model?.left, `left of ${key}`);
    same(settlement.status, model?.status, `status of ${key}`);
    same(dayOfDate(settlement.settledOn), model?.settled, `settlement of ${key}`);
    same(dayOfDate(settlement.effectiveOn), model?.effect, `day of ${key}`);
  }
}

function checkWriteOffs({ writeOffs, documents }: AccountState, naive: NaiveAccount, seen: Seen): void {
  same(writeOffs.size, naive.writeOffs.size, "write-offs");
  for (const [id, writeOff] of writeOffs) {
    if (seen.get(`write-off ${id}`) === writeOff) continue;
    seen.set(`write-off ${id}`, writeOff);
    const model = naive.writeOffs.get(id);
    same(writeOff.status, model?.status, `status of ${id}`);
    same(writeOff.automatic, model?.automatic, `${id} is automatic`);
    for (const [index, line] of writeOff.lines.entries()) {
      const memo = model?.lines[index]?.memo;
      if (memo === undefined) throw new Error(`${id} of ${line.instalmentId} is not in the model`);
      checkCells(line.byEffect, line.amount, memo, `WOF-2: memo of ${id} on ${line.instalmentId}`);
      must(
        (documents.instalments.get(line.instalmentId)?.memo ?? 0n) >= line.memo,
        () => `WOF-2: ${line.instalmentId} has less memo than ${id}`,
      );
    }
  }
}

function checkStatuses({ creditNotes, creditMoves, proposals, receipts }: AccountState, naive: NaiveAccount): void {
  for (const [id, { status }] of creditNotes.byId) same(status, naive.notes.get(id)?.status, `status of note ${id}`);
  for (const [id, { status }] of creditMoves.refunds) same(status, naive.refunds.get(id)?.status, `status of refund ${id}`);
  for (const [id, { status }] of creditMoves.transfersOut) same(status, naive.transfers.get(id)?.status, `status of transfer ${id}`);
  for (const [id, { status }] of proposals) same(status, naive.proposals.get(id)?.status, `status of proposal ${id}`);
  for (const [id, status] of receipts.requests) same(status, naive.requests.get(id), `status of request ${id}`);
  const found = [creditNotes.byId.size, creditMoves.refunds.size, creditMoves.transfersOut.size, proposals.size, receipts.requests.size];
  const expected = [naive.notes.size, naive.refunds.size, naive.transfers.size, naive.proposals.size, naive.requests.size];
  same(found.join(), expected.join(), "notes, refunds, transfers, proposals and requests");
}

function checkPromises({ promises }: AccountState, naive: NaiveAccount): void {
  const cover = new Map<string, bigint>();
  for (const [id, promise] of promises.byId) {
    same(promise.status, naive.promises.get(id)?.status, `status of promise ${id}`);
    same(promises.active.has(id), promise.status === "ACTIVE", `${id} is listed as active`);
    if (promise.status !== "ACTIVE") continue;
    for (const { instalmentId, amount } of promise.lines) cover.set(instalmentId, (cover.get(instalmentId) ?? 0n) + amount);
  }
  const isRight = [...promises.cover].every(([id, amount]) => cover.get(id) === amount) && promises.cover.size === cover.size;
  must(isRight, () => "cover is what active promises cover");
}

/** Credit §8: the sums that are kept up are those of a look at everything. */
function checkExposure({ exposureTotals, orders }: AccountState, naive: NaiveAccount): void {
  const { open, pending, unappliedCleared, reserved } = exposureOf(naive);
  same(Number(exposureTotals.open.value), open, "open in the exposure");
  same(Number(exposureTotals.pendingClearance.value), pending, "pending clearance in the exposure");
  same(Number(exposureTotals.unappliedCleared.value), unappliedCleared, "unapplied in the exposure");
  same(Number(orders.reserved.value), reserved, "reservations in the exposure");
}

type Amounts = Readonly<Record<"amount" | "total" | "openAmount" | "restored" | "unapplied" | "creditItemId", string>> & {
  readonly lines: readonly { readonly amount: string; readonly memoOf?: string }[];
  readonly alsoReversed: readonly { readonly amount: string }[];
  readonly recovery?: boolean;
  readonly side: string;
};

/** Sum of what an event moves, by the table of receivables §14: open less unapplied. */
export function movementOf({ type, data }: DecidedEvent): bigint {
  const { amount = "0", total = "0", openAmount = "0", restored = "0", unapplied = "0", ...event } = data as Amounts;
  const sum = (lines: readonly { readonly amount: string }[]) => sumOf(lines.map((each) => minorOf(each.amount)));
  switch (type) {
    case "InvoiceRecorded":
      return minorOf(total);
    case "OpeningItemRecorded":
      return minorOf(openAmount);
    case "DebitNoteIssued":
    case "ChargeIssued":
    case "DiscountRevoked":
    case "WithholdingReversed":
    case "RefundRequested":
    case "CreditTransferredOut":
    case "ReceiptAnnulled":
    case "CreditNoteVoided":
      return minorOf(amount);
    case "ReceiptRegistered":
    case "CreditNoteIssued":
    case "CreditTransferredIn":
    case "DiscountGranted":
    case "WithholdingRecorded":
      return -minorOf(amount);
    case "SmallDifferenceWrittenOff":
      return event.side === "CREDIT" ? minorOf(amount) : -minorOf(amount);
    case "SmallDifferenceReversed":
      return event.creditItemId === undefined ? minorOf(amount) : -minorOf(amount);
    case "RefundCancelled":
    case "CreditTransferReversed":
      return -minorOf(restored);
    case "PaymentReturned":
    case "TransferredCreditReturned":
      return minorOf(unapplied);
    case "ItemsWrittenOff":
      return -sum(event.lines);
    case "WriteOffReversed":
    case "WrittenOffRecovered":
      return sum(event.lines);
    case "CreditApplied":
      return sum(event.lines.filter(({ memoOf }) => memoOf !== undefined));
    case "PaymentUnapplied":
      return sum(event.alsoReversed) - sum(event.lines.filter(({ memoOf }) => memoOf !== undefined));
    default:
      return 0n;
  }
}
