import { ApplicationLineList } from "../../../schemas/views/application-line.ts";
import { CreditItemList } from "../../../schemas/views/credit-item.ts";
import { CreditLineList, LINE_STATUSES } from "../../../schemas/views/credit-line.ts";
import { DocumentList, DocumentView } from "../../../schemas/views/document.ts";
import { PromiseList } from "../../../schemas/views/promise.ts";
import { ReceiptList } from "../../../schemas/views/receipt.ts";
import { booleanParameter, dateParameter, identifierParameter, oneOfParameter, wordParameter } from "../edge/parameters.ts";
import { ACCOUNT, BUSINESS, PAGE } from "./list-parameters.ts";
import { resolveAsOf } from "./moments.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";
import { sourcesOf } from "./report-moment.ts";
import { accountOfPath, entityOf, foundOr } from "./scope.ts";

/** Lists show what is recorded now, whatever its business date, with totals per currency over everything that matches. */
export const LIST_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/documents",
    operation: "listDocuments",
    summary: "Documents by issue date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(["OPEN", "PARTIALLY_SETTLED", "SETTLED", "CANCELLED", "WRITTEN_OFF"], "Only those with this status"),
      kind: oneOfParameter(["INVOICE", "DEBIT_NOTE", "CHARGE"], "Only documents of this kind"),
      creditDecision: oneOfParameter(["NONE", "RELEASED"], "NONE: invoiced without the release of an order behind it"),
      from: dateParameter("First issue date"),
      to: dateParameter("Last issue date"),
      ...PAGE,
    },
    reads: ["document", "series"],
    response: DocumentList,
    answer: ({ queries, scope, values }) => queries.listDocuments({ ...values, scope }),
  }),
  defineQuery({
    url: "/accounts/:accountId/documents/:documentId",
    operation: "getDocument",
    summary: "One document with its instalments",
    tag: "Lists",
    parameters: {},
    reads: ["document", "series"],
    response: DocumentView,
    answer(call) {
      const { documentId } = call.request.params as { readonly documentId: string };
      const accountId = accountOfPath(call);
      return foundOr("ITEM_NOT_FOUND", { documentId }, call.scope, (scope) => call.queries.findDocument(accountId, documentId, scope));
    },
  }),
  defineQuery({
    url: "/receipts",
    operation: "listReceipts",
    summary: "Receipts by value date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(["RECEIVED", "CLEARED", "RETURNED", "ANNULLED"], "Only those with this status"),
      method: wordParameter("Only those received this way"),
      unapplied: booleanParameter("Only those with money that is not applied"),
      from: dateParameter("First value date"),
      to: dateParameter("Last value date"),
      ...PAGE,
    },
    reads: ["receipt", "series"],
    response: ReceiptList,
    answer: ({ queries, scope, values }) => queries.listReceipts({ ...values, scope }),
  }),
  defineQuery({
    url: "/credit-items",
    operation: "listCreditItems",
    summary: "Money of customers that settles debts (receipts, credit notes, transferred credits) and what became of it, by value date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      kind: oneOfParameter(["RECEIPT", "CREDIT_NOTE", "TRANSFERRED_CREDIT"], "Only credits of this kind"),
      status: oneOfParameter(["LIVE", "RETURNED", "ANNULLED", "VOIDED"], "Only those with this status"),
      unapplied: booleanParameter("Only those with something left"),
      from: dateParameter("First value date"),
      to: dateParameter("Last value date"),
      ...PAGE,
    },
    reads: ["receipt"],
    response: CreditItemList,
    answer: ({ queries, scope, values }) => queries.listCreditItems({ ...values, scope }),
  }),
  defineQuery({
    url: "/application-lines",
    operation: "listApplicationLines",
    summary: "What settled instalments: payments, credit notes, recoveries, discounts, withholdings, small differences; by effective date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      receiptId: wordParameter("Only what this receipt or other credit settled"),
      documentId: wordParameter("Only what settled this document"),
      applicationId: wordParameter("Only lines of this application"),
      from: dateParameter("First effective date"),
      to: dateParameter("Last effective date"),
      ...PAGE,
    },
    reads: ["application_line"],
    response: ApplicationLineList,
    answer: ({ queries, scope, values }) => queries.listApplicationLines({ ...values, scope }),
  }),
  defineQuery({
    url: "/credit-lines",
    operation: "listCreditLines",
    summary: "Credit lines with their live suspensions",
    tag: "Lists",
    parameters: {
      ...BUSINESS,
      asOf: dateParameter("The day whose limits are shown, and on which a line is expired or not; today unless given"),
      status: oneOfParameter(LINE_STATUSES, "Only those with this status"),
      ...PAGE,
    },
    reads: ["credit_line", "customer"],
    response: CreditLineList,
    async answer(call) {
      const { queries, access, scope, values } = call;
      const asOf = await resolveAsOf(sourcesOf(call), values.asOf, entityOf(values.entityId, access));
      return queries.listCreditLines({ ...values, asOf, scope });
    },
  }),
  defineQuery({
    url: "/promises",
    operation: "listPromises",
    summary: "Promises to pay by due date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(["ACTIVE", "KEPT", "PARTIALLY_KEPT", "BROKEN", "CANCELLED", "SUPERSEDED"], "Only those with this status"),
      collectorId: identifierParameter("Of one collector"),
      dueFrom: dateParameter("First due date"),
      dueTo: dateParameter("Last due date"),
      ...PAGE,
    },
    reads: ["promise"],
    response: PromiseList,
    answer: ({ queries, scope, values }) => queries.listPromises({ ...values, scope }),
  }),
];
