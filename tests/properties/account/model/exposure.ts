import type { DecidedEvent } from "../../../../src/kernel/decider.ts";
import { dayOfDate, lastOf } from "./days.ts";
import { minorOfText } from "./move.ts";
import { type NaiveAccount, roundedHalfUp, total } from "./naive-account.ts";

/** The limit of a day: the permanent one that began last, or a higher temporary one. */
export function limitOn({ line }: NaiveAccount, day: number): number {
  if (line.lineId === undefined) return 0;
  const begun = line.limits.filter(({ from, to }) => from <= day && (to === undefined || day <= to));
  const permanent = begun.filter(({ to }) => to === undefined);
  const first = { amount: line.limits[0]?.amount ?? 0, from: -1 };
  const inForce = permanent.reduce((last, each) => (each.from >= last.from ? each : last), first);
  return Math.max(inForce.amount, ...begun.filter(({ to }) => to !== undefined).map(({ amount }) => amount));
}

/** Credit §8: nothing where there is no line, or it has ended or not begun. */
export function ceilingOn(account: NaiveAccount, day: number): number {
  const { validFrom, validTo, tolerancePct } = account.line;
  if (day < validFrom || (validTo !== undefined && day > validTo)) return 0;
  const limit = limitOn(account, day);
  return limit + roundedHalfUp(limit * tolerancePct, 10_000);
}

/** Credit §8, by everything that is recorded, whatever its date. */
export function exposureOf(account: NaiveAccount) {
  const { items, credits, orders } = account;
  const open = total([...items.values()].map((each) => lastOf(each.open)));
  const unappliedCleared = total([...credits.values()].map(({ cleared, left }) => (cleared ? lastOf(left) : 0)));
  const reserved = total([...orders.values()].map(({ reservation }) => reservation));
  const pending = total([...items.keys()].map((itemId) => pendingOf(account, itemId)));
  return { open, unappliedCleared, reserved, pending, exposure: open + pending + reserved - unappliedCleared };
}

/** APL-2: what money that has not cleared settles of an item, with all that came together with it and a return would open again. */
export function pendingOf({ applications, credits }: NaiveAccount, itemId: string): number {
  const waiting = [...applications.values()].filter(({ creditId }) => credits.get(creditId)?.cleared === false);
  const lines = waiting.flatMap((each) => each.lines.filter((line) => line.itemId === itemId && line.memoOf === undefined));
  const companions = lines.flatMap((line) => line.companions.filter(({ chargeId }) => chargeId === undefined));
  return total([...lines, ...companions].map(({ left }) => left));
}

type Data = Readonly<Record<string, string>>;

/** What happens to the line and to orders follows from rules that are not in the model: it is taken from what was decided. */
export function followLineAndOrders(account: NaiveAccount, events: readonly DecidedEvent[]): void {
  for (const event of events) {
    const data = event.data as Data;
    if (data.orderId !== undefined) followOrder(account, event.type, data);
    else if (data.lineId !== undefined) followLine(account, event.type, data);
  }
}

function followOrder(account: NaiveAccount, type: string, data: Data): void {
  const { orderId = "", amount, newAmount, reservation, freed, status } = data;
  const order = account.orders.get(orderId) ?? { status: "HELD", amount: 0, invoiced: 0, reservation: 0 };
  account.orders.set(orderId, order);
  if (type === "OrderReleased" || type === "OrderReleasedManually") order.status = "RELEASED";
  else if (type === "OrderSupplyCancelled") order.status = "CANCELLED";
  else if (status !== undefined) order.status = status;
  if (type === "OrderReleased" || type === "OrderHeld") order.amount = minorOfText(amount);
  if (newAmount !== undefined) order.amount = minorOfText(newAmount);
  if (reservation !== undefined) order.reservation = minorOfText(reservation);
  if (freed !== undefined) order.reservation = 0;
  if (type !== "ReservationConsumed") return;
  order.invoiced += minorOfText(amount);
  account.invoicedOrders.add(`${orderId} ${data.documentId}`);
}

function followLine({ line }: NaiveAccount, type: string, data: Data): void {
  const { lineId = "", suspensionId = "", reasonCode = "" } = data;
  const day = (date: string | undefined) => (date === undefined ? undefined : dayOfDate(date));
  switch (type) {
    case "CreditLineOpened":
      line.lineId = lineId;
      line.everOpened.add(lineId);
      line.validFrom = day(data.validFrom) ?? 0;
      line.validTo = day(data.validTo);
      line.tolerancePct = minorOfText(data.tolerancePct);
      line.limits = [{ amount: minorOfText(data.limit), from: line.validFrom, to: undefined }];
      break;
    case "LineClosed":
      line.lineId = undefined;
      break;
    case "LineRenewed":
      line.validTo = day(data.validTo);
      break;
    case "CreditLimitChanged":
      line.limits.push({ amount: minorOfText(data.new), from: day(data.from) ?? 0, to: day(data.to) });
      break;
    case "LineSuspended":
      line.suspensions.set(suspensionId, { lineId, reason: reasonCode, live: true });
      break;
    case "LineReinstated": {
      const suspension = line.suspensions.get(suspensionId);
      if (suspension !== undefined) suspension.live = false;
    }
  }
}
