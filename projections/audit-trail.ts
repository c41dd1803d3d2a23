import { sql } from "kysely";
import type { EventData, EventType } from "../schemas/events/registry.ts";
import { eventRegistry } from "../schemas/events/registry.ts";
import type { AuditEntry, AuditTrail } from "../schemas/views/audit-trail.ts";
import type { LedgerEvent, ProjectionDefinition, ReadDatabase, TableDefinition } from "./define-projection.ts";
import { listPage } from "./query/list.ts";
import type { PageRequest } from "./query/page.ts";
import { type AccessScope, equals, every, visibleOrOfNoEntity } from "./query/scope.ts";
import { column, optional } from "./rows/columns.ts";
import { insertRows } from "./rows/flush-rows.ts";
import type { Row } from "./rows/row-changes.ts";

const auditTrailTable: TableDefinition = {
  comment: "Every command the ledger remembers, accepted, refused or without effect: one row per append.",
  columns: {
    ordinal: column.bigint("of its first event"),
    last_ordinal: column.bigint("of its last event: a point of knowledge"),
    stream: column.text("where its events are"),
    first_revision: column.bigint("of its first event in the stream"),
    target: column.text("the stream it was about; of a refusal the one it would have changed"),
    category: column.text("of the target"),
    account_id: optional.text("where it was about an account"),
    entity_id: optional.text("legal entity of the target; null where there is none"),
    command: column.text(),
    command_id: column.text(),
    actor: column.text("person"),
    outcome: column.text("ACCEPTED, REFUSED or NO_EFFECT"),
    code: optional.text("of a refusal, the first one"),
    violations: optional.jsonb("of a refusal: every violation with its facts"),
    events: column.jsonb("types of its events, in order"),
    effective_on: column.date("of its first event"),
    recorded_at: column.instant(),
  },
  primaryKey: ["ordinal"],
  indexes: [
    "(last_ordinal)",
    "(recorded_at, last_ordinal)",
    "(account_id, ordinal)",
    "(actor, ordinal)",
    "(target, ordinal)",
    "(command, ordinal)",
    "(code, ordinal) where code is not null",
  ],
};

/**
 * audit_trail: one row per append: who asked for what, and what became of it. It is also where instants become ordinals.
 *   ordinal | command      | actor | target               | outcome | code
 *   4711    | ApplyPayment | P-7   | account-103.CO01.COP | REFUSED | OVER_APPLICATION
 */
export const auditTrail: ProjectionDefinition = {
  name: "audit_trail",
  version: 1,
  tables: { audit_trail: auditTrailTable },
  handles: Object.keys(eventRegistry) as EventType[],
  async project(batch, tx, table) {
    const commands = new Map<string, LedgerEvent[]>();
    for (const event of batch) {
      const command = commands.get(event.commandId);
      if (command === undefined) commands.set(event.commandId, [event]);
      else command.push(event);
    }
    await insertRows(tx, table("audit_trail"), auditTrailTable, [...commands.values()].map(toRow));
  },
};

function toRow(command: readonly LedgerEvent[]): Row {
  const first = command[0] as LedgerEvent;
  const outcome = outcomeOf(first);
  return {
    ordinal: first.ordinal,
    last_ordinal: first.knownFrom,
    stream: first.stream,
    first_revision: first.revision,
    ...placeOf(outcome.target, first),
    command: first.command,
    command_id: first.commandId,
    actor: first.actor,
    ...outcome,
    events: command.map(({ type }) => type),
    effective_on: first.effectiveOn,
    recorded_at: first.recordedAt,
  };
}

function outcomeOf({ type, data, stream }: LedgerEvent): { readonly target: string; readonly outcome: AuditEntry["outcome"] } & Row {
  if (type === "CommandRefused") {
    const { target, code, violations } = data as EventData<"CommandRefused">;
    return { target, outcome: "REFUSED", code, violations };
  }
  if (type === "CommandHadNoEffect") return { target: (data as EventData<"CommandHadNoEffect">).target, outcome: "NO_EFFECT" };
  return { target: stream, outcome: "ACCEPTED" };
}

/** "account-103.CO01.COP" is about an account of the legal entity CO01. */
function placeOf(
  target: string,
  { data }: Pick<LedgerEvent, "data">,
): { readonly category: string; readonly account_id: string | null; readonly entity_id: string | null } {
  const separator = target.indexOf("-");
  const category = separator === -1 ? target : target.slice(0, separator);
  const id = separator === -1 ? "" : target.slice(separator + 1);
  const parts = id.split(".");
  if (category === "account") return { category, account_id: id, entity_id: parts[1] ?? null };
  if (category === "approval") return { category, account_id: null, entity_id: (data as { readonly entityId?: string }).entityId ?? null };
  if (category === "policy") return { category, account_id: null, entity_id: parts[1] ?? null };
  return { category, account_id: null, entity_id: category === "organisation" && id !== "LEDGER" ? id : null };
}

export interface AuditFilter extends PageRequest {
  readonly scope: AccessScope;
  /** The timeline of an account: commands about it, refused ones too. */
  readonly accountId?: string;
  readonly actor?: string;
  readonly command?: string;
  readonly code?: string;
  readonly outcome?: AuditEntry["outcome"];
  /** Stream of the events, or the one a refused command was about. */
  readonly stream?: string;
  /** Instants of recording: from included, to excluded. */
  readonly from?: string;
  readonly to?: string;
  /** As known at an ordinal. */
  readonly ordinal?: number;
}

/** Newest first. */
export async function listAuditTrail(db: ReadDatabase, filter: AuditFilter): Promise<AuditTrail> {
  const { rows, nextCursor } = await listPage<AuditEntry>(db, {
    select: sql`
      ordinal, last_ordinal as "lastOrdinal", stream, first_revision as "firstRevision", target, account_id as "accountId", command,
      command_id as "commandId", actor, outcome, code, violations, events, effective_on as "effectiveOn", recorded_at as "recordedAt"`,
    from: sql`audit_trail`,
    where: every([
      visibleOrOfNoEntity(filter.scope, "entity_id"),
      equals("account_id", filter.accountId),
      equals("actor", filter.actor),
      equals("command", filter.command),
      equals("code", filter.code),
      equals("outcome", filter.outcome),
      filter.stream === undefined ? sql<boolean>`true` : sql<boolean>`(target = ${filter.stream} or stream = ${filter.stream})`,
      filter.from === undefined ? sql<boolean>`true` : sql<boolean>`recorded_at >= ${filter.from}`,
      filter.to === undefined ? sql<boolean>`true` : sql<boolean>`recorded_at < ${filter.to}`,
      filter.ordinal === undefined ? sql<boolean>`true` : sql<boolean>`last_ordinal <= ${filter.ordinal}`,
    ]),
    order: [{ by: "ordinal", type: "bigint", descending: true, key: "ordinal" }],
    page: filter,
  });
  return { entries: rows.slice(), nextCursor };
}

/** The last point of knowledge recorded at or before an instant (RFC 3339); 0 when there is none. As far as this read model has come. */
export async function ordinalAt(db: ReadDatabase, instant: string): Promise<number> {
  const { rows } = await sql<{ ordinal: number }>`
    select last_ordinal as ordinal from audit_trail where recorded_at <= ${instant} order by recorded_at desc, last_ordinal desc limit 1`.execute(
    db,
  );
  return rows[0]?.ordinal ?? 0;
}

/** The last point of knowledge at or before an ordinal: an append is known as a whole or not at all. */
export async function endOfAppend(db: ReadDatabase, ordinal: number): Promise<number> {
  const { rows } = await sql<{ ordinal: number }>`
    select last_ordinal as ordinal from audit_trail where last_ordinal <= ${ordinal} order by last_ordinal desc limit 1`.execute(db);
  return rows[0]?.ordinal ?? 0;
}
