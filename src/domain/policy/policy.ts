import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { PolicyBody, PolicyKind } from "../../../schemas/policies.ts";
import type { CalendarDate } from "../../kernel/calendar-date.ts";
import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { JournaledMap } from "../../kernel/journal.ts";
import { BUILT_IN_POLICIES } from "./built-in-policies.ts";

export interface PolicyVersion {
  readonly version: number;
  readonly validFrom: CalendarDate;
  readonly body: unknown;
}

type PolicyEvents = EventsOf<"policy">;

const versions = roomsOf<PolicyEvents>()<JournaledMap<number, PolicyVersion>>()({
  initial: (journal) => journal.list(),
  on: { PolicyDefined: (state, { version, validFrom, body }) => state.set(version, { version, validFrom, body }) },
});

const rooms = { versions };
/** The versions of one kind of policy of one legal entity: the streams policy-{kind}.{entityId}. */
export const policy = composeRooms<PolicyEvents>()("policy", rooms);
export type PolicyState = StateOf<typeof rooms>;

export const policyOf: Target<PolicyState & { readonly id: string }, { readonly kind: string; readonly entityId: string }> = {
  fold: policy,
  id: ({ kind, entityId }) => `${kind}.${entityId}`,
  entityId: ({ entityId }) => entityId,
  subjectId: ({ entityId }) => `entity:${entityId}`,
  notFound: "RESOURCE_NOT_FOUND",
};

/**
 * The version in force on a day: the latest `validFrom` not after it; else the built-in one. A parameter the version does not name has
 * its built-in default.
 */
export function versionInForce<Kind extends PolicyKind>(
  state: DeepReadonly<PolicyState>,
  kind: Kind,
  on: CalendarDate,
): { readonly version: number; readonly body: PolicyBody<Kind> } {
  let found: DeepReadonly<PolicyVersion> | undefined;
  for (const each of state.versions.values()) {
    if (each.validFrom <= on && (found === undefined || each.validFrom > found.validFrom)) found = each;
  }
  if (found === undefined) return { version: 0, body: BUILT_IN_POLICIES[kind] };
  return { version: found.version, body: withDefaults(kind, found.body) };
}

/** A policy as it is used: what its definition leaves out has the built-in default. */
export function withDefaults<Kind extends PolicyKind>(kind: Kind, defined: unknown): PolicyBody<Kind> {
  return { ...BUILT_IN_POLICIES[kind], ...(defined as Partial<PolicyBody<Kind>>) };
}
