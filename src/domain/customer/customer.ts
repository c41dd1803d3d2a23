import type { BlockScope, ChangeableField } from "../../../schemas/commands/customer.ts";
import type { EventsOf } from "../../../schemas/events/registry.ts";
import { type CalendarDate, END_OF_TIME } from "../../kernel/calendar-date.ts";
import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly, Sealed } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { Cell, JournaledMap } from "../../kernel/journal.ts";

/** A value one person may change alone: sealed where it is personal, null where there is none. */
export type FieldValue = Sealed | string | null;

export interface Identity {
  readonly taxIdNumber: Sealed;
  readonly homeBranches: readonly { readonly entityId: string; readonly branchId: string }[];
}

/** Who sells to the customer for a legal entity, from a day to a day inclusive. */
export interface Assignment {
  readonly entityId: string;
  readonly personId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly substituteFor: string | undefined;
}

type CustomerEvents = EventsOf<"customer">;
const room = roomsOf<CustomerEvents>();

const identity = room<Cell<Identity | undefined>>()({
  initial: (journal) => journal.cell<Identity | undefined>(undefined),
  on: { CustomerRegistered: (state, { taxIdNumber, homeBranches }) => state.set({ taxIdNumber, homeBranches }) },
});

/** Current values of what one person may change alone: a change names the value it was made from. */
const data = room<JournaledMap<ChangeableField, FieldValue>>()({
  initial: (journal) => journal.map(),
  on: {
    CustomerRegistered(state, { tradeName, addresses, language, segmentCode, statementCycle }) {
      state.set("tradeName", tradeName ?? null);
      state.set("deliveryAddress", addresses.find(({ use }) => use === "DELIVERY")?.text ?? null);
      state.set("language", language);
      state.set("segmentCode", segmentCode ?? null);
      state.set("statementCycle", statementCycle ?? null);
    },
    CustomerDataChanged(state, { changes }) {
      for (const { field, to } of changes) state.set(field, to);
    },
  },
});

const salespersons = room<Cell<readonly Assignment[]>>()({
  initial: (journal) => journal.cell<readonly Assignment[]>([]),
  on: {
    AssignmentMade: (state, { entityId, personId, from, to, substituteFor }) =>
      state.set([...state.value, { entityId, personId, from, to: to ?? END_OF_TIME, substituteFor }]),
    AssignmentEnded: (state, { entityId, personId, from, to }) =>
      state.set(
        state.value.map((each) =>
          each.entityId === entityId && each.personId === personId && each.from === from ? { ...each, to } : each,
        ),
      ),
  },
});

/** What is blocked; each scope is lifted by itself. */
const blocks = room<JournaledMap<BlockScope, true>>()({
  initial: (journal) => journal.map(),
  on: {
    CustomerBlocked: (state, { scope }) => state.set(scope, true),
    CustomerUnblocked: (state, { scope }) => state.delete(scope),
  },
});

const rooms = { identity, data, salespersons, blocks };
/** One debtor, shared by all legal entities: the streams customer-{customerId}. */
export const customer = composeRooms<CustomerEvents>()("customer", rooms);
export type CustomerState = StateOf<typeof rooms>;

export const customerOf: Target<CustomerState & { readonly id: string }, { readonly customerId: string }> = {
  fold: customer,
  id: ({ customerId }) => customerId,
  entityId: () => undefined,
  subjectId: ({ customerId }) => `customer:${customerId}`,
  notFound: "CUSTOMER_NOT_FOUND",
};

/** For orders, or altogether. */
export function isBlocked(state: DeepReadonly<CustomerState> | undefined): boolean {
  return state !== undefined && state.blocks.size > 0;
}

/** The customer's branch in a legal entity, where it has one. */
export function homeBranchOf(state: DeepReadonly<CustomerState> | undefined, entityId: string): string | undefined {
  return state?.identity.value?.homeBranches.find((each) => each.entityId === entityId)?.branchId;
}

/** Who is credited with what happens on a day: the substitute where there is one, else the salesperson, else the branch (nobody). */
export function salespersonOn(state: DeepReadonly<CustomerState> | undefined, entityId: string, day: CalendarDate): string | undefined {
  const there = state?.salespersons.value.filter((each) => each.entityId === entityId && each.from <= day && day <= each.to) ?? [];
  return (there.find((each) => each.substituteFor !== undefined) ?? there[0])?.personId;
}
