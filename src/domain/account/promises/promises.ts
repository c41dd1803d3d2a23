import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

export interface PromiseLine {
  readonly instalmentId: string;
  readonly amount: Minor;
}

export interface PromiseState {
  readonly status: "ACTIVE" | "KEPT" | "PARTIALLY_KEPT" | "BROKEN" | "CANCELLED";
  readonly dueOn: CalendarDate;
  readonly lines: readonly PromiseLine[];
  /** The day it was made. */
  readonly madeOn: CalendarDate;
  /** Place in the history of the account: only money that came after it counts. */
  readonly revision: number;
}

/** Promises of one account; `cover` makes "no more promised than open" a look-up. */
export interface Promises {
  readonly byId: JournaledMap<string, PromiseState>;
  /** What active promises cover of each instalment. */
  readonly cover: JournaledMap<string, Minor>;
  readonly active: JournaledMap<string, true>;
}

export const promises = room<Promises>()({
  initial: (journal) => ({ byId: journal.map(), cover: journal.map(), active: journal.map() }),
  on: {
    PromiseRegistered(state, { promiseId, lines, dueOn }, { effectiveOn, revision }) {
      const promised = lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: minorOf(amount) }));
      state.byId.set(promiseId, { status: "ACTIVE", dueOn, lines: promised, madeOn: effectiveOn, revision });
      open(state, promiseId);
    },
    PromiseKept: (state, { promiseId }) => close(state, promiseId, "KEPT"),
    PromisePartiallyKept: (state, { promiseId }) => close(state, promiseId, "PARTIALLY_KEPT"),
    PromiseBroken: (state, { promiseId }) => close(state, promiseId, "BROKEN"),
    PromiseCancelled: (state, { promiseId }) => close(state, promiseId, "CANCELLED"),
    PromiseKeptReversed(state, { promiseId }) {
      state.byId.change(promiseId, (promise) => ({ ...promise, status: "ACTIVE" }));
      open(state, promiseId);
    },
  },
});

function open(state: Promises, promiseId: string): void {
  state.active.set(promiseId, true);
  for (const { instalmentId, amount } of state.byId.get(promiseId)?.lines ?? []) cover(state, instalmentId, amount);
}

function close(state: Promises, promiseId: string, status: PromiseState["status"]): void {
  state.byId.change(promiseId, (promise) => ({ ...promise, status }));
  state.active.delete(promiseId);
  for (const { instalmentId, amount } of state.byId.get(promiseId)?.lines ?? []) cover(state, instalmentId, -amount);
}

function cover(state: Promises, instalmentId: string, amount: Minor): void {
  const covered = (state.cover.get(instalmentId) ?? 0n) + amount;
  if (covered === 0n) state.cover.delete(instalmentId);
  else state.cover.set(instalmentId, covered);
}
