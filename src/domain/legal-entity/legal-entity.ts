import type { SeriesKind } from "../../../schemas/codes.ts";
import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { Target } from "../../kernel/command.ts";
import { type DeepReadonly, type Violation, violation } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { Cell, JournaledMap } from "../../kernel/journal.ts";

export interface Registration {
  readonly country: string;
  readonly timeZone: string;
  readonly functionalCurrency: string;
}

type EntityEvents = EventsOf<"entity">;
const room = roomsOf<EntityEvents>();

const registration = room<Cell<Registration | undefined>>()({
  initial: (journal) => journal.cell<Registration | undefined>(undefined),
  on: {
    LegalEntityRegistered: (state, { country, timeZone, functionalCurrency }) => state.set({ country, timeZone, functionalCurrency }),
  },
});

const branches = room<JournaledMap<string, { readonly name: string }>>()({
  initial: (journal) => journal.map(),
  on: { BranchRegistered: (state, { branchId, name }) => state.set(branchId, { name }) },
});

const bankAccounts = room<JournaledMap<string, { readonly currency: string }>>()({
  initial: (journal) => journal.map(),
  on: { BankAccountRegistered: (state, { bankAccountId, currency }) => state.set(bankAccountId, { currency }) },
});

/** Series of numbers by kind and code: see `keyOfSeries`. */
const series = room<JournaledMap<string, { readonly ownership: "EXTERNAL" | "OWN" }>>()({
  initial: (journal) => journal.map(),
  on: { SeriesDefined: (state, { kind, code, ownership }) => state.set(keyOfSeries(kind, code), { ownership }) },
});

const rooms = { registration, branches, bankAccounts, series };
/** A company that owns receivables, its branches and bank accounts: the streams organisation-{entityId}. */
export const legalEntity = composeRooms<EntityEvents>()("organisation", rooms);
export type LegalEntityState = StateOf<typeof rooms>;

/** A code names one series of each kind of document: "RECEIPT RC". */
export function keyOfSeries(kind: SeriesKind, code: string): string {
  return `${kind} ${code}`;
}

export const entityOf: Target<LegalEntityState & { readonly id: string }, { readonly entityId: string }> = {
  fold: legalEntity,
  id: ({ entityId }) => entityId,
  entityId: ({ entityId }) => entityId,
  subjectId: ({ entityId }) => `entity:${entityId}`,
  notFound: "RESOURCE_NOT_FOUND",
};

/** A branch that a command names is one of the entity's. */
export function branchIsKnown(
  entity: DeepReadonly<LegalEntityState> | undefined,
  branchId: string | undefined,
  pointer = "/branchId",
): Violation | undefined {
  if (branchId === undefined || entity?.branches.has(branchId)) return undefined;
  return violation("RESOURCE_NOT_FOUND", { kind: "BRANCH", branchId }, pointer);
}
