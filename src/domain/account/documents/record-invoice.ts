import { RecordInvoiceBody } from "../../../../schemas/commands/documents.ts";
import { InvoiceRecorded } from "../../../../schemas/events/account.ts";
import { addDays } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import { defineCommand } from "../../facts.ts";
import { branchIsKnown } from "../../legal-entity/legal-entity.ts";
import { personIsKnown } from "../../organisation/assign-role.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import { instalmentsAddUp, isNotTooFarAhead, taxesAddUp, taxIdIsTheCustomers } from "./document-rules.ts";
import { dueAmounts } from "./due-dates.ts";

type Body = DeepReadonly<(typeof RecordInvoiceBody)["static"]>;

export const recordInvoice = defineCommand({
  name: "RecordInvoice",
  title: { en: "Record an invoice", es: "Registrar una factura" },
  body: RecordInvoiceBody,
  issuedBy: ["BIL", "ACC"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: ["customer", "entity", "organisation", "policies", "calendar", "locks"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "CURRENCY_MISMATCH", "DUPLICATE_DOCUMENT", "NUMBER_REQUIRED"] as const),
    ...(["INSTALMENTS_DO_NOT_SUM", "TAX_MISMATCH", "TAX_ID_MISMATCH", "DUE_BEFORE_ISSUE", "FUTURE_DOCUMENT_DATE"] as const),
    ...(["UNKNOWN_TERMS", "CALENDAR_MISSING", "PERSON_NOT_FOUND", "RESOURCE_NOT_FOUND", "MALFORMED", "EFFECTIVE_BEFORE_DOCUMENT"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ documentId, instalments }) =>
    broken(
      (instalments ?? []).map(({ instalmentId }, index) =>
        instalmentId === `${documentId}.${index + 1}`
          ? undefined
          : violation("MALFORMED", { expected: `${documentId}.${index + 1}` }, `/instalments/${index}/instalmentId`),
      ),
    ),
  claims: ({ accountId, series, number, fiscalId }) => {
    const { entityId } = partsOfAccount(accountId);
    return [
      { key: `DOCUMENT_NUMBER:${entityId}:INVOICE:${series}:${number}`, code: "DUPLICATE_DOCUMENT" },
      ...(fiscalId === undefined ? [] : [{ key: `FISCAL_ID:${fiscalId}`, code: "DUPLICATE_DOCUMENT" as const }]),
    ];
  },

  /** A document that exists outside is never refused for reasons of credit. */
  decide({ documents }, command, facts) {
    const { accountId, documentId, series, number, issueDate, net, total, taxes, termsCode, salespersonId, branchId } = command;
    const { customerId, entityId, currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, currenciesOf(command));
    if (mismatch.length > 0) return refuse(...mismatch);

    const terms = facts.policies.inForce("terms", issueDate).body.codes[termsCode];
    const schedule = scheduleOf(command, terms, facts.calendar);
    const { futureDocumentDays } = facts.policies.inForce("application", issueDate).body;
    const violations = broken([
      ownersAreKnown({ customerId, entityId, currency }, facts),
      documents.byId.has(documentId) ? violation("DUPLICATE_DOCUMENT", { documentId }, "/documentId") : undefined,
      number === undefined ? violation("NUMBER_REQUIRED", { series }, "/number") : undefined,
      taxesAddUp(net, total, taxes),
      terms === undefined ? violation("UNKNOWN_TERMS", { termsCode }, "/termsCode") : undefined,
      schedule === undefined
        ? violation("CALENDAR_MISSING", { termsCode }, "/termsCode")
        : instalmentsAddUp(schedule, toMinor(total), issueDate, currency),
      isNotTooFarAhead(issueDate, facts.today, futureDocumentDays),
      facts.effectiveOn === undefined ? undefined : isNotTooFarAhead(facts.effectiveOn, facts.today, futureDocumentDays, "/effectiveOn"),
      facts.effectiveOn !== undefined && facts.effectiveOn < issueDate
        ? violation("EFFECTIVE_BEFORE_DOCUMENT", { effectiveOn: facts.effectiveOn, earliest: issueDate }, "/effectiveOn")
        : undefined,
      taxIdIsTheCustomers(command.customerTaxId, facts.customer),
      salespersonId === undefined ? undefined : personIsKnown(facts.organisation, salespersonId, "/salespersonId"),
      branchIsKnown(facts.entity, branchId),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0 || number === undefined) return refuse(...violations);

    const text = (money: { readonly amount: string; readonly currency: string }) => amountText(toMinor(money), currency);
    const seller = salespersonId ?? salespersonOn(facts.customer, entityId, issueDate);
    const branch = branchId ?? homeBranchOf(facts.customer, entityId);
    return [
      effective(
        moneyDate(facts, issueDate),
        InvoiceRecorded({
          documentId,
          series,
          number,
          issueDate,
          net: text(net),
          total: text(total),
          taxes: taxes.map(({ code, base, ratePct, amount }) => ({ code, base: text(base), ratePct, amount: text(amount) })),
          termsCode,
          instalments: (schedule ?? []).map(({ dueOn, amount }, index) => ({
            instalmentId: `${documentId}.${index + 1}`,
            dueOn,
            amount: amountText(amount, currency),
          })),
          orderRefs: (command.orderRefs ?? []).map(({ orderId, amount, last }) => ({ orderId, amount: text(amount), last })),
          paymentMethod: command.paymentMethod,
          creditDecision: "NONE",
          ...(terms?.earlyDiscount && {
            earlyDiscount: { pct: terms.earlyDiscount.pct, lastDay: addDays(issueDate, terms.earlyDiscount.withinDays) },
          }),
          ...(command.fiscalId !== undefined && { fiscalId: command.fiscalId }),
          ...(command.purchaseOrder !== undefined && { purchaseOrder: command.purchaseOrder }),
          ...(seller !== undefined && { salespersonId: seller }),
          ...(branch !== undefined && { branchId: branch }),
        }),
      ),
    ];
  },
});

/** What is due when: as the issuer says, else as the terms say; nothing is due of a total of zero. */
function scheduleOf(
  { instalments, total, issueDate }: Body,
  terms: Parameters<typeof dueAmounts>[0] | undefined,
  calendar: Parameters<typeof dueAmounts>[3],
): ReturnType<typeof dueAmounts> {
  if (instalments !== undefined && instalments.length > 0) {
    return instalments.map(({ dueOn, amount }) => ({ dueOn, amount: toMinor(amount) }));
  }
  const minor = toMinor(total);
  if (minor === 0n) return [];
  return terms === undefined ? [{ dueOn: issueDate, amount: minor }] : dueAmounts(terms, issueDate, minor, calendar);
}

function currenciesOf({ net, total, taxes, instalments = [], orderRefs = [] }: Body): Parameters<typeof currencyIs>[1] {
  const parts = [
    ...taxes.flatMap(({ base, amount }, index) => [[`taxes/${index}/base`, base] as const, [`taxes/${index}/amount`, amount] as const]),
    ...instalments.map(({ amount }, index) => [`instalments/${index}/amount`, amount] as const),
    ...orderRefs.map(({ amount }, index) => [`orderRefs/${index}/amount`, amount] as const),
  ];
  return { net, total, ...Object.fromEntries(parts) };
}
