import { CREDIT_TRANSFER_STATUSES, CreditTransferList, REFUND_STATUSES, RefundList } from "../../../schemas/views/credit-move.ts";
import { CREDIT_NOTE_STATUSES, CreditNoteList } from "../../../schemas/views/credit-note.ts";
import { WITHHOLDING_STATUSES, WithholdingList } from "../../../schemas/views/withholding.ts";
import { WRITE_OFF_STATUSES, WriteOffList } from "../../../schemas/views/write-off.ts";
import { accountParameter, dateParameter, identifierParameter, oneOfParameter } from "../edge/parameters.ts";
import { ACCOUNT, PAGE } from "./list-parameters.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";

/** Credits that are no money, money that left accounts without paying anything in them, debts that were given up: as recorded now. */
export const CREDIT_MOVE_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/write-offs",
    operation: "listWriteOffs",
    summary: "Write-offs by day of proposal, with the memo that is still owed and what was recovered",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      writeOffId: identifierParameter("Only this one"),
      status: oneOfParameter(WRITE_OFF_STATUSES, "Only those with this status"),
      asOf: dateParameter("The memo at the end of this day; the one recorded now unless given"),
      from: dateParameter("First day of proposal"),
      to: dateParameter("Last day of proposal"),
      ...PAGE,
    },
    reads: ["write_off"],
    response: WriteOffList,
    answer: ({ queries, scope, values }) => queries.listWriteOffs({ ...values, scope }),
  }),
  defineQuery({
    url: "/credit-notes",
    operation: "listCreditNotes",
    summary: "Credit notes from their request on, with who decided and what is left of them; by day of request or issue",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      creditNoteId: identifierParameter("Only this one"),
      documentId: identifierParameter("Only those that correct this document"),
      status: oneOfParameter(CREDIT_NOTE_STATUSES, "Only those with this status"),
      from: dateParameter("First day of request, or of issue where it was not requested here"),
      to: dateParameter("Last day of request or issue"),
      ...PAGE,
    },
    reads: ["credit_note", "receipt"],
    response: CreditNoteList,
    answer: ({ queries, scope, values }) => queries.listCreditNotes({ ...values, scope }),
  }),
  defineQuery({
    url: "/withholdings",
    operation: "listWithholdings",
    summary: "Taxes that customers withheld, and whether their certificate came; by effective date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      documentId: identifierParameter("Only those of this document"),
      kind: oneOfParameter(["INCOME_TAX", "VAT", "ICA"], "Only of this tax"),
      status: oneOfParameter(WITHHOLDING_STATUSES, "Only those with this status"),
      from: dateParameter("First effective date"),
      to: dateParameter("Last effective date"),
      ...PAGE,
    },
    reads: ["withholding"],
    response: WithholdingList,
    answer: ({ queries, scope, values }) => queries.listWithholdings({ ...values, scope }),
  }),
  defineQuery({
    url: "/refunds",
    operation: "listRefunds",
    summary: "Refunds by day of request",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      status: oneOfParameter(REFUND_STATUSES, "Only those with this status"),
      from: dateParameter("First day of request"),
      to: dateParameter("Last day of request"),
      ...PAGE,
    },
    reads: ["refund"],
    response: RefundList,
    answer: ({ queries, scope, values }) => queries.listRefunds({ ...values, scope }),
  }),
  defineQuery({
    url: "/credit-transfers",
    operation: "listCreditTransfers",
    summary: "Credit transferred between accounts, by effective date",
    tag: "Lists",
    parameters: {
      ...ACCOUNT,
      toAccountId: accountParameter("Only what went to this account"),
      status: oneOfParameter(CREDIT_TRANSFER_STATUSES, "Only those with this status"),
      from: dateParameter("First effective date"),
      to: dateParameter("Last effective date"),
      ...PAGE,
    },
    reads: ["credit_transfer"],
    response: CreditTransferList,
    answer: ({ queries, scope, values }) => queries.listCreditTransfers({ ...values, scope }),
  }),
];
