import { APPROVAL_STATUSES } from "../../../schemas/approvals.ts";
import { ApprovalList, ApprovalView } from "../../../schemas/views/approval.ts";
import { cursorParameter, identifierParameter, limitParameter, oneOfParameter } from "../edge/parameters.ts";
import { type AnyQuery, AUDITORS, defineQuery, type QueryCall } from "./query-definition.ts";
import { entityOf, foundOr } from "./scope.ts";

/** What waits for a second person. */
export const APPROVAL_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/approvals",
    operation: "listApprovals",
    summary: "Commands that wait for other people, and what became of them; newest first",
    tag: "Approvals",
    parameters: {
      status: oneOfParameter(APPROVAL_STATUSES, "Only those with this status"),
      entityId: identifierParameter("Of one legal entity"),
      maker: identifierParameter("Sent by one person"),
      waitingFor: oneOfParameter(
        ["me"],
        "Only those that the person who asks can still help with, in their own name or for who delegated to them",
      ),
      limit: limitParameter,
      cursor: cursorParameter,
    },
    reads: ["approval", "organisation"],
    response: ApprovalList,
    async answer({ queries, access, scope, context, values: { waitingFor, ...filter } }) {
      if (waitingFor === undefined) return queries.listApprovals({ ...filter, scope });
      const on = await context.ledger.today(entityOf(filter.entityId, access));
      const { personId, delegators } = access;
      return queries.listApprovals({ ...filter, scope, waitingFor: { personId, delegators, on } });
    },
  }),
  defineQuery({
    url: "/approvals/:approvalId",
    operation: "getApproval",
    summary: "One command that waits for other people, or did, with what it asked for",
    tag: "Approvals",
    parameters: {},
    reads: ["approval", "organisation"],
    response: ApprovalView,
    async answer(call) {
      const { request, queries, scope } = call;
      const { approvalId } = request.params as { readonly approvalId: string };
      const found = await foundOr("APPROVAL_NOT_FOUND", { approvalId }, scope, (within) => queries.findApproval(approvalId, within));
      return (await maySeeBody(found, call)) ? found : { ...found, body: null };
    },
  }),
];

/**
 * What was asked for is shown to who made it, who decided, and who in the place of the command has a say in it by a role or audits; to who
 * stands in for one of them with a say, as far as that was delegated.
 */
async function maySeeBody(found: ApprovalView, call: QueryCall<unknown>): Promise<boolean> {
  const { maker, requirement, grants, decidedBy } = found;
  const { personId, delegators } = call.access;
  if ([maker.personId, maker.onBehalfOf, decidedBy, ...grants.map((grant) => grant.personId)].includes(personId)) return true;
  const say = requirement.flatMap(({ quorums }) => quorums.flat(2));
  const own = await rolesThere(found, personId, call);
  if (own.some((role) => say.includes(role) || AUDITORS.some((auditor) => auditor === role))) return true;
  for (const { personId: delegator, kinds } of delegators) {
    const delegated = requirement.filter(({ subject }) => subject !== undefined && kinds.includes(subject));
    const theirSay = delegated.flatMap(({ quorums }) => quorums.flat(2));
    if (theirSay.length > 0 && (await rolesThere(found, delegator, call)).some((role) => theirSay.includes(role))) return true;
  }
  return false;
}

/** Codes of the roles that somebody holds today where the command stands. */
async function rolesThere(
  { entityId, branchId }: ApprovalView,
  personId: string,
  { queries, context }: QueryCall<unknown>,
): Promise<readonly string[]> {
  const held = await queries.listPersonRoles({ personId, on: await context.ledger.today(entityId ?? undefined) });
  const covers = (ids: readonly string[], id: string | null) => id === null || ids.length === 0 || ids.includes(id);
  return held.filter(({ entityIds, branchIds }) => covers(entityIds, entityId) && covers(branchIds, branchId)).map(({ role }) => role);
}
