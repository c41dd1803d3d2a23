import { BUILT_IN_POLICIES } from "../../domain/policy/built-in-policies.ts";
import type { CalendarProcess } from "./define-process.ts";

const { certificateMonths: months } = BUILT_IN_POLICIES.withholding;

/** Makes withholdings whose certificate did not come in time a debt again (WHT-2). What is due stays due, so one run is enough. */
export const withholdingsUncertified: CalendarProcess = {
  name: "withholdings-uncertified",
  days: "of each legal entity",
  reads: ["withholding", "policy_version"],
  catchUp: "latest",
  async *due(on, entityId, queries) {
    for await (const { accountId, withholdingId } of queries.withholdingsUncertified({ entityId, on, months })) {
      const body = { accountId, withholdingId };
      yield { step: `ReopenUncertifiedWithholding ${accountId} ${withholdingId}`, command: "reopen-uncertified-withholding", body };
    }
  },
};
