import { CorrectInvoiceReferenceBody } from "../../../../schemas/commands/documents.ts";
import { InvoiceReferenceCorrected } from "../../../../schemas/events/account/documents.ts";
import { Identifier, Label } from "../../../../schemas/identifiers.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { branchIsKnown } from "../../legal-entity/legal-entity.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { isNotBeforeDocument } from "./later-changes.ts";

/** What each reference looks like. */
const FORMS = { purchaseOrder: Label(60), fiscalId: Label(120), salespersonId: Identifier, branchId: Identifier };

export const correctInvoiceReference = defineCommand({
  name: "CorrectInvoiceReference",
  title: { en: "Correct a reference of an invoice", es: "Corregir una referencia de una factura" },
  body: CorrectInvoiceReferenceBody,
  issuedBy: ["BIL", "PC"],
  target: accountOf,
  facts: ["entity", "organisation", "locks"],
  refusals: [
    ...(["ITEM_NOT_FOUND", "VALUE_CHANGED", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "DUPLICATE_DOCUMENT", "MALFORMED"] as const),
    ...(["EFFECTIVE_BEFORE_DOCUMENT", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  shapes: ({ field, to }) => [{ schema: FORMS[field], value: to, pointer: "/to", code: "MALFORMED" }],
  claims: ({ field, to }) => (field === "fiscalId" ? [{ key: `FISCAL_ID:${to}`, code: "DUPLICATE_DOCUMENT" }] : []),

  /** Reports by branch or salesperson follow from the day of the correction on. */
  decide({ documents }, { documentId, field, from, to }, facts) {
    const document = documents.byId.get(documentId);
    if (document === undefined) return refuse(violation("ITEM_NOT_FOUND", { documentId }, "/documentId"));
    const current = document[field] ?? null;
    const violations = broken([
      current === from ? undefined : violation("VALUE_CHANGED", { field, current: current ?? "" }, "/from"),
      field === "salespersonId" ? personIsKnown(facts.organisation, to, "/to") : undefined,
      field === "branchId" ? branchIsKnown(facts.entity, to, "/to") : undefined,
      isNotBeforeDocument(document, facts.effectiveOn),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    if (from === to) return [];
    const on = moneyDate(facts, laterOf(facts.today, document.effectiveOn));
    const { instalmentIds } = document;
    return [effective(on, InvoiceReferenceCorrected({ documentId, field, from, to, instalmentIds }))];
  },
});
