import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { CalendarDate } from "../../kernel/calendar-date.ts";
import type { DeepReadonly, Signatory } from "../../kernel/decider.ts";
import { roomsOf } from "../../kernel/fold.ts";
import type { JournaledMap } from "../../kernel/journal.ts";

/** Somebody lets somebody else decide in their place: kinds of decision, up to an amount, from a day to a day inclusive. */
export interface Delegation {
  readonly delegationId: string;
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly kinds: readonly string[];
  readonly maxAmount: { readonly amount: string; readonly currency: string } | undefined;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly revoked: boolean;
}

export const delegations = roomsOf<EventsOf<"ledger">>()<JournaledMap<string, Delegation>>()({
  initial: (journal) => journal.list(),
  on: {
    DelegationGranted: (state, { delegationId, fromPerson, toPerson, kinds, maxAmount, from, to }) =>
      state.set(delegationId, { delegationId, fromPerson, toPerson, kinds, maxAmount, from, to, revoked: false }),
    DelegationRevoked: (state, { delegationId }) => state.change(delegationId, (delegation) => ({ ...delegation, revoked: true })),
    PersonDeactivated(state, { personId }) {
      for (const [id, each] of [...state]) {
        if (each.fromPerson === personId || each.toPerson === personId) state.set(id, { ...each, revoked: true });
      }
    },
  },
});

interface WithDelegations {
  readonly delegations: JournaledMap<string, Delegation>;
}

export function wasEverDelegated({ delegations }: DeepReadonly<WithDelegations>, fromPerson: string, toPerson: string): boolean {
  return [...delegations.values()].some((each) => each.fromPerson === fromPerson && each.toPerson === toPerson);
}

/** The delegations under which somebody may act for others on a day. */
export function delegationsTo({ delegations }: DeepReadonly<WithDelegations>, toPerson: string, day: CalendarDate): readonly Delegation[] {
  return [...delegations.values()].filter(
    (each) => each.toPerson === toPerson && !each.revoked && each.from <= day && day <= each.to,
  ) as readonly Delegation[];
}

/** What somebody may do in the place of the delegator. */
export function actingFor({ fromPerson, kinds, maxAmount }: DeepReadonly<Delegation>): NonNullable<Signatory["onBehalfOf"]> {
  return { personId: fromPerson, kinds, ...(maxAmount !== undefined && { maxAmount }) };
}

/** The delegation under which one person may act for another on a day. Of two people there is at most one at a time. */
export function delegationBetween(
  { delegations }: DeepReadonly<WithDelegations>,
  fromPerson: string,
  toPerson: string,
  day: CalendarDate,
): DeepReadonly<Delegation> | undefined {
  return [...delegations.values()].find(
    (each) => each.fromPerson === fromPerson && each.toPerson === toPerson && !each.revoked && each.from <= day && day <= each.to,
  );
}
