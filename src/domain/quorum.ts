import type { Signatory } from "../kernel/decider.ts";

/** One person with one of these roles. */
type Slot = readonly string[];
/** Slots that are filled by as many different people. */
export type Quorum = readonly Slot[];

type Member = Pick<Signatory, "personId" | "roles"> & { readonly onBehalfOf?: { readonly personId: string } | undefined };

/** Everybody whose word it is: the person, and the one they stand in for. */
export function identitiesOf({ personId, onBehalfOf }: Omit<Member, "roles">): readonly string[] {
  return onBehalfOf === undefined ? [personId] : [personId, onBehalfOf.personId];
}

export function sharesIdentity(one: Omit<Member, "roles">, other: Omit<Member, "roles">): boolean {
  const others = identitiesOf(other);
  return identitiesOf(one).some((each) => others.includes(each));
}

/** How many slots these people can fill at once: a person, and whoever they stand in for, counts in one of them only. */
export function filledSlots(quorum: Quorum, people: readonly Member[]): number {
  const [slot, ...rest] = quorum;
  if (slot === undefined) return 0;
  const ways = people
    .filter(({ roles }) => roles.some((role) => slot.includes(role)))
    .map((chosen) => {
      const others = people.filter((each) => !sharesIdentity(each, chosen));
      return 1 + filledSlots(rest, others);
    });
  return Math.max(filledSlots(rest, people), ...ways);
}

export function isFilled(quorum: Quorum, people: readonly Member[]): boolean {
  return filledSlots(quorum, people) === quorum.length;
}
