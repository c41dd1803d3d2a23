import { CancelInvoiceBody } from "../../../../schemas/commands/documents.ts";
import { CreditNoteIssued } from "../../../../schemas/events/account/credit-notes.ts";
import { InvoiceCancelled } from "../../../../schemas/events/account/documents.ts";
import { broken, type DeepReadonly, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { numberClaims } from "../../legal-entity/series.ts";
import { LEAD } from "../../roles.ts";
import { givenDateIsOpen } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { applicationOfIssue, creditApplied } from "../credit-notes/credit-application.ts";
import { oldestFirst } from "../credit-notes/credit-parts.ts";
import { freshCredit } from "../credits/credits.ts";
import { datesOfCancellation, isUntouched, noteDateIsPossible } from "./cancellation.ts";

type Body = DeepReadonly<(typeof CancelInvoiceBody)["static"]>;

/** The series of notes that cancel, where the command names none. */
const SERIES = "CANCEL";

export const cancelInvoice = defineCommand({
  name: "CancelInvoice",
  title: { en: "Cancel an invoice", es: "Anular una factura" },
  body: CancelInvoiceBody,
  issuedBy: ["BIL", "ACC"],
  approvedBy: ["BIL", "ACC", ...LEAD, "DIR"],
  target: accountOf,
  mayBeDatedAhead: true,
  facts: ["policies", "locks"],
  refusals: [
    ...(["ITEM_NOT_FOUND", "INVALID_TRANSITION", "REASON_REQUIRED", "OVERLAPS", "ALREADY_APPLIED", "ITEM_HAS_LIVE_COMMITMENT"] as const),
    ...(["CREDIT_EXCEEDS_INVOICE", "DUPLICATE_DOCUMENT", "EFFECTIVE_BEFORE_DOCUMENT", "FUTURE_EFFECTIVE_DATE"] as const),
    ...(["TIMELINE_NEGATIVE", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  claims: ({ accountId, creditNoteNumber: number, creditNoteSeries: series = SERIES }) =>
    numberClaims(partsOfAccount(accountId).entityId, "CREDIT_NOTE", { series, number }),

  /** DOC-7 A note over all of it settles it in the same decision. The number of the invoice stays used. */
  decide(account, command, facts) {
    const { accountId, documentId, creditNoteId, creditNoteNumber, creditNoteSeries = SERIES } = command;
    const document = account.documents.byId.get(documentId);
    if (document === undefined) return refuse(violation("ITEM_NOT_FOUND", { documentId }, "/documentId"));
    if (document.cancelled) return refuse(violation("INVALID_TRANSITION", { documentId, status: "CANCELLED" }, "/documentId"));

    const { issueDate, on } = datesOfCancellation(account, document, facts);
    const violations = broken([
      document.kind === "INVOICE" ? undefined : violation("INVALID_TRANSITION", { documentId, needed: "INVOICE" }, "/documentId"),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      noteIsNew(account, command),
      isUntouched(account, documentId),
      noteDateIsPossible(account, document, facts),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0 || on === undefined) return refuse(...violations);

    const { currency } = partsOfAccount(accountId);
    const amount = amountText(document.total, currency);
    const issued = CreditNoteIssued({
      creditNoteId,
      series: creditNoteSeries,
      number: creditNoteNumber,
      issueDate,
      reasonCode: "CANCEL",
      amount,
      documentId,
      approval: "CANCELLATION",
      ...(document.branchId !== undefined && { branchId: document.branchId }),
      ...(document.salespersonId !== undefined && { salespersonId: document.salespersonId }),
    });
    const events = [InvoiceCancelled({ documentId, creditNoteId }), issued].map((event) => effective(on, event));
    const parts = oldestFirst(account, documentId, document.total).map((part) => ({ ...part, memoOf: undefined }));
    if (parts.length === 0) return events;
    const begun = { kind: "CREDIT_NOTE", method: undefined, cleared: true, revision: 0 } as const;
    const credit = freshCredit({ ...begun, amount, valueDate: issueDate, effectiveOn: on });
    const application = { applicationId: applicationOfIssue(account, creditNoteId), creditNoteId, credit, born: true, parts };
    const applied = creditApplied(account, application, currency, { ...facts, effectiveOn: undefined });
    return "rejected" in applied ? applied : [...events, applied];
  },
});

function noteIsNew({ credits, creditNotes }: Account, { creditNoteId }: Body) {
  const isTaken = credits.byId.has(creditNoteId) || creditNotes.byId.has(creditNoteId);
  return isTaken ? violation("OVERLAPS", { creditNoteId }, "/creditNoteId") : undefined;
}
