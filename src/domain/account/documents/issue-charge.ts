import { IssueChargeBody } from "../../../../schemas/commands/documents.ts";
import { ChargeIssued } from "../../../../schemas/events/account/documents.ts";
import { effective, refuse } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { ADDED_REFUSALS, addedDebt, addedDebtViolations } from "./added-debt.ts";
import { DEBT_FACTS, debtClaims } from "./recorded-debt.ts";

export const issueCharge = defineCommand({
  name: "IssueCharge",
  title: { en: "Issue a charge", es: "Emitir un cargo" },
  body: IssueChargeBody,
  issuedBy: ["BIL", "ACC", "SYS"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: DEBT_FACTS,
  refusals: ADDED_REFUSALS,
  claims: (body) => debtClaims("CHARGE", body),

  /** A code says why it is issued; where the code is OTHER, a document of the account or somebody does. */
  decide({ documents }, command, facts) {
    const { reasonCode = "OTHER", issueDate } = command;
    const violations = addedDebtViolations(documents, "CHARGE", command, reasonCode !== "OTHER" || facts.reasonGiven, facts);
    if (violations.length > 0) return refuse(...violations);
    return [effective(moneyDate(facts, issueDate), ChargeIssued({ ...addedDebt(documents, command, facts), reasonCode }))];
  },
});
