import type { CalendarProcess } from "./define-process.ts";

/** Evaluates open lines that a new day may suspend or reinstate. The command dates what it finds by itself: after an outage one run is enough. */
export const linesDue: CalendarProcess = {
  name: "lines-due",
  days: "of each legal entity",
  reads: ["credit_line", "document", "promise"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId } of queries.linesToEvaluate({ entityId, on })) {
      yield { step: `EvaluateLine ${accountId}`, command: "evaluate-line", body: { accountId, asOf: on } };
    }
  },
};
