import { ACCOUNT_QUERIES } from "./account-queries.ts";
import { AGING_QUERIES } from "./aging-queries.ts";
import { APPROVAL_QUERIES } from "./approval-queries.ts";
import { AUDIT_QUERIES } from "./audit-queries.ts";
import { CREDIT_MOVE_QUERIES } from "./credit-move-queries.ts";
import { CREDIT_QUERIES } from "./credit-queries.ts";
import { CUSTOMER_QUERIES } from "./customer-queries.ts";
import { EVENT_FEED } from "./event-feed.ts";
import { LIST_QUERIES } from "./list-queries.ts";
import { ORDER_QUERIES } from "./order-queries.ts";
import { ORGANISATION_QUERIES } from "./organisation-queries.ts";
import { PROCESS_QUERIES } from "./process-queries.ts";
import { PROJECTION_QUERIES } from "./projection-queries.ts";
import type { AnyQuery } from "./query-definition.ts";
import { STREAM_QUERIES } from "./stream-queries.ts";
import { ACCOUNT_TIMELINE } from "./timeline.ts";
import { WAITING_QUERIES } from "./waiting-queries.ts";

/** Every question that can be asked. Routes and documentation are derived from this list. */
export const QUERIES: readonly AnyQuery[] = [
  ...CUSTOMER_QUERIES,
  ...ACCOUNT_QUERIES,
  ACCOUNT_TIMELINE,
  ...AGING_QUERIES,
  ...LIST_QUERIES,
  ...WAITING_QUERIES,
  ...ORDER_QUERIES,
  ...CREDIT_QUERIES,
  ...CREDIT_MOVE_QUERIES,
  ...APPROVAL_QUERIES,
  ...ORGANISATION_QUERIES,
  ...AUDIT_QUERIES,
  ...STREAM_QUERIES,
  EVENT_FEED,
  ...PROJECTION_QUERIES,
  ...PROCESS_QUERIES,
];
