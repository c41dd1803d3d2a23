import { StreamState } from "../../src/application/stream-state.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import type { Fold } from "../../src/kernel/fold.ts";
import type { Body } from "./ledger.ts";

/** The day on which commands of a test arrive, unless it says otherwise. */
export const TODAY = "2025-11-20";

/** Folds events as if they had been recorded one by one. */
export function foldInto(state: StreamState, events: readonly DecidedEvent[]): void {
  for (const event of events) {
    const { type, data } = event;
    state.evolve(data, { type, effectiveOn: dateOf(event), revision: state.revision + 1, actor: "OWNER" }, 0);
  }
}

/** The state of a stream with these events. */
export function stateOf<State>(fold: Fold<State>, id: string, events: readonly DecidedEvent[]): State {
  const state = new StreamState(fold as Fold<unknown>, id);
  foldInto(state, events);
  return state.state as State;
}

/** The business date that an event has by itself: issue, value or settlement. */
function dateOf({ effectiveOn, data }: DecidedEvent): CalendarDate {
  if (effectiveOn !== undefined) return effectiveOn;
  const { issueDate, valueDate, settledOn, on, lines } = data as Record<string, CalendarDate | undefined> & { lines?: readonly Body[] };
  const ofLines = (lines ?? []).map((line) => line.settledOn ?? line.freedOn).filter((each) => typeof each === "string");
  return issueDate ?? valueDate ?? settledOn ?? on ?? ofLines.sort().at(-1) ?? TODAY;
}
