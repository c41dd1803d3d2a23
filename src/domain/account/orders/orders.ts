import type { EventData } from "../../../../schemas/events/registry.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { Cell, JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

type Judged = EventData<"OrderReleased">;

export interface Order {
  readonly status: "HELD" | "RELEASED" | "INVOICED" | "CANCELLED" | "EXPIRED";
  readonly amount: Minor;
  readonly invoiced: Minor;
  /** What is reserved of it; of a held order only what a suspension took from release. */
  readonly reservation: Minor;
  /** The last day of the reservation; nothing while nothing is reserved. */
  readonly reservedUntil: CalendarDate | undefined;
  /** The last day of a release by hand, after which the order is judged again. */
  readonly releaseExpiresOn: CalendarDate | undefined;
  readonly paymentMethod: Judged["paymentMethod"];
  readonly termsCode: string;
  readonly shipOn: CalendarDate;
  readonly checkpoint: Judged["checkpoint"];
  /** Who asked for it to be supplied: they never release it by hand. */
  readonly requestedBy: readonly string[];
}

export interface Orders {
  readonly byId: JournaledMap<string, Order>;
  /** What all orders together have reserved. */
  readonly reserved: Cell<Minor>;
  /** Reservations that a document has used, as "order document": a document uses each once. */
  readonly consumed: JournaledMap<string, true>;
  /** The payment that was returned last, by its day. */
  readonly lastReturn: Cell<{ readonly receiptId: string; readonly on: CalendarDate } | undefined>;
}

export const orders = room<Orders>()({
  initial: (journal) => ({
    byId: journal.map(),
    reserved: journal.cell(0n),
    consumed: journal.map(),
    lastReturn: journal.cell<{ readonly receiptId: string; readonly on: CalendarDate } | undefined>(undefined),
  }),
  on: {
    OrderReleased: (state, event, { actor }) =>
      judge(state, event, actor, {
        status: "RELEASED",
        reservedUntil: event.reservedUntil,
        releaseExpiresOn: undefined,
      }),
    OrderHeld(state, event, { actor }) {
      const before = state.byId.get(event.orderId);
      const keeps = minorOf(event.reservation) > 0n ? before : undefined;
      judge(state, event, event.origin === "CASCADE" ? undefined : actor, {
        status: event.status,
        reservedUntil: keeps?.reservedUntil,
        releaseExpiresOn: keeps?.releaseExpiresOn,
      });
    },
    OrderReleasedManually: (state, { orderId, reservation, reservedUntil, expiresOn }) =>
      change(state, orderId, { status: "RELEASED", reservation: minorOf(reservation), reservedUntil, releaseExpiresOn: expiresOn }),
    OrderReservationChanged: (state, { orderId, newAmount, reservation, reservedUntil, status, decision }) =>
      change(state, orderId, {
        ...{ status, amount: minorOf(newAmount), reservation: minorOf(reservation), reservedUntil },
        ...(decision !== undefined && { releaseExpiresOn: undefined }),
      }),
    OrderSupplyCancelled: (state, { orderId }) => change(state, orderId, { status: "CANCELLED", ...NOTHING_RESERVED }),
    ReservationConsumed(state, { orderId, documentId, amount, reservation, status }) {
      const left = minorOf(reservation);
      const invoiced = (state.byId.get(orderId)?.invoiced ?? 0n) + minorOf(amount);
      change(state, orderId, { status, invoiced, ...(left === 0n ? NOTHING_RESERVED : { reservation: left }) });
      state.consumed.set(`${orderId} ${documentId}`, true);
    },
    ReservationExpired: (state, { orderId, status }) => change(state, orderId, { status, ...NOTHING_RESERVED }),
    PaymentReturned(state, { receiptId, on }) {
      const last = state.lastReturn.value;
      if (last === undefined || on >= last.on) state.lastReturn.set({ receiptId, on });
    },
  },
});

const NOTHING_RESERVED = { reservation: 0n, reservedUntil: undefined, releaseExpiresOn: undefined };

/** What is still to be supplied and invoiced. */
export function restOf({ amount, invoiced }: Pick<Order, "amount" | "invoiced">): Minor {
  return amount > invoiced ? amount - invoiced : 0n;
}

/** How much of an order waits for a release: all that is left of a held one, of one released in part what was not. */
export function heldOf(order: DeepReadonly<Order>): Minor {
  if (order.status === "HELD") return restOf(order);
  return order.status === "RELEASED" && order.paymentMethod === "CREDIT" ? restOf(order) - order.reservation : 0n;
}

function judge(
  state: Orders,
  event: Pick<DeepReadonly<Judged>, "orderId" | "amount" | "reservation" | "paymentMethod" | "termsCode" | "shipOn" | "checkpoint">,
  requester: string | undefined,
  outcome: Pick<Order, "status" | "reservedUntil" | "releaseExpiresOn">,
): void {
  const { orderId, amount, reservation, paymentMethod, termsCode, shipOn, checkpoint } = event;
  const before = state.byId.get(orderId);
  const requesters = before?.requestedBy ?? [];
  put(state, orderId, {
    ...outcome,
    amount: minorOf(amount),
    invoiced: before?.invoiced ?? 0n,
    reservation: minorOf(reservation),
    ...{ paymentMethod, termsCode, shipOn, checkpoint },
    requestedBy: requester === undefined || requesters.includes(requester) ? requesters : [...requesters, requester],
  });
}

function change(state: Orders, orderId: string, changes: Partial<Order>): void {
  const before = state.byId.get(orderId);
  if (before === undefined) throw new Error(`no order is folded under ${orderId}`);
  put(state, orderId, { ...before, ...changes });
}

function put(state: Orders, orderId: string, order: Order): void {
  const before = state.byId.get(orderId)?.reservation ?? 0n;
  state.reserved.set(state.reserved.value - before + order.reservation);
  state.byId.set(orderId, order);
}
