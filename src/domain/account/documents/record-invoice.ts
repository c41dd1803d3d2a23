import { RecordInvoiceBody } from "../../../../schemas/commands/documents.ts";
import { InvoiceRecorded } from "../../../../schemas/events/account/documents.ts";
import { addDays } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse } from "../../../kernel/decider.ts";
import { amountText, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { numberFits } from "../../legal-entity/series.ts";
import { moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { invoiceOrders } from "../orders/consume-reservation.ts";
import { amountsOf, scheduleIsRight, taxesAddUp, taxIdIsTheCustomers } from "./document-rules.ts";
import { DEBT_FACTS, DEBT_REFUSALS, debtClaims, debtHeader, debtIsNew, debtIsPlaced } from "./recorded-debt.ts";
import { instalmentsCount, instalmentsOf, scheduleOf } from "./schedule.ts";

export const recordInvoice = defineCommand({
  name: "RecordInvoice",
  title: { en: "Record an invoice", es: "Registrar una factura" },
  body: RecordInvoiceBody,
  issuedBy: ["BIL", "ACC"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: [...DEBT_FACTS, "calendar"],
  refusals: [
    ...DEBT_REFUSALS,
    ...(["INSTALMENTS_DO_NOT_SUM", "TAX_MISMATCH", "TAX_ID_MISMATCH", "UNKNOWN_TERMS", "CALENDAR_MISSING", "MALFORMED"] as const),
  ],
  examine: ({ documentId, instalments }) => instalmentsCount(documentId, instalments),
  claims: (body) => debtClaims("INVOICE", body),

  /** A document that exists outside is never refused for reasons of credit, nor for an order that nobody asked to release. */
  decide({ documents, orders }, command, facts) {
    const { accountId, documentId, number, issueDate, net, total, taxes, termsCode } = command;
    const { currency } = partsOfAccount(accountId);
    const mismatch = currencyIs(currency, amountsOf(command));
    if (mismatch.length > 0) return refuse(...mismatch);

    const terms = facts.policies.inForce("terms", issueDate).body.codes[termsCode];
    const schedule = scheduleOf(command, toMinor(total), terms, facts.calendar);
    const violations = broken([
      debtIsNew(documents, command, facts),
      numberFits(facts.entity, "INVOICE", command),
      taxesAddUp(net, total, taxes),
      scheduleIsRight(command, terms !== undefined, schedule, toMinor(total), currency),
      taxIdIsTheCustomers(command.customerTaxId, facts.customer),
      debtIsPlaced(command, facts),
    ]);
    if (violations.length > 0 || number === undefined) return refuse(...violations);

    const refs = (command.orderRefs ?? []).map(({ orderId, amount, last }) => ({ orderId, amount: toMinor(amount), last }));
    const ofOrders = invoiceOrders(orders, documentId, refs, { currency, today: facts.today });
    const text = (money: { readonly amount: string; readonly currency: string }) => amountText(toMinor(money), currency);
    return [
      effective(
        moneyDate(facts, issueDate),
        InvoiceRecorded({
          ...debtHeader(command, facts),
          number,
          net: text(net),
          total: text(total),
          taxes: taxes.map(({ code, base, ratePct, amount }) => ({ code, base: text(base), ratePct, amount: text(amount) })),
          termsCode,
          instalments: instalmentsOf(documentId, schedule ?? [], currency),
          orderRefs: refs.map(({ orderId, amount, last }) => ({ orderId, amount: amountText(amount, currency), last })),
          paymentMethod: command.paymentMethod,
          creditDecision: ofOrders.creditDecision,
          ...(terms?.earlyDiscount && {
            earlyDiscount: { pct: terms.earlyDiscount.pct, lastDay: addDays(issueDate, terms.earlyDiscount.withinDays) },
          }),
          ...(command.fiscalId !== undefined && { fiscalId: command.fiscalId }),
          ...(command.purchaseOrder !== undefined && { purchaseOrder: command.purchaseOrder }),
        }),
      ),
      ...ofOrders.events,
    ];
  },
});
