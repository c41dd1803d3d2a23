import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import type { AccountEvents } from "../account-events.ts";
import { room } from "../account-events.ts";

/** An application that waits for the leader, as it was asked for. */
export interface Proposal {
  readonly status: "PROPOSED" | "APPROVED" | "REJECTED";
  readonly asked: DeepReadonly<AccountEvents["ApplicationProposed"]>;
  readonly proposedOn: CalendarDate;
}

/** What waits reserves money and items: both rooms look here. */
export type Proposals = JournaledMap<string, Proposal>;

export const proposals = room<Proposals>()({
  initial: (journal) => journal.map(),
  on: {
    ApplicationProposed: (state, asked, { effectiveOn }) =>
      state.set(asked.applicationId, { status: "PROPOSED", asked, proposedOn: effectiveOn }),
    ApplicationApproved: (state, { applicationId }) => state.change(applicationId, (each) => ({ ...each, status: "APPROVED" })),
    ApplicationRejected: (state, { applicationId }) => state.change(applicationId, (each) => ({ ...each, status: "REJECTED" })),
  },
});
