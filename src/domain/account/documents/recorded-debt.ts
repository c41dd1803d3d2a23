import type { SeriesKind } from "../../../../schemas/codes.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { broken, type Claim, type DeepReadonly, type Occasion, type Verdict, violation } from "../../../kernel/decider.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import type { DomainFacts } from "../../facts.ts";
import { branchIsKnown } from "../../legal-entity/legal-entity.ts";
import { type Numbered, numberClaims } from "../../legal-entity/series.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import { givenDateIsOpen } from "../../time-locks.ts";
import { partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import { isNotTooFarAhead } from "./document-rules.ts";
import type { Document, Documents } from "./documents.ts";

/** What every command by which a debt begins says of it. */
export interface Debt extends Numbered {
  readonly accountId: string;
  readonly documentId: string;
  readonly issueDate: CalendarDate;
  readonly fiscalId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly salespersonId?: string | undefined;
}

/** What the rules of this file need to know. */
export const DEBT_FACTS = ["customer", "entity", "organisation", "policies", "locks"] as const;
export type DebtFacts = DeepReadonly<Pick<DomainFacts, (typeof DEBT_FACTS)[number]>> & Occasion;

/** What any debt may be refused for, besides the rules of its own kind. */
export const DEBT_REFUSALS = [
  ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "CURRENCY_MISMATCH", "DUPLICATE_DOCUMENT", "NUMBER_REQUIRED"] as const),
  ...(["DUE_BEFORE_ISSUE", "FUTURE_DOCUMENT_DATE", "EFFECTIVE_BEFORE_DOCUMENT", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND"] as const),
  ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
] as const;

/** DOC-1 The number in its series and the fiscal number are used once. */
export function debtClaims(
  kind: SeriesKind,
  { accountId, series, number, fiscalId }: Omit<Debt, "documentId" | "issueDate">,
): readonly Claim[] {
  const { entityId } = partsOfAccount(accountId);
  return [
    ...numberClaims(entityId, kind, { series, number }),
    ...(fiscalId === undefined ? [] : [{ key: `FISCAL_ID:${fiscalId}`, code: "DUPLICATE_DOCUMENT" as const }]),
  ];
}

/** Its owners exist, and its id is not taken. */
export function debtIsNew(documents: DeepReadonly<Documents>, { accountId, documentId }: Debt, facts: DebtFacts): Verdict {
  return broken([
    ownersAreKnown(partsOfAccount(accountId), facts),
    documents.byId.has(documentId) ? violation("DUPLICATE_DOCUMENT", { documentId }, "/documentId") : undefined,
  ]);
}

/** Its dates are possible, and seller and branch are known. */
export function debtIsPlaced({ issueDate, salespersonId, branchId }: Debt, facts: DebtFacts): Verdict {
  const { effectiveOn, today } = facts;
  const { futureDocumentDays } = facts.policies.inForce("application", issueDate).body;
  return broken([
    isNotTooFarAhead(issueDate, today, futureDocumentDays),
    effectiveOn === undefined ? undefined : isNotTooFarAhead(effectiveOn, today, futureDocumentDays, "/effectiveOn"),
    effectiveOn !== undefined && effectiveOn < issueDate
      ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn, earliest: issueDate }, "/effectiveOn")
      : undefined,
    salespersonId === undefined ? undefined : personIsKnown(facts.organisation, salespersonId, "/salespersonId"),
    branchIsKnown(facts.entity, branchId),
    givenDateIsOpen(facts),
  ]);
}

/**
 * What every event of a new debt says of it. Seller and branch are those given, else those of the document it belongs to, else the
 * customer's on the issue date.
 */
export function debtHeader(debt: Debt, facts: DebtFacts, origin?: DeepReadonly<Document>) {
  const { documentId, series, issueDate } = debt;
  const { entityId } = partsOfAccount(debt.accountId);
  const salespersonId = debt.salespersonId ?? origin?.salespersonId ?? salespersonOn(facts.customer, entityId, issueDate);
  const branchId = debt.branchId ?? origin?.branchId ?? homeBranchOf(facts.customer, entityId);
  return {
    ...{ documentId, series, issueDate },
    ...(salespersonId !== undefined && { salespersonId }),
    ...(branchId !== undefined && { branchId }),
  };
}
