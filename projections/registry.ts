import { account } from "./account.ts";
import { applicationLine } from "./application-line.ts";
import { auditTrail } from "./audit-trail.ts";
import { creditLine } from "./credit-line.ts";
import { customer } from "./customer.ts";
import type { ProjectionDefinition } from "./define-projection.ts";
import { document } from "./document.ts";
import { movement } from "./movement.ts";
import { openItemVersion } from "./open-item-version/open-item-version.ts";
import { organisation } from "./organisation.ts";
import { policyVersion } from "./policy-version.ts";
import { promise } from "./promise.ts";
import { receipt } from "./receipt.ts";

/** Every read model. What is not in this list does not exist; what is gets tables, rebuild, lag and comparison from it. */
export const projections: readonly ProjectionDefinition[] = [
  organisation,
  policyVersion,
  customer,
  creditLine,
  account,
  document,
  receipt,
  applicationLine,
  promise,
  openItemVersion,
  movement,
  auditTrail,
];
