import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { room } from "../account-events.ts";

/** Where to look for settlements that are limited together. Their amounts stand in the room of the settlements. */
export interface SettlementIndex {
  /** Withholdings by document. */
  readonly withheldOf: JournaledMap<string, readonly string[]>;
  /** Discounts by instalment. */
  readonly discountsOf: JournaledMap<string, readonly string[]>;
  /** Small differences by month ("2025-11"). */
  readonly differencesIn: JournaledMap<string, readonly string[]>;
}

export const settlementIndex = room<SettlementIndex>()({
  initial: (journal) => ({ withheldOf: journal.map(), discountsOf: journal.map(), differencesIn: journal.map() }),
  on: {
    WithholdingRecorded: (state, { withholdingId, instalmentId }) => append(state.withheldOf, documentOf(instalmentId), withholdingId),
    DiscountGranted: (state, { discountId, instalmentId }) => append(state.discountsOf, instalmentId, discountId),
    SmallDifferenceWrittenOff: (state, { differenceId }, { effectiveOn }) =>
      append(state.differencesIn, monthOf(effectiveOn), differenceId),
  },
});

/** The document of an instalment: "FV-1" of "FV-1.2". */
export function documentOf(instalmentId: string): string {
  return instalmentId.slice(0, instalmentId.lastIndexOf("."));
}

export function monthOf(day: CalendarDate): string {
  return day.slice(0, 7);
}

function append(map: JournaledMap<string, readonly string[]>, key: string, id: string): void {
  map.set(key, [...(map.get(key) ?? []), id]);
}
