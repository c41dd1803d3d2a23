import { EvaluateLineBody } from "../../../../schemas/commands/credit-line.ts";
import { refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { lineChanges } from "./line-changes.ts";

export const evaluateLine = defineCommand({
  name: "EvaluateLine",
  title: { en: "Evaluate a credit line", es: "Evaluar una línea de crédito" },
  body: EvaluateLineBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["FUTURE_EFFECTIVE_DATE"],

  decide(account, { accountId, asOf }, { policies, today }) {
    if (asOf > today) return refuse(violation("FUTURE_EFFECTIVE_DATE", { asOf, today }, "/asOf"));
    const { currency } = partsOfAccount(accountId);
    return lineChanges(account, { policies, currency, asOf, touched: undefined, exposureMoved: false });
  },
});
