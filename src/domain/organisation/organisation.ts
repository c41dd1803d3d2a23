import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { Role } from "../../../schemas/roles.ts";
import { addDays, type CalendarDate, END_OF_TIME } from "../../kernel/calendar-date.ts";
import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { JournaledMap } from "../../kernel/journal.ts";
import { delegations } from "./delegations.ts";

/** A role of a person, in legal entities and branches (empty: all, later ones included), from a day to a day inclusive. */
export interface RoleAssignment {
  readonly role: Role;
  readonly entityIds: readonly string[];
  readonly branchIds: readonly string[];
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export interface ApiKey {
  readonly personId: string;
  readonly secretHash: string;
  readonly expiresAt: string | undefined;
  readonly revoked: boolean;
}

type LedgerEvents = EventsOf<"ledger">;
const room = roomsOf<LedgerEvents>();

const persons = room<JournaledMap<string, { readonly active: boolean }>>()({
  initial: (journal) => journal.list(),
  on: {
    PersonRegistered: (state, { personId }) => state.set(personId, { active: true }),
    PersonDeactivated: (state, { personId }) => state.set(personId, { active: false }),
  },
});

const roles = room<JournaledMap<string, readonly RoleAssignment[]>>()({
  initial: (journal) => journal.list(),
  on: {
    RoleAssigned(state, { personId, role, entityIds, branchIds, from, to }) {
      const assignment = { role: role as Role, entityIds, branchIds, from, to: to ?? END_OF_TIME };
      state.set(personId, [...(state.get(personId) ?? []), assignment]);
    },
    RoleRevoked(state, { personId, role, entityIds, branchIds, from }) {
      const end = addDays(from, -1);
      state.change(personId, (assignments) =>
        assignments.map((each) => (isSameScope(each, { role, entityIds, branchIds }) && each.to > end ? { ...each, to: end } : each)),
      );
    },
  },
});

const apiKeys = room<JournaledMap<string, ApiKey>>()({
  initial: (journal) => journal.list(),
  on: {
    ApiKeyIssued: (state, { keyId, personId, secretHash, expiresAt }) =>
      state.set(keyId, { personId, secretHash, expiresAt, revoked: false }),
    ApiKeyRevoked: (state, { keyId }) => state.change(keyId, (key) => ({ ...key, revoked: true })),
  },
});

const rooms = { persons, roles, apiKeys, delegations };
/** Persons, roles and keys of the whole ledger: the stream organisation-LEDGER. */
export const organisation = composeRooms<LedgerEvents>()("organisation", rooms);
export type OrganisationState = StateOf<typeof rooms>;

/** The identifier of the ledger's own organisation. */
export const LEDGER = "LEDGER";

/** Who acts when a process does: built in, with the role SYS everywhere. Nobody can be registered as it, and no key speaks for it. */
export const SYSTEM = "SYSTEM";

/** A command about a person is sealed with that person's key. */
export const ledgerOf: Target<OrganisationState & { readonly id: string }, { readonly personId: string }> = {
  fold: organisation,
  id: () => LEDGER,
  entityId: () => undefined,
  subjectId: ({ personId }) => `person:${personId}`,
  notFound: "PERSON_NOT_FOUND",
};

type ReadonlyOrganisation = DeepReadonly<OrganisationState>;

/** The assignments of a person that are in force on a day. */
export function rolesOn(state: ReadonlyOrganisation, personId: string, day: CalendarDate): readonly RoleAssignment[] {
  return (state.roles.get(personId) ?? []).filter(({ from, to }) => from <= day && day <= to);
}

/** A legal entity and a branch of it; whatever is left out is not restricted. */
interface Place {
  readonly entityId?: string | undefined;
  readonly branchId?: string | undefined;
}

/** Codes of the roles that a person holds on a day in a place. */
export function rolesAt(
  state: ReadonlyOrganisation,
  personId: string,
  day: CalendarDate,
  { entityId, branchId }: Place,
): readonly string[] {
  const there = rolesOn(state, personId, day).filter((each) => covers(each.entityIds, entityId) && covers(each.branchIds, branchId));
  return [...new Set(there.map(({ role }) => role))];
}

/** An empty list covers everything, later additions included; what names no place is everybody's. */
export function covers(ids: readonly string[], id: string | undefined): boolean {
  return id === undefined || ids.length === 0 || ids.includes(id);
}

/** Until a second person holds the director's role, one person sets the ledger up alone. Once it was so, that is over for good. */
export function isBeingSetUp(state: ReadonlyOrganisation, today: CalendarDate): boolean {
  let directors = 0;
  for (const assignments of state.roles.values()) {
    if (assignments.some(({ role, from, to }) => role === "DIR" && from <= today && from <= to)) directors += 1;
  }
  return directors < 2;
}

export interface Scope {
  readonly role: string;
  readonly entityIds: readonly string[];
  readonly branchIds: readonly string[];
}

/** Whether somebody holds a role on a day in everything that a scope names. */
export function holdsThroughout(
  state: ReadonlyOrganisation,
  personId: string,
  { role, entityIds, branchIds }: Scope,
  day: CalendarDate,
): boolean {
  const held = rolesOn(state, personId, day).filter((each) => each.role === role && containsAll(each.branchIds, branchIds));
  if (entityIds.length === 0) return held.some((each) => each.entityIds.length === 0);
  return entityIds.every((entityId) => held.some((each) => covers(each.entityIds, entityId)));
}

/** An empty list is everything: only another one contains it. */
function containsAll(held: readonly string[], asked: readonly string[]): boolean {
  return held.length === 0 || (asked.length > 0 && asked.every((id) => held.includes(id)));
}

export function isSameScope(a: Scope, b: Scope): boolean {
  return a.role === b.role && isSameSet(a.entityIds, b.entityIds) && isSameSet(a.branchIds, b.branchIds);
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}
