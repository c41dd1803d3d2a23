import { GrantDelegationBody } from "../../../schemas/commands/organisation.ts";
import { DelegationGranted } from "../../../schemas/events/organisation.ts";
import { ROLES } from "../../../schemas/roles.ts";
import { broken, type DeepReadonly, refuse, type Verdict, violation } from "../../kernel/decider.ts";
import { hasPartIn } from "../authority.ts";
import { defineCommand } from "../facts.ts";
import { personIsKnown } from "./assign-role.ts";
import { LEDGER, type OrganisationState, organisation, rolesOn } from "./organisation.ts";

type Organisation = DeepReadonly<OrganisationState>;

export const grantDelegation = defineCommand({
  name: "GrantDelegation",
  title: { en: "Delegate authority", es: "Delegar autorización" },
  body: GrantDelegationBody,
  issuedBy: ROLES,
  target: {
    fold: organisation,
    id: () => LEDGER,
    entityId: () => undefined,
    subjectId: ({ fromPerson }) => `person:${fromPerson}`,
    notFound: "PERSON_NOT_FOUND",
  },
  facts: [],
  refusals: ["NOT_AUTHORISED", "PERSON_NOT_FOUND", "MAKER_IS_CHECKER", "VALIDITY_INVERTED", "OVERLAPS", "AUTHORITY_EXCEEDED"],

  /** What is delegated is what the delegator holds on the day it is used, so that nobody passes on more than they have. */
  decide(state, { delegationId, fromPerson, toPerson, kinds, maxAmount, from, to }, { actor, today }) {
    const roles = rolesOn(state, fromPerson, today).map(({ role }) => role);
    const violations = broken([
      isDelegator(fromPerson, actor.personId, "GrantDelegation"),
      personIsKnown(state, toPerson, "/toPerson"),
      fromPerson === toPerson ? violation("MAKER_IS_CHECKER", { personId: toPerson }, "/toPerson") : undefined,
      to < from ? violation("VALIDITY_INVERTED", { from, to }, "/to") : undefined,
      isOneAtATime(state, { delegationId, fromPerson, toPerson, from, to }),
      kinds
        .filter((kind) => !hasPartIn(roles, kind))
        .map((kind) => violation("AUTHORITY_EXCEEDED", { subject: kind, required: "OWN", held: "NONE" }, "/kinds")),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [DelegationGranted({ delegationId, fromPerson, toPerson, kinds, from, to, ...(maxAmount !== undefined && { maxAmount }) })];
  },
});

/** Only the delegator speaks for the delegation. */
export function isDelegator(fromPerson: string, actor: string, command: string): Verdict {
  return fromPerson === actor ? undefined : violation("NOT_AUTHORISED", { command });
}

interface Asked {
  readonly delegationId: string;
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly from: string;
  readonly to: string;
}

/** An id names one delegation for ever, and between two people there is one at a time, so that its limits are certain. */
function isOneAtATime(state: Organisation, { delegationId, fromPerson, toPerson, from, to }: Asked): Verdict {
  if (state.delegations.has(delegationId)) return violation("OVERLAPS", { delegationId }, "/delegationId");
  const other = [...state.delegations.values()].find(
    (each) => each.fromPerson === fromPerson && each.toPerson === toPerson && !each.revoked && each.from <= to && from <= each.to,
  );
  return other && violation("OVERLAPS", { delegationId: other.delegationId, from: other.from, to: other.to }, "/from");
}
