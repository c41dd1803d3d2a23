import type { DelinquencyState } from "../../../../schemas/codes.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { Cell } from "../../../kernel/journal.ts";
import { room } from "../account-events.ts";

export interface StateChange {
  readonly changeNo: number;
  readonly on: CalendarDate;
  readonly to: DelinquencyState;
}

/** The account's state of default: how it went from day to day, as known now. */
export interface Delinquency {
  /** Changes that nothing supersedes, by business date. */
  readonly changes: Cell<readonly StateChange[]>;
  /** How many were ever recorded, superseded ones too. */
  readonly recorded: Cell<number>;
  /** The last business date on which something recorded lowers what is open: after today where a cheque is post-dated. */
  readonly lastSettled: Cell<CalendarDate | undefined>;
}

export const delinquency = room<Delinquency>()({
  initial: (journal) => ({
    changes: journal.cell<readonly StateChange[]>([]),
    recorded: journal.cell(0),
    lastSettled: journal.cell(undefined),
  }),
  on: {
    DelinquencyStateChanged(state, { changeNo, to, supersedes }, { effectiveOn }) {
      const standing = state.changes.value.filter((each) => !supersedes.includes(each.changeNo));
      state.changes.set([...standing, { changeNo, on: effectiveOn, to }]);
      state.recorded.set(changeNo);
    },
    PaymentApplied: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
    CreditApplied: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
    DiscountGranted: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
    WithholdingRecorded: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
    SmallDifferenceWrittenOff: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
    ItemsWrittenOff: (state, _event, { effectiveOn }) => settle(state, effectiveOn),
  },
});

function settle({ lastSettled }: Delinquency, on: CalendarDate): void {
  const last = lastSettled.value;
  if (last === undefined || on > last) lastSettled.set(on);
}
