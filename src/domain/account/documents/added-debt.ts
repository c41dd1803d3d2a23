import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { numberFits } from "../../legal-entity/series.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { isDueAfterIssue } from "./document-rules.ts";
import type { Documents } from "./documents.ts";
import { DEBT_REFUSALS, type Debt, type DebtFacts, debtHeader, debtIsNew, debtIsPlaced } from "./recorded-debt.ts";

/** A debit note or a charge as its command asks for it. */
interface Added extends Debt {
  readonly originDocumentId?: string | undefined;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly dueOn: CalendarDate;
}

/** What a debit note or a charge may be refused for. */
export const ADDED_REFUSALS = [...DEBT_REFUSALS, "ITEM_NOT_FOUND", "REASON_REQUIRED", "NUMBER_NOT_EXPECTED"] as const;

/** The rules of what is added to a debt. `explained`: something besides a document of the account says why. */
export function addedDebtViolations(
  documents: DeepReadonly<Documents>,
  kind: "DEBIT_NOTE" | "CHARGE",
  added: Added,
  explained: boolean,
  facts: DebtFacts,
): readonly Violation[] {
  const { originDocumentId, amount, dueOn, issueDate } = added;
  return broken([
    currencyIs(partsOfAccount(added.accountId).currency, { amount }),
    debtIsNew(documents, added, facts),
    numberFits(facts.entity, kind, added),
    originDocumentId === undefined || documents.byId.has(originDocumentId)
      ? undefined
      : violation("ITEM_NOT_FOUND", { documentId: originDocumentId }, "/originDocumentId"),
    isDueAfterIssue(dueOn, issueDate, "/dueOn"),
    originDocumentId === undefined && !explained ? violation("REASON_REQUIRED", {}, "/reason") : undefined,
    debtIsPlaced(added, facts),
  ]);
}

/** What the events of both say. It belongs where its document of origin does, unless it says otherwise. */
export function addedDebt(documents: DeepReadonly<Documents>, added: Added, facts: DebtFacts) {
  const { accountId, documentId, number, originDocumentId, amount, dueOn } = added;
  const origin = originDocumentId === undefined ? undefined : documents.byId.get(originDocumentId);
  return {
    ...debtHeader(added, facts, origin),
    ...(number !== undefined && { number }),
    ...(originDocumentId !== undefined && { originDocumentId }),
    instalmentId: `${documentId}.1`,
    dueOn,
    amount: amountText(toMinor(amount), partsOfAccount(accountId).currency),
  };
}
