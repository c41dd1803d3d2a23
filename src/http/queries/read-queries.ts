import { findAccount, listAccounts } from "../../../projections/account-queries.ts";
import { listAuditTrail } from "../../../projections/audit-trail.ts";
import { listCreditLines } from "../../../projections/credit-line.ts";
import { findCustomer, listCustomers } from "../../../projections/customer.ts";
import type { ReadDatabase } from "../../../projections/define-projection.ts";
import { findDocument, listDocuments } from "../../../projections/document.ts";
import { statement } from "../../../projections/movement.ts";
import { aging } from "../../../projections/open-item-version/aging.ts";
import { agingDifference } from "../../../projections/open-item-version/aging-difference.ts";
import { openItems } from "../../../projections/open-item-version/open-items.ts";
import { listBankAccounts, listBranches, listEntities, listPersonRoles, listPersons } from "../../../projections/organisation.ts";
import { listPolicyVersions, policyInForce } from "../../../projections/policy-version.ts";
import { listPromises } from "../../../projections/promise.ts";
import { listReceipts } from "../../../projections/receipt.ts";

const QUERIES = {
  aging,
  agingDifference,
  findAccount,
  findCustomer,
  findDocument,
  listAccounts,
  listAuditTrail,
  listBankAccounts,
  listBranches,
  listCreditLines,
  listCustomers,
  listDocuments,
  listEntities,
  listPersonRoles,
  listPersons,
  listPolicyVersions,
  listPromises,
  listReceipts,
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
