import type { CalendarProcess } from "./define-process.ts";

/**
 * Evaluates the state of default of accounts with past-due debt. The command dates every threshold passed by itself, so after an outage one
 * run is enough. In a currency for which the policy says no smallest amount there is no state.
 */
export const accountsInDefault: CalendarProcess = {
  name: "accounts-in-default",
  days: "of each legal entity",
  reads: ["delinquency", "account", "document"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId } of queries.accountsInDefault({ entityId, on })) {
      yield {
        step: `EvaluateDelinquency ${accountId}`,
        command: "evaluate-delinquency",
        body: { accountId, asOf: on },
        onRefusal: (code) => (code === "UNKNOWN_CURRENCY" ? "ignore" : "park"),
      };
    }
  },
};
