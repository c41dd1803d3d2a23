import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { Envelope } from "../../../kernel/fold.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

export interface PromiseLine {
  readonly instalmentId: string;
  readonly amount: Minor;
}

export interface PromiseState {
  readonly status: "ACTIVE" | "KEPT" | "PARTIALLY_KEPT" | "BROKEN" | "CANCELLED" | "SUPERSEDED";
  readonly dueOn: CalendarDate;
  readonly lines: readonly PromiseLine[];
  readonly channel: string;
  readonly collectorId: string | undefined;
  /** How many promises came before it, each in the place of the one before. */
  readonly renewalNo: number;
  /** The day it was made. */
  readonly madeOn: CalendarDate;
  /** From when it counts as kept, broken, partly kept, cancelled or superseded. */
  readonly endedOn: CalendarDate | undefined;
  /** Place in the history of the account where it ended. */
  readonly endedAt: number | undefined;
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
  initial: (journal) => ({ byId: journal.list(), cover: journal.map(), active: journal.list() }),
  on: {
    PromiseRegistered(state, { promiseId, lines, dueOn, channel, collectorId, renewalNo = 0 }, { effectiveOn, revision }) {
      const promised = lines.map(({ instalmentId, amount }) => ({ instalmentId, amount: minorOf(amount) }));
      const terms = { dueOn, lines: promised, channel, collectorId, renewalNo };
      state.byId.set(promiseId, { status: "ACTIVE", ...terms, madeOn: effectiveOn, endedOn: undefined, endedAt: undefined, revision });
      open(state, promiseId);
    },
    PromiseKept: (state, { promiseId }, envelope) => close(state, promiseId, "KEPT", envelope),
    PromisePartiallyKept: (state, { promiseId }, envelope) => close(state, promiseId, "PARTIALLY_KEPT", envelope),
    PromiseBroken: (state, { promiseId }, envelope) => close(state, promiseId, "BROKEN", envelope),
    PromiseCancelled: (state, { promiseId }, envelope) => close(state, promiseId, "CANCELLED", envelope),
    PromiseSuperseded: (state, { promiseId }, envelope) => close(state, promiseId, "SUPERSEDED", envelope),
    PromiseKeptReversed(state, { promiseId }) {
      state.byId.change(promiseId, (promise) => ({ ...promise, status: "ACTIVE", endedOn: undefined, endedAt: undefined }));
      open(state, promiseId);
    },
  },
});

function open(state: Promises, promiseId: string): void {
  state.active.set(promiseId, true);
  for (const { instalmentId, amount } of state.byId.get(promiseId)?.lines ?? []) cover(state, instalmentId, amount);
}

type Ending = Pick<Envelope, "effectiveOn" | "revision">;

function close(state: Promises, promiseId: string, status: PromiseState["status"], { effectiveOn, revision }: Ending): void {
  state.byId.change(promiseId, (promise) => ({ ...promise, status, endedOn: effectiveOn, endedAt: revision }));
  state.active.delete(promiseId);
  for (const { instalmentId, amount } of state.byId.get(promiseId)?.lines ?? []) cover(state, instalmentId, -amount);
}

function cover(state: Promises, instalmentId: string, amount: Minor): void {
  const covered = (state.cover.get(instalmentId) ?? 0n) + amount;
  if (covered === 0n) state.cover.delete(instalmentId);
  else state.cover.set(instalmentId, covered);
}
