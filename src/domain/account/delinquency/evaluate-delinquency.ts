import { EvaluateDelinquencyBody } from "../../../../schemas/commands/delinquency.ts";
import { refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { delinquencyChanges, delinquencyRule } from "./delinquency-changes.ts";

export const evaluateDelinquency = defineCommand({
  name: "EvaluateDelinquency",
  title: { en: "Evaluate the state of default", es: "Evaluar el estado de mora" },
  body: EvaluateDelinquencyBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["FUTURE_EFFECTIVE_DATE", "UNKNOWN_CURRENCY"],

  decide(account, { accountId, asOf }, { policies, today }) {
    if (asOf > today) return refuse(violation("FUTURE_EFFECTIVE_DATE", { asOf, today }, "/asOf"));
    const { currency } = partsOfAccount(accountId);
    const rule = delinquencyRule(policies, currency, asOf);
    if (rule === undefined) return refuse(violation("UNKNOWN_CURRENCY", { currency, parameter: "delinquency.minAmount" }));
    return delinquencyChanges(account, { rule, currency, asOf, touched: undefined });
  },
});
