import type { Kysely, Transaction } from "kysely";
import type { EventData, EventType } from "../schemas/events/registry.ts";
import type { CalendarDate } from "../src/kernel/calendar-date.ts";

/** An event as read models see it: decoded once for all of them, personal values still sealed. */
export interface LedgerEvent<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  /** Dense count of ledger events, from 1. */
  readonly ordinal: number;
  /** The ordinal of the last event of the same append: one append is one point of knowledge. */
  readonly knownFrom: number;
  readonly stream: string;
  /** "account" of "account-103.CO01.COP". */
  readonly category: string;
  /** "103.CO01.COP" of "account-103.CO01.COP". */
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly effectiveOn: CalendarDate;
  /** RFC 3339 UTC, milliseconds. */
  readonly recordedAt: string;
  readonly actor: string;
  /** PascalCase name of the command that made it. */
  readonly command: string;
  readonly commandId: string;
  /** Place within its append, from 0, and how many events that has. */
  readonly index: number;
  readonly count: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the tables of a read model carry its version in their names, so no static list of them exists
export type ReadDatabase = Kysely<any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type ReadTransaction = Transaction<any>;

/** Text sorts by code points (collation "C"), the same on every machine. */
export type ColumnType = "text" | "date" | "numeric" | "bigint" | "integer" | "boolean" | "jsonb" | "timestamptz";

/** A column: its SQL type and what it means, kept as a comment in the database, which is an interface for reporting tools. */
export interface ColumnDefinition {
  readonly type: ColumnType;
  readonly nullable?: true;
  readonly comment?: string;
}

export interface TableDefinition {
  readonly comment: string;
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  readonly primaryKey: readonly string[];
  /** Index definitions after "create index on <table>", e.g. "(account_id, eff_to) include (open)". */
  readonly indexes?: readonly string[];
  /** Storage parameters, e.g. "autovacuum_vacuum_scale_factor = 0.02": index-only scans want fresh visibility maps. */
  readonly storage?: string;
}

/** A read model, declared once: tables, fold, version. Rebuild, lag, comparison with live and its place in the API are derived. */
export interface ProjectionDefinition {
  readonly name: string;
  /** Raised when tables or fold change; the new version is built beside the old one. */
  readonly version: number;
  /** By the stable name under which readers see the table (a view); the physical name is the runner's. */
  readonly tables: Readonly<Record<string, TableDefinition>>;
  readonly handles: readonly EventType[];
  /**
   * Folds a batch, set-based: never one statement per event. The batch holds events it handles only, and whole appends; how the log is cut
   * into batches must not show in the tables. `table` gives the physical name of one of its tables.
   */
  project(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<void>;
}

/** Physical name, with its schema, of a table declared under its stable name. */
export type TableNames = (name: string) => string;
