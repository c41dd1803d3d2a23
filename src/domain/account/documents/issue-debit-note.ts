import { IssueDebitNoteBody } from "../../../../schemas/commands/documents.ts";
import { DebitNoteIssued } from "../../../../schemas/events/account/documents.ts";
import { effective, refuse } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { ADDED_REFUSALS, addedDebt, addedDebtViolations } from "./added-debt.ts";
import { DEBT_FACTS, debtClaims } from "./recorded-debt.ts";

export const issueDebitNote = defineCommand({
  name: "IssueDebitNote",
  title: { en: "Issue a debit note", es: "Emitir una nota débito" },
  body: IssueDebitNoteBody,
  issuedBy: ["BIL", "ACC", "SYS"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: DEBT_FACTS,
  refusals: ADDED_REFUSALS,
  claims: (body) => debtClaims("DEBIT_NOTE", body),

  /** It belongs to a document of the account, or somebody says why it is issued. */
  decide({ documents }, command, facts) {
    const violations = addedDebtViolations(documents, "DEBIT_NOTE", command, facts.reasonGiven, facts);
    if (violations.length > 0) return refuse(...violations);
    return [effective(moneyDate(facts, command.issueDate), DebitNoteIssued(addedDebt(documents, command, facts)))];
  },
});
