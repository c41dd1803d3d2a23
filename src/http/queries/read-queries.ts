import { findAccount, listAccounts } from "../../../projections/account-queries.ts";
import { listApplicationLines } from "../../../projections/application-line.ts";
import { listApplicationProposals } from "../../../projections/application-proposal.ts";
import { findApproval, listApprovals } from "../../../projections/approval-queries.ts";
import { listAuditTrail } from "../../../projections/audit-trail.ts";
import { creditLineChanges, listCreditLines } from "../../../projections/credit-line-queries.ts";
import { listCreditNotes } from "../../../projections/credit-note.ts";
import { listCreditTransfers } from "../../../projections/credit-transfer.ts";
import { findCustomer, listCustomers } from "../../../projections/customer.ts";
import type { ReadDatabase } from "../../../projections/define-projection.ts";
import { delinquencyHistory, listDelinquency } from "../../../projections/delinquency.ts";
import { findDocument, listDocuments } from "../../../projections/document-queries.ts";
import { statement } from "../../../projections/movement.ts";
import { aging } from "../../../projections/open-item-version/aging.ts";
import { agingDifference } from "../../../projections/open-item-version/aging-difference.ts";
import { openItems } from "../../../projections/open-item-version/open-items.ts";
import { exposureHistory, findOrder, listOrders } from "../../../projections/order-queries.ts";
import { listBankAccounts, listBranches, listEntities, listPersonRoles, listPersons } from "../../../projections/organisation.ts";
import { listPolicyVersions, policyInForce } from "../../../projections/policy-version.ts";
import { listPromises } from "../../../projections/promise.ts";
import { listCreditItems, listReceipts } from "../../../projections/receipt-queries.ts";
import { listReceiptRequests } from "../../../projections/receipt-request.ts";
import { listRefunds } from "../../../projections/refund.ts";
import { listSeries } from "../../../projections/series.ts";
import { listWithholdings } from "../../../projections/withholding.ts";
import { listWriteOffs } from "../../../projections/write-off-queries.ts";

const QUERIES = {
  aging,
  agingDifference,
  creditLineChanges,
  delinquencyHistory,
  exposureHistory,
  findAccount,
  findApproval,
  findCustomer,
  findDocument,
  findOrder,
  listAccounts,
  listApprovals,
  listApplicationProposals,
  listAuditTrail,
  listBankAccounts,
  listBranches,
  listCreditLines,
  listCreditNotes,
  listCreditTransfers,
  listCustomers,
  listDelinquency,
  listDocuments,
  listEntities,
  listOrders,
  listPersonRoles,
  listPersons,
  listPolicyVersions,
  listPromises,
  listCreditItems,
  listApplicationLines,
  listReceiptRequests,
  listReceipts,
  listRefunds,
  listWithholdings,
  listWriteOffs,
  listSeries,
  openItems,
  policyInForce,
  statement,
};

type Bound<Query> = Query extends (db: ReadDatabase, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never;

/** The queries of the read models this edge asks, without the database they run on. */
export type ReadQueries = { readonly [Name in keyof typeof QUERIES]: Bound<(typeof QUERIES)[Name]> };

export function bindQueries(db: ReadDatabase): ReadQueries {
  const bound = Object.entries(QUERIES).map(([name, query]) => [
    name,
    (...rest: never[]) => (query as (...all: unknown[]) => unknown)(db, ...rest),
  ]);
  return Object.fromEntries(bound) as ReadQueries;
}
