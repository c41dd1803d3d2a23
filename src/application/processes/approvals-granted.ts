import type { EventProcess } from "./define-process.ts";

/** Carries through what a completing grant permits, where the server that took the grant did not live to do it. */
export const approvalsGranted: EventProcess = {
  name: "approval",
  on: {
    ApprovalGranted: ({ data: { complete, approvalId, entityId }, eventId }) =>
      complete ? [{ step: "execute", entityId, perform: (ledger) => ledger.executeApproved({ approvalId, eventId }) }] : [],
  },
};
