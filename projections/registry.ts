import { account } from "./account.ts";
import { applicationLine } from "./application-line.ts";
import { applicationProposal } from "./application-proposal.ts";
import { approval } from "./approval.ts";
import { auditTrail } from "./audit-trail.ts";
import { creditLine } from "./credit-line.ts";
import { creditNote } from "./credit-note.ts";
import { creditTransfer } from "./credit-transfer.ts";
import { customer } from "./customer.ts";
import type { ProjectionDefinition } from "./define-projection.ts";
import { delinquency } from "./delinquency.ts";
import { document } from "./document.ts";
import { movement } from "./movement.ts";
import { openItemVersion } from "./open-item-version/open-item-version.ts";
import { order } from "./order.ts";
import { organisation } from "./organisation.ts";
import { policyVersion } from "./policy-version.ts";
import { promise } from "./promise.ts";
import { receipt } from "./receipt.ts";
import { receiptRequest } from "./receipt-request.ts";
import { refund } from "./refund.ts";
import { series } from "./series.ts";
import { withholding } from "./withholding.ts";
import { writeOff } from "./write-off.ts";

/** Every read model. What is not in this list does not exist; what is gets tables, rebuild, lag and comparison from it. */
export const projections: readonly ProjectionDefinition[] = [
  organisation,
  series,
  policyVersion,
  customer,
  creditLine,
  account,
  document,
  receipt,
  applicationLine,
  applicationProposal,
  receiptRequest,
  creditNote,
  withholding,
  order,
  promise,
  delinquency,
  refund,
  creditTransfer,
  writeOff,
  approval,
  openItemVersion,
  movement,
  auditTrail,
];
