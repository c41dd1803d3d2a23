import { ACCOUNT_QUERIES } from "./account-queries.ts";
import { AGING_QUERIES } from "./aging-queries.ts";
import { AUDIT_QUERIES } from "./audit-queries.ts";
import { CUSTOMER_QUERIES } from "./customer-queries.ts";
import { EVENT_FEED } from "./event-feed.ts";
import { LIST_QUERIES } from "./list-queries.ts";
import { ORGANISATION_QUERIES } from "./organisation-queries.ts";
import { PROJECTION_QUERIES } from "./projection-queries.ts";
import type { AnyQuery } from "./query-definition.ts";
import { STREAM_QUERIES } from "./stream-queries.ts";
import { ACCOUNT_TIMELINE } from "./timeline.ts";

/** Every question that can be asked. Routes and documentation are derived from this list. */
export const QUERIES: readonly AnyQuery[] = [
  ...CUSTOMER_QUERIES,
  ...ACCOUNT_QUERIES,
  ACCOUNT_TIMELINE,
  ...AGING_QUERIES,
  ...LIST_QUERIES,
  ...ORGANISATION_QUERIES,
  ...AUDIT_QUERIES,
  ...STREAM_QUERIES,
  EVENT_FEED,
  ...PROJECTION_QUERIES,
];
