import type { ApprovalNeed } from "../../../schemas/approvals.ts";
import { ApprovalRequested } from "../../../schemas/events/approval.ts";
import { approval, stored } from "../../domain/approval/approval.ts";
import { requirementOf, rolesMissing } from "../../domain/approval/requirement.ts";
import type { PolicyInForce } from "../../domain/facts.ts";
import { type PolicyState, policy, versionInForce } from "../../domain/policy/policy.ts";
import { MAX_EVENT_BYTES, type NewEvent } from "../../event-store/port.ts";
import { addDays } from "../../kernel/calendar-date.ts";
import type { Violation } from "../../kernel/decider.ts";
import { placeOfCommand } from "../command-place.ts";
import { signedBy } from "../decide.ts";
import type { Desks } from "../desks.ts";
import { encodeEvent, versionOf } from "../event-codec.ts";
import type { PreparedCommand } from "../prepared-command.ts";

/** What a refused command would wait for, where it asked to wait and nothing but other people is missing. */
export function waitsFor({ definition, submitForApproval }: PreparedCommand, violations: readonly Violation[]) {
  // What is decided about a request is never a request itself.
  const mayWait = submitForApproval && definition.target.fold.category !== approval.category;
  return mayWait ? requirementOf(violations) : undefined;
}

/** The policy of a legal entity on approvals; what belongs to none follows the built-in one. */
export async function approvalPolicy(
  entityId: string | undefined,
  today: string,
  desks: Pick<Desks, "settledState">,
): Promise<PolicyInForce<"approval">> {
  const state = entityId === undefined ? undefined : await desks.settledState<PolicyState>(policy, `approval.${entityId}`);
  return versionInForce(state ?? { versions: new Map() }, "approval", today);
}

/** A command is kept in one event, whole: one that does not fit cannot wait. */
export function isTooLarge({ data, meta }: NewEvent): boolean {
  return Buffer.byteLength(data) + Buffer.byteLength(meta) > MAX_EVENT_BYTES;
}

/** The request as it is stored: the command as it was sent, under its own command id, so that its key finds it again. */
export async function requestEvent(
  command: PreparedCommand,
  requirement: readonly ApprovalNeed[],
  revision: number,
  desks: Pick<Desks, "settledState">,
): Promise<NewEvent> {
  const { definition, body, commandId, fingerprint, actor, entityId, branchId, today, effectiveOn, reason, correlationId, expected } =
    command;
  const { version, body: rules } = await approvalPolicy(entityId, today, desks);
  const { subjectId } = await placeOfCommand(definition, body, desks);
  const { type, data } = ApprovalRequested({
    approvalId: commandId,
    ...(entityId !== undefined && { entityId }),
    ...(branchId !== undefined && { branchId }),
    command: definition.name,
    body,
    commandHash: fingerprint,
    maker: stored(actor),
    issuedBy: definition.issuedBy,
    requirement,
    waitingFor: rolesMissing(requirement, { maker: actor, grantors: [] }),
    targetStream: `${definition.target.fold.category}-${definition.target.id(body)}`,
    revision,
    ...(expected !== undefined && { onRevisionOnly: true as const }),
    ...(effectiveOn !== undefined && { effectiveOn }),
    expiresOn: addDays(today, rules.validDays),
    subjectId,
  });
  return encodeEvent(type, data, {
    v: versionOf(type),
    effectiveOn: today,
    actor: actor.personId,
    ...signedBy(command),
    command: "SubmitForApproval",
    commandId,
    fingerprint,
    ...(correlationId !== undefined && { correlationId }),
    ...(reason !== undefined && { reason }),
    policyVersions: { approval: version },
    index: 0,
    count: 1,
  });
}
