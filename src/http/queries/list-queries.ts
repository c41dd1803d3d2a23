import { CreditLineList } from "../../../schemas/views/credit-line.ts";
import { DocumentList, DocumentView } from "../../../schemas/views/document.ts";
import { PromiseList } from "../../../schemas/views/promise.ts";
import { ReceiptList } from "../../../schemas/views/receipt.ts";
import {
  accountParameter,
  booleanParameter,
  currencyParameter,
  cursorParameter,
  dateParameter,
  identifierParameter,
  limitParameter,
  oneOfParameter,
  wordParameter,
} from "../edge/parameters.ts";
import { resolveAsOf } from "./moments.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";
import { sourcesOf } from "./report-moment.ts";
import { accountOfPath, entityOf, foundOr } from "./scope.ts";

const PAGE = { limit: limitParameter, cursor: cursorParameter };
const BUSINESS = {
  customerId: identifierParameter("Of one customer"),
  entityId: identifierParameter("Of one legal entity"),
  currency: currencyParameter,
};
const ACCOUNT = { accountId: accountParameter(), ...BUSINESS };

/** Lists show what is recorded now, whatever its business date, with totals per currency over everything that matches. */
export const LIST_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/documents",
    operation: "listDocuments",
    summary: "Documents by issue date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(["OPEN", "PARTIALLY_SETTLED", "SETTLED"], "Only those with this status"),
      from: dateParameter("First issue date"),
      to: dateParameter("Last issue date"),
      ...PAGE,
    },
    reads: ["document"],
    response: DocumentList,
    answer: ({ queries, scope, values }) => queries.listDocuments({ ...values, scope }),
  }),
  defineQuery({
    url: "/accounts/:accountId/documents/:documentId",
    operation: "getDocument",
    summary: "One document with its instalments",
    tag: "Lists",
    parameters: {},
    reads: ["document"],
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
      status: oneOfParameter(["RECEIVED", "CLEARED"], "Only those with this status"),
      method: wordParameter("Only those received this way"),
      unapplied: booleanParameter("Only those with money that is not applied"),
      from: dateParameter("First value date"),
      to: dateParameter("Last value date"),
      ...PAGE,
    },
    reads: ["receipt"],
    response: ReceiptList,
    answer: ({ queries, scope, values }) => queries.listReceipts({ ...values, scope }),
  }),
  defineQuery({
    url: "/credit-lines",
    operation: "listCreditLines",
    summary: "Credit lines with their live suspensions",
    tag: "Lists",
    parameters: {
      ...BUSINESS,
      asOf: dateParameter("The day on which a line is expired or not; today unless given"),
      status: oneOfParameter(["ACTIVE", "SUSPENDED", "EXPIRED"], "Only those with this status"),
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
      status: oneOfParameter(["ACTIVE", "KEPT", "PARTIALLY_KEPT", "BROKEN", "CANCELLED"], "Only those with this status"),
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
