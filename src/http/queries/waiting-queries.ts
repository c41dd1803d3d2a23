import { ApplicationProposalList, PROPOSAL_STATUSES } from "../../../schemas/views/application-proposal.ts";
import { RECEIPT_REQUEST_STATUSES, ReceiptRequestList } from "../../../schemas/views/receipt-request.ts";
import { dateParameter, identifierParameter, oneOfParameter } from "../edge/parameters.ts";
import { ACCOUNT, PAGE } from "./list-parameters.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";

/** What desks prepared and somebody else has to decide on: as recorded now. */
export const WAITING_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/application-proposals",
    operation: "listApplicationProposals",
    summary: "Applications that wait for the leader, by the last day on which they can be approved",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(PROPOSAL_STATUSES, "Only those with this status"),
      receiptId: identifierParameter("Of the money of one receipt"),
      proposedBy: identifierParameter("Of one person"),
      from: dateParameter("First day of proposal"),
      to: dateParameter("Last day of proposal"),
      ...PAGE,
    },
    reads: ["application_proposal"],
    response: ApplicationProposalList,
    answer: ({ queries, scope, values }) => queries.listApplicationProposals({ ...values, scope }),
  }),
  defineQuery({
    url: "/receipt-requests",
    operation: "listReceiptRequests",
    summary: "Receipts that desks asked treasury for, by day of request",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(RECEIPT_REQUEST_STATUSES, "Only those with this status"),
      requestedBy: identifierParameter("Of one person"),
      from: dateParameter("First day of request"),
      to: dateParameter("Last day of request"),
      ...PAGE,
    },
    reads: ["receipt_request"],
    response: ReceiptRequestList,
    answer: ({ queries, scope, values }) => queries.listReceiptRequests({ ...values, scope }),
  }),
];
