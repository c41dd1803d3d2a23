import type { ApprovalSignatory, ApprovalStatus } from "../../../schemas/approvals.ts";
import type { EventsOf } from "../../../schemas/events/registry.ts";
import type { Target } from "../../kernel/command.ts";
import type { DeepReadonly, Signatory, Verdict } from "../../kernel/decider.ts";
import { violation } from "../../kernel/decider.ts";
import { composeRooms, roomsOf, type StateOf } from "../../kernel/fold.ts";
import type { Cell, JournaledMap } from "../../kernel/journal.ts";
import { actingFor, delegationBetween } from "../organisation/delegations.ts";
import { type OrganisationState, rolesAt } from "../organisation/organisation.ts";

type ApprovalEvents = EventsOf<"approval">;
const room = roomsOf<ApprovalEvents>();

type Requested = DeepReadonly<ApprovalEvents["ApprovalRequested"]>;

interface Slice {
  readonly requested: Cell<Requested | undefined>;
  readonly status: Cell<ApprovalStatus | undefined>;
  /** One per person. */
  readonly grants: JournaledMap<string, DeepReadonly<ApprovalSignatory>>;
}

const course = room<Slice>()({
  initial: (journal) => ({ requested: journal.cell(undefined), status: journal.cell(undefined), grants: journal.map() }) as Slice,
  on: {
    ApprovalRequested({ requested, status }, data) {
      requested.set(data);
      status.set("REQUESTED");
    },
    ApprovalGranted({ grants, status }, { grantor, complete }) {
      grants.set(grantor.personId, grantor);
      if (complete) status.set("GRANTED");
    },
    ApprovalRejected: ({ status }) => status.set("REJECTED"),
    ApprovalWithdrawn: ({ status }) => status.set("WITHDRAWN"),
    ApprovalExpired: ({ status }) => status.set("EXPIRED"),
    ApprovalExecuted: ({ status }) => status.set("EXECUTED"),
    ApprovalFailed: ({ status }) => status.set("FAILED"),
  },
});

const rooms = { course };
/** One command that waits for other people, and what became of it: the streams approval-{approvalId}. */
export const approval = composeRooms<ApprovalEvents>()("approval", rooms);
export type ApprovalState = StateOf<typeof rooms> & { readonly id: string };

/** Where an approval stands follows from the command it is about: whoever prepares a command on it looks there. */
export const approvalOf: Target<ApprovalState, { readonly approvalId: string }> = {
  fold: approval,
  id: ({ approvalId }) => approvalId,
  entityId: () => undefined,
  subjectId: () => "ledger",
  notFound: "APPROVAL_NOT_FOUND",
};

/** The request of an approval that exists. */
export function requestOf({ course }: DeepReadonly<ApprovalState>): Requested {
  const requested = course.requested.value;
  if (requested === undefined) throw new Error("an approval begins with its request");
  return requested as Requested;
}

/** What every event of the approval says of it. */
export function identityOf({ approvalId, entityId }: Requested) {
  return { approvalId, ...(entityId !== undefined && { entityId }) };
}

/** Nobody has decided about it yet. */
export function isStillOpen({ course }: DeepReadonly<ApprovalState>, approvalId: string): Verdict {
  const status = course.status.value;
  if (status === "REQUESTED") return undefined;
  if (status === "EXPIRED") return violation("APPROVAL_EXPIRED", { approvalId });
  return violation("INVALID_TRANSITION", { approvalId, status: status ?? "NONE" }, "/approvalId");
}

/** A person as they are stored with what they made or granted. */
export function stored({ personId, roles, onBehalfOf }: DeepReadonly<Signatory>): ApprovalSignatory {
  return { personId, roles: [...roles], ...(onBehalfOf !== undefined && { onBehalfOf: onBehalfOf.personId }) };
}

/**
 * Somebody who made or granted it, as they stand today: with the roles they still hold of those that counted then, and with the
 * delegation they acted under. Nothing when that delegation is over.
 */
export function standingOf(
  { personId, roles, onBehalfOf }: DeepReadonly<ApprovalSignatory>,
  { entityId, branchId }: Pick<Requested, "entityId" | "branchId">,
  organisation: DeepReadonly<OrganisationState>,
  today: string,
): Signatory | undefined {
  const held = rolesAt(organisation, onBehalfOf ?? personId, today, { entityId, branchId });
  const counting = roles.filter((role) => held.includes(role));
  if (onBehalfOf === undefined) return { personId, roles: counting };
  const delegation = delegationBetween(organisation, onBehalfOf, personId, today);
  return delegation && { personId, roles: counting, onBehalfOf: actingFor(delegation) };
}

/** The people behind a request, as they stand today. */
export function backersOf(state: DeepReadonly<ApprovalState>, organisation: DeepReadonly<OrganisationState>, today: string) {
  const requested = requestOf(state);
  const grants = [...state.course.grants.values()];
  return {
    maker: standingOf(requested.maker, requested, organisation, today),
    grantors: grants.map((grant) => standingOf(grant, requested, organisation, today)).filter((each) => each !== undefined),
  };
}

/** Why nobody can grant it any more: its time is over, or its maker may no longer send the command. */
export function expiryCause(
  state: DeepReadonly<ApprovalState>,
  organisation: DeepReadonly<OrganisationState>,
  today: string,
): "DATE" | "MAKER" | undefined {
  const { expiresOn, maker, issuedBy, entityId, branchId } = requestOf(state);
  if (today > expiresOn) return "DATE";
  const place = { entityId, branchId };
  const people = [maker.personId, ...(maker.onBehalfOf === undefined ? [] : [maker.onBehalfOf])];
  const mayStill = people.some((personId) => rolesAt(organisation, personId, today, place).some((role) => issuedBy.includes(role)));
  const delegationHolds =
    maker.onBehalfOf === undefined || delegationBetween(organisation, maker.onBehalfOf, maker.personId, today) !== undefined;
  return mayStill && delegationHolds ? undefined : "MAKER";
}
