import type { ChargeReason } from "../../../../schemas/codes.ts";
import { ChargeIssued } from "../../../../schemas/events/account/documents.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type DecidedEvent, type DeepReadonly, effective } from "../../../kernel/decider.ts";
import { amountText, type Minor } from "../../../kernel/money.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import type { DomainFacts } from "../../facts.ts";
import type { Account } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { derivedId } from "../derived-id.ts";

/** Something that the customer owes because a payment did not come. */
export interface ReturnCharge {
  readonly reasonCode: ChargeReason;
  readonly amount: Minor;
  /** The day on which it is owed and due. */
  readonly dueOn: CalendarDate;
  readonly effectiveOn: CalendarDate;
  /** The receipt or refund it comes from. */
  readonly sourceId: string;
}

const ENDINGS: Readonly<Partial<Record<ChargeReason, string>>> = { RETURNED_CHEQUE: "FEE", RETURN_SANCTION: "SANCTION" };

/** Refunds of a credit that are paid already: the customer has money that never came. */
export function paidRefunds(
  { creditMoves }: Account,
  creditItemId: string,
): readonly { readonly refundId: string; readonly amount: Minor }[] {
  return [...creditMoves.refunds].flatMap(([refundId, { status, amount, ...refund }]) =>
    status === "PAID" && refund.creditItemId === creditItemId ? { refundId, amount } : [],
  );
}

/** Charges of the ledger's own: they have no number of a series, and their ids are made of what they come from. */
export function chargesIssued(
  account: Account,
  charges: readonly ReturnCharge[],
  customer: DeepReadonly<DomainFacts["customer"]>,
): readonly DecidedEvent[] {
  const { entityId, currency } = partsOfAccount(account.id);
  const branchId = homeBranchOf(customer, entityId);
  const given = new Set<string>();
  return charges
    .filter(({ amount }) => amount > 0n)
    .map(({ reasonCode, amount, dueOn, effectiveOn, sourceId }) => {
      const ending = ENDINGS[reasonCode] ?? "CHARGE";
      const documentId = derivedId(sourceId, ending, (id) => given.has(id) || account.documents.byId.has(id));
      given.add(documentId);
      const salespersonId = salespersonOn(customer, entityId, dueOn);
      const issued = ChargeIssued({
        documentId,
        issueDate: dueOn,
        instalmentId: `${documentId}.1`,
        dueOn,
        amount: amountText(amount, currency),
        reasonCode,
        sourceId,
        ...(branchId !== undefined && { branchId }),
        ...(salespersonId !== undefined && { salespersonId }),
      });
      return effective(effectiveOn, issued);
    });
}
