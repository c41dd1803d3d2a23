import type { AccountState } from "../../../src/domain/account/account.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import type { Body } from "../../support/ledger.ts";
import { dateOfDay } from "./model/days.ts";
import { ceilingOn, exposureOf } from "./model/exposure.ts";
import { minorOfText } from "./model/move.ts";
import type { NaiveAccount } from "./model/naive-account.ts";
import { MIN_AMOUNT, SUSPEND_DAYS } from "./model/world.ts";

/** What must hold of line, orders and state of default after a command, whatever the rules that led there. */
export function checkLine(name: string, body: Body, events: readonly DecidedEvent[], state: AccountState, naive: NaiveAccount): void {
  for (const { type, data } of events) releaseIsCovered(type, data as Data, naive);
  const isToday = body.asOf === dateOfDay(naive.today);
  if (name === "EvaluateDelinquency" && isToday) stateIsThatOfToday(state, naive);
  if (name === "EvaluateLine" && isToday) lineIsSuspendedWhileItMust(state, naive);
  if (name === "ReturnPayment" && events.length > 0) returnSuspends(naive);
}

type Data = Readonly<Record<string, string>>;

/** ORD-2: whatever came before, an automatic release leaves the exposure at or below the ceiling of the day. */
function releaseIsCovered(type: string, { decision, reservation }: Data, naive: NaiveAccount): void {
  const isAutomatic = type === "OrderReleased" || (type === "OrderReservationChanged" && decision !== undefined);
  if (!isAutomatic || minorOfText(reservation) === 0) return;
  const { exposure } = exposureOf(naive);
  const ceiling = ceilingOn(naive, naive.today);
  if (exposure > ceiling) throw new Error(`ORD-2: ${type} left an exposure of ${exposure} above the ceiling of ${ceiling}`);
  const suspended = [...naive.line.suspensions.values()].filter((each) => each.live && each.lineId === naive.line.lineId);
  if (suspended.length > 0 && type === "OrderReleased") return;
}

/** How many days the worst item is past due today, of those with enough open. */
function worstToday({ items, today }: NaiveAccount): number {
  const counting = [...items.values()].filter(({ open }) => (open[today] ?? 0) >= MIN_AMOUNT);
  return Math.max(0, ...counting.map(({ due }) => today - (due[today] ?? 0)));
}

/** DEL-1 on the day on which it is evaluated. */
function stateIsThatOfToday({ delinquency }: AccountState, naive: NaiveAccount): void {
  const today = dateOfDay(naive.today);
  const last = [...delinquency.changes.value]
    .filter(({ on }) => on <= today)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.changeNo - b.changeNo))
    .at(-1);
  const worst = worstToday(naive);
  const expected = ["CURRENT", "EARLY", "MID", "LATE", "SEVERE"][[1, 31, 61, 91].filter((days) => worst >= days).length];
  if ((last?.to ?? "CURRENT") !== expected) throw new Error(`DEL-1: ${last?.to ?? "CURRENT"}, the worst item is ${worst} days past due`);
}

/** SUSP-3, SUSP-4: past due for too long, or above the ceiling, the line is suspended, unless a person lifted that and it still counts. */
function lineIsSuspendedWhileItMust({ creditLine }: AccountState, naive: NaiveAccount): void {
  const { lineId, suspensions } = naive.line;
  if (lineId === undefined) return;
  const today = dateOfDay(naive.today);
  const isKeptLifted = (reason: string) =>
    [...creditLine.suspensions.values()].some(
      (each) => each.reasonCode === reason && each.lineId === lineId && each.until !== undefined && each.until >= today,
    );
  const isLive = (reason: string) =>
    [...suspensions.values()].some((each) => each.live && each.lineId === lineId && each.reason === reason);
  const isByHand = (reason: string) =>
    [...creditLine.suspensions.values()].some((each) => each.live && each.reasonCode === reason && each.origin === "MANUAL");
  const { exposure } = exposureOf(naive);
  const facts = { PAST_DUE: worstToday(naive) > SUSPEND_DAYS };
  for (const [reason, holds] of Object.entries(facts)) {
    if (holds && !isLive(reason) && !isKeptLifted(reason))
      throw new Error(`SUSP-3: ${reason} holds, and the line is not suspended (exposure ${exposure})`);
    if (!holds && isLive(reason) && !isByHand(reason))
      throw new Error(`SUSP-4: ${reason} does not hold any more, and the line is suspended`);
  }
}

/** RET-4. */
function returnSuspends(naive: NaiveAccount): void {
  const { lineId, suspensions } = naive.line;
  const isLive = [...suspensions.values()].some((each) => each.reason === "RETURNED_CHEQUE" && each.lineId === lineId && each.live);
  const wasLifted = [...suspensions.values()].some((each) => each.reason === "RETURNED_CHEQUE" && each.lineId === lineId);
  if (lineId !== undefined && !isLive && !wasLifted) throw new Error("RET-4: a return did not suspend the line");
}
