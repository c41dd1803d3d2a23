import type { CalendarProcess } from "./define-process.ts";

/** Rejects proposals of applications that can no longer be approved, so that what they hold is free again. */
export const proposalsExpired: CalendarProcess = {
  name: "proposals-expired",
  days: "of each legal entity",
  reads: ["application_proposal"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId, applicationId } of queries.proposalsExpired({ entityId, on })) {
      yield { step: `RejectApplication ${accountId} ${applicationId}`, command: "reject-application", body: { accountId, applicationId } };
    }
  },
};
