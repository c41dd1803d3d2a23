import * as approval from "../../schemas/events/approval.ts";
import * as organisation from "../../schemas/events/organisation.ts";
import type { DecidedEvent } from "../../src/kernel/decider.ts";
import type { Ledger } from "./ledger.ts";

const note = { subjectId: "entity:CO01", ciphertext: "bm90ZQ==", mac: "mac-note" };
const checker = { personId: "P-8", roles: ["DIR"], onBehalfOf: "P-9" };

/** A request of P-7 for approval by the direction; each ends in another way. */
async function recordApproval({ append }: Ledger, approvalId: string, ...course: readonly DecidedEvent[]): Promise<void> {
  const requested = approval.ApprovalRequested({
    ...{ approvalId, entityId: "CO01", branchId: "BOG", command: "DefinePolicy", body: { note }, commandHash: "hash", issuedBy: ["ARA"] },
    maker: { personId: "P-7", roles: ["ARA"] },
    requirement: [{ code: "APPROVAL_REQUIRED", quorums: [[["DIR"]]] }],
    ...{ waitingFor: ["DIR"], targetStream: "policy-credit.CO01", revision: 1, expiresOn: "2025-07-25", subjectId: "entity:CO01" },
  });
  for (const event of [requested, ...course]) await append(`approval-${approvalId}`, [event], { on: "2025-07-20" });
}

export async function recordApprovals(ledger: Ledger): Promise<void> {
  const named = (approvalId: string) => ({ approvalId, entityId: "CO01" });
  const granted = (approvalId: string) =>
    approval.ApprovalGranted({ ...named(approvalId), grantor: checker, note, complete: true, waitingFor: [] });
  await recordApproval(ledger, "A1");
  await recordApproval(ledger, "A2", granted("A2"), approval.ApprovalExecuted({ ...named("A2"), commandId: "c2", eventIds: ["e1", "e2"] }));
  await recordApproval(ledger, "A3", granted("A3"), approval.ApprovalFailed({ ...named("A3"), commandId: "c3", code: "OVERLAPS" }));
  await recordApproval(ledger, "A4", approval.ApprovalRejected({ ...named("A4"), rejector: checker, note }));
  await recordApproval(ledger, "A5", approval.ApprovalWithdrawn(named("A5")));
  await recordApproval(ledger, "A6", approval.ApprovalExpired({ ...named("A6"), cause: "DATE" }));
}

export async function recordDelegations({ append }: Pick<Ledger, "append">): Promise<void> {
  const delegation = { delegationId: "D1", fromPerson: "P-9", toPerson: "P-7" };
  const period = { kinds: ["LIMIT"], from: "2025-07-01", to: "2025-07-31" };
  for (const event of [
    organisation.DelegationGranted({ ...delegation, ...period }),
    organisation.DelegationRevoked(delegation),
    organisation.PersonDeactivated({ personId: "P-7" }),
  ]) {
    await append("organisation-LEDGER", [event], { on: "2025-07-21" });
  }
}
