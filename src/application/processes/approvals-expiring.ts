import type { CalendarProcess } from "./define-process.ts";

/**
 * Ends the requests for approval that nobody decided in time, or whose maker may no longer send the command. Each is judged on the day of
 * its own legal entity and ends on its true date, so one run of the whole ledger is enough; what is still its last day elsewhere ends next
 * time.
 */
export const approvalsExpiring: CalendarProcess = {
  name: "approvals-expiring",
  days: "of the ledger",
  reads: ["approval"],
  catchUp: "latest",
  async *due(_on, _entityId, queries) {
    for await (const { approvalId } of queries.openApprovals()) {
      yield { step: `ExpireApproval ${approvalId}`, command: "expire-approval", body: { approvalId } };
    }
  },
};
