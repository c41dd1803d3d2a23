import { GrantApprovalBody } from "../../../schemas/commands/approvals.ts";
import { ApprovalGranted } from "../../../schemas/events/approval.ts";
import { AUTHORITY_KINDS } from "../../../schemas/policies.ts";
import { ROLES } from "../../../schemas/roles.ts";
import { broken, type DeepReadonly, refuse, type Signatory, type Verdict, violation } from "../../kernel/decider.ts";
import { heldLevel, isAuthorityKind } from "../authority.ts";
import { defineCommand } from "../facts.ts";
import type { OrganisationState } from "../organisation/organisation.ts";
import { sharesIdentity } from "../quorum.ts";
import { type ApprovalState, approvalOf, backersOf, expiryCause, identityOf, isStillOpen, requestOf, stored } from "./approval.ts";
import { helps, isComplete, neededText, type Requirement, rolesMissing } from "./requirement.ts";

type Approval = DeepReadonly<ApprovalState>;
type Organisation = DeepReadonly<OrganisationState>;

export const grantApproval = defineCommand({
  name: "GrantApproval",
  title: { en: "Grant an approval", es: "Conceder una aprobación" },
  body: GrantApprovalBody,
  /** Whose approval it takes, each request says itself. */
  issuedBy: ROLES,
  decidesOn: AUTHORITY_KINDS,
  target: approvalOf,
  facts: ["organisation"],
  refusals: ["INVALID_TRANSITION", "APPROVAL_EXPIRED", "MAKER_IS_CHECKER", "AUTHORITY_EXCEEDED"],

  decide(state, { approvalId, note }, { actor, organisation, today }) {
    const requested = requestOf(state);
    const backers = backersOf(state, organisation, today);
    // Granting twice is one grant, unless the first no longer counts and another role of the person does.
    if (state.course.grants.has(actor.personId) && !helps(requested.requirement, backers, actor)) return [];
    const closed = isStillOpen(state, approvalId);
    const own = isNotMaker(state, actor);
    const mayHelp = closed !== undefined || own !== undefined || helps(requested.requirement, backers, actor);
    const violations = broken([
      closed,
      closed === undefined ? isInTime(state, organisation, today) : undefined,
      own,
      mayHelp ? undefined : authorityLacks(requested.requirement, actor),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const after = { ...backers, grantors: [...backers.grantors.filter(({ personId }) => personId !== actor.personId), actor] };
    return [
      ApprovalGranted({
        ...identityOf(requested),
        grantor: stored(actor),
        ...(note !== undefined && { note }),
        complete: isComplete(requested.requirement, after),
        waitingFor: rolesMissing(requested.requirement, after),
      }),
    ];
  },
});

function makerOf(state: Approval) {
  const { personId, onBehalfOf } = requestOf(state).maker;
  return { personId, ...(onBehalfOf !== undefined && { onBehalfOf: { personId: onBehalfOf } }) };
}

function isInTime(state: Approval, organisation: Organisation, today: string): Verdict {
  if (expiryCause(state, organisation, today) === undefined) return undefined;
  const { approvalId, expiresOn } = requestOf(state);
  return violation("APPROVAL_EXPIRED", { approvalId, expiresOn });
}

/** Whoever made it does not check it: by whatever key, nor in the place of somebody else, nor does anybody in theirs. */
export function isNotMaker(state: Approval, person: Signatory): Verdict {
  const { maker } = requestOf(state);
  return sharesIdentity(person, makerOf(state)) ? violation("MAKER_IS_CHECKER", { maker: maker.personId }) : undefined;
}

/** The person has nothing to add: what is needed, and what they hold. */
export function authorityLacks(requirement: Requirement, person: Signatory): Verdict {
  const { subject, required } = neededText(requirement);
  const held = isAuthorityKind(subject) ? heldLevel({ actor: person, approvers: [] }, { kind: subject }) : undefined;
  return violation("AUTHORITY_EXCEEDED", { subject, required, held: held ?? "NONE" });
}
