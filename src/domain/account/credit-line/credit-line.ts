import type { SuspensionReason } from "../../../../schemas/commands/credit-line.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { Cell, JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

export interface Line {
  readonly lineId: string;
  readonly limit: Minor;
  readonly termsCode: string;
  readonly validFrom: CalendarDate;
  readonly validTo: CalendarDate | undefined;
  readonly tolerancePct: string;
}

export interface Suspension {
  readonly lineId: string;
  readonly reasonCode: SuspensionReason;
  readonly live: boolean;
  /** After a manual lift: the line is not suspended again for this reason up to here. */
  readonly until: CalendarDate | undefined;
}

/** The credit line of one account and its suspensions; the line is usable while none of them is live. */
export interface CreditLine {
  /** The line that is not closed; at most one. */
  readonly open: Cell<Line | undefined>;
  readonly everOpened: JournaledMap<string, true>;
  /** Credit applications already used: one approval opens one line. */
  readonly usedApplications: JournaledMap<string, true>;
  readonly suspensions: JournaledMap<string, Suspension>;
}

export const creditLine = room<CreditLine>()({
  initial: (journal) => ({
    open: journal.cell<Line | undefined>(undefined),
    everOpened: journal.map(),
    usedApplications: journal.map(),
    suspensions: journal.map(),
  }),
  on: {
    CreditLineOpened(state, { lineId, limit, termsCode, validFrom, validTo, tolerancePct, applicationId }) {
      state.open.set({ lineId, limit: minorOf(limit), termsCode, validFrom, validTo, tolerancePct });
      state.everOpened.set(lineId, true);
      if (applicationId !== undefined) state.usedApplications.set(applicationId, true);
    },
    LineSuspended: (state, { lineId, suspensionId, reasonCode }) =>
      state.suspensions.set(suspensionId, { lineId, reasonCode, live: true, until: undefined }),
    LineReinstated: (state, { suspensionId, until }) =>
      state.suspensions.change(suspensionId, (suspension) => ({ ...suspension, live: false, until })),
  },
});
