import type { CalendarProcess } from "./define-process.ts";

/**
 * Evaluates every promise still active after its day. The command knows tolerance and waiting for clearance, and records an outcome with
 * its true date however late it is asked, so after an outage one run is enough.
 */
export const promisesDue: CalendarProcess = {
  name: "promises-due",
  days: "of each legal entity",
  reads: ["promise"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId, promiseId } of queries.promisesPastDue({ entityId, on })) {
      yield { step: `EvaluatePromise ${accountId} ${promiseId}`, command: "evaluate-promise", body: { accountId, promiseId, asOf: on } };
    }
  },
};
