import { ApprovalExpired, ApprovalGranted, ApprovalRejected, ApprovalRequested } from "../../../schemas/events/approval.ts";
import { DelegationGranted, PersonRegistered, RoleAssigned } from "../../../schemas/events/organisation.ts";
import { grantApproval } from "../../../src/domain/approval/grant-approval.ts";
import { recordApprovalOutcome } from "../../../src/domain/approval/record-approval-outcome.ts";
import { rejectApproval } from "../../../src/domain/approval/reject-approval.ts";
import { withdrawApproval } from "../../../src/domain/approval/withdraw-approval.ts";
import { deactivatePerson } from "../../../src/domain/organisation/deactivate-person.ts";
import { grantDelegation } from "../../../src/domain/organisation/grant-delegation.ts";
import { LEDGER, organisation } from "../../../src/domain/organisation/organisation.ts";
import { revokeDelegation } from "../../../src/domain/organisation/revoke-delegation.ts";
import { stateOf } from "../../support/folded.ts";
import { given } from "../../support/given.ts";
import { personal } from "../../support/sealed-values.ts";
import type { RefusalCase, RefusalCases } from "./refusal-case.ts";

const person = (personId: string) => PersonRegistered({ personId, name: personal(`person:${personId}`, personId) });
const holds = (personId: string, role: "CC" | "DIR") => RoleAssigned({ personId, role, entityIds: [], branchIds: [], from: "2025-01-01" });
const people = [person("CARL"), person("DIRK"), holds("CARL", "CC"), holds("DIRK", "DIR")];

const administratesMexico = RoleAssigned({ personId: "OWNER", role: "ADM", entityIds: ["MX01"], branchIds: [], from: "2025-01-01" });

const approvalId = "A-1";
const requested = ApprovalRequested({
  ...{ approvalId, entityId: "CO01", command: "DefinePolicy", body: {}, commandHash: "hash", issuedBy: ["CC"], waitingFor: ["DIR"] },
  maker: { personId: "CARL", roles: ["CC"] },
  requirement: [{ code: "APPROVAL_REQUIRED", quorums: [[["DIR"]]] }],
  ...{ targetStream: "policy-credit.CO01", revision: -1, expiresOn: "2025-11-25", subjectId: "entity:CO01" },
});
const rejected = ApprovalRejected({
  approvalId,
  rejector: { personId: "DIRK", roles: ["DIR"] },
  note: personal("entity:CO01", "no"),
});
const granted = ApprovalGranted({ approvalId, grantor: { personId: "DORA", roles: ["DIR"] }, complete: true, waitingFor: [] });

const over = ApprovalExpired({ approvalId, cause: "DATE" });
const outcome = { outcome: "EXECUTED", commandId: "21949ed4-31eb-59d3-b89c-0276d51013e4" };

const world = { organisation: stateOf(organisation, LEDGER, people) };
const dirk = { ...world, personId: "DIRK", roles: ["DIR"] };
const carl = { ...world, personId: "CARL", roles: ["CC"] };
const note = "seen";

const checks = (command: unknown): Readonly<Record<string, RefusalCase>> => ({
  INVALID_TRANSITION: () => given(requested, granted).when(command, { approvalId, note }, dirk),
  MAKER_IS_CHECKER: () => given(requested).when(command, { approvalId, note }, { ...carl, roles: ["DIR"] }),
  AUTHORITY_EXCEEDED: () => given(requested).when(command, { approvalId, note }, { ...dirk, roles: ["SM"] }),
});
const expired = { ...dirk, today: "2025-11-26" };

const delegation = { delegationId: "D-1", fromPerson: "DIRK", toPerson: "CARL", kinds: ["LIMIT"], from: "2025-11-01", to: "2025-11-30" };
const delegated = DelegationGranted(delegation);

export const approvalRefusals: RefusalCases = {
  GrantApproval: {
    ...checks(grantApproval),
    APPROVAL_EXPIRED: () => given(requested).when(grantApproval, { approvalId }, expired),
  },
  RejectApproval: {
    ...checks(rejectApproval),
    APPROVAL_EXPIRED: () => given(requested, over).when(rejectApproval, { approvalId, note }, dirk),
  },
  WithdrawApproval: {
    NOT_AUTHORISED: () => given(requested).when(withdrawApproval, { approvalId, reason: "other" }, dirk),
    INVALID_TRANSITION: () => given(requested, rejected).when(withdrawApproval, { approvalId, reason: "other" }, carl),
    APPROVAL_EXPIRED: () => given(requested, over).when(withdrawApproval, { approvalId, reason: "other" }, carl),
    REASON_REQUIRED: () => given(requested).when(withdrawApproval, { approvalId }, carl),
  },
  RecordApprovalOutcome: {
    INVALID_TRANSITION: () => given(requested).when(recordApprovalOutcome, { approvalId, ...outcome, eventIds: [] }),
    MALFORMED: () => given(requested, granted).when(recordApprovalOutcome, { approvalId, ...outcome }),
  },
  GrantDelegation: {
    NOT_AUTHORISED: () => given(...people).when(grantDelegation, delegation, carl),
    PERSON_NOT_FOUND: () => given(...people).when(grantDelegation, { ...delegation, toPerson: "NOBODY" }, dirk),
    MAKER_IS_CHECKER: () => given(...people).when(grantDelegation, { ...delegation, toPerson: "DIRK" }, dirk),
    VALIDITY_INVERTED: () => given(...people).when(grantDelegation, { ...delegation, to: "2025-10-31" }, dirk),
    OVERLAPS: () => given(...people, delegated).when(grantDelegation, { ...delegation, delegationId: "D-2", from: "2025-11-30" }, dirk),
    AUTHORITY_EXCEEDED: () =>
      given(...people).when(
        grantDelegation,
        { ...delegation, fromPerson: "CARL", toPerson: "DIRK", kinds: ["LIMIT", "LITIGATION"] },
        {
          ...carl,
          today: "2024-12-31",
        },
      ),
  },
  RevokeDelegation: {
    RESOURCE_NOT_FOUND: () => given(...people).when(revokeDelegation, { delegationId: "D-1" }, dirk),
    NOT_AUTHORISED: () => given(...people, delegated).when(revokeDelegation, { delegationId: "D-1" }, carl),
  },
  DeactivatePerson: {
    PERSON_NOT_FOUND: () => given(...people).when(deactivatePerson, { personId: "NOBODY" }),
    NOT_AUTHORISED: () => given(...people, administratesMexico).when(deactivatePerson, { personId: "DIRK" }),
  },
};
