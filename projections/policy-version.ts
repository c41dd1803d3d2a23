import { sql } from "kysely";
import type { PolicyVersionRow } from "../schemas/views/policy-version.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";
import type { ReadDatabase } from "./define-projection.ts";
import { listPage, type Page } from "./query/list.ts";
import type { PageRequest } from "./query/page.ts";
import { type AccessScope, equals, every, oneOf } from "./query/scope.ts";
import { column } from "./rows/columns.ts";
import { defineRowsProjection } from "./rows-projection.ts";

/**
 * policy_version: every version of every policy a legal entity has defined. Before the first one the built-in version 0 holds.
 *   entity_id | kind  | version | valid_from
 *   CO01      | aging | 2       | 2026-01-01
 */
export const policyVersion = defineRowsProjection({
  name: "policy_version",
  version: 1,
  tables: {
    policy_version: {
      comment: "Versions of the policies of legal entities.",
      columns: {
        entity_id: column.text(),
        kind: column.text(),
        version: column.integer(),
        valid_from: column.date(),
        body: column.jsonb(),
        content_hash: column.text("SHA-256 of the body"),
        ordinal: column.bigint("of its definition"),
      },
      primaryKey: ["entity_id", "kind", "version"],
    },
  },
  on: {
    PolicyDefined: ({ policy_version }, { data, ordinal }) =>
      policy_version.insert({
        entity_id: data.entityId,
        kind: data.kind,
        version: data.version,
        valid_from: data.validFrom,
        body: data.body,
        content_hash: data.contentHash,
        ordinal,
      }),
  },
});

const COLUMNS = sql`entity_id as "entityId", kind, version, valid_from as "validFrom", body, content_hash as "contentHash", ordinal`;

export interface PolicyMoment {
  readonly entityId: string;
  readonly kind: string;
  readonly on: CalendarDate;
  /** As known at an ordinal; default: now. */
  readonly ordinal?: number;
}

/** The version in force on a day: the latest `valid_from` not after it. Nothing when the built-in one holds. */
export async function policyInForce(
  db: ReadDatabase,
  { entityId, kind, on, ordinal }: PolicyMoment,
): Promise<PolicyVersionRow | undefined> {
  const known = ordinal === undefined ? sql<boolean>`true` : sql<boolean>`ordinal <= ${ordinal}`;
  const { rows } = await sql<PolicyVersionRow>`
    select ${COLUMNS} from policy_version where entity_id = ${entityId} and kind = ${kind} and valid_from <= ${on} and ${known}
    order by valid_from desc, ordinal limit 1`.execute(db);
  return rows[0];
}

export interface PolicyFilter extends PageRequest {
  readonly scope: AccessScope;
  readonly entityId?: string;
  readonly kind?: string;
}

export function listPolicyVersions(db: ReadDatabase, filter: PolicyFilter): Promise<Page<PolicyVersionRow>> {
  return listPage(db, {
    select: COLUMNS,
    from: sql`policy_version`,
    where: every([oneOf("entity_id", filter.scope.entityIds), equals("entity_id", filter.entityId), equals("kind", filter.kind)]),
    order: [
      { by: "entity_id", type: "text", key: "entityId" },
      { by: "kind", type: "text", key: "kind" },
      { by: "version", type: "bigint", key: "version" },
    ],
    page: filter,
  });
}
