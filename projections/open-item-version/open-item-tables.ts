import type { ColumnDefinition, TableDefinition } from "../define-projection.ts";
import { ACCOUNT_COLUMNS, column, optional } from "../rows/columns.ts";

/** Ordinals per bucket of the index over what was known before. */
export const RECORD_BUCKET = 32_768;

const AMOUNT_COLUMNS = {
  open: column.numeric("open amount; of a credit item: not applied yet"),
  pending: column.numeric("settled by money that is not cleared"),
  promised: column.numeric("covered by promises to pay that run"),
  covered: column.numeric("covered by post-dated money that is not due yet"),
} as const;

const ITEM_COLUMNS = {
  ...ACCOUNT_COLUMNS,
  item_id: column.text("instalment, or receipt"),
  kind: column.text("DEBIT: the customer owes it; CREDIT: money not applied"),
  document_id: column.text("document of the instalment, or receipt"),
  number: column.text("of the document or receipt"),
  issue_date: column.date("of a receipt: value date"),
  due_date: column.date(),
  original_due_date: column.date(),
  branch_id: optional.text(),
  salesperson_id: optional.text(),
} as const;

const RECTANGLE_COLUMNS = {
  ...ITEM_COLUMNS,
  eff_month: column.integer("month of eff_from: year × 12 + month − 1"),
  eff_from: column.date("first business date"),
  eff_to: column.date("business date on which it ends, excluded; 9999-12-31: open end"),
  rec_bucket: column.integer(`rec_from / ${RECORD_BUCKET}`),
  rec_from: column.bigint("ordinal since which it is known"),
} as const satisfies Record<string, ColumnDefinition>;

/** What reports read from the index alone. */
const COVERED =
  "account_id, customer_id, entity_id, currency, branch_id, salesperson_id, kind, issue_date, due_date, original_due_date, open, pending, promised, covered";

/** Index-only scans want fresh visibility maps: vacuum early, and after inserts too. */
const FRESH = [
  "autovacuum_vacuum_scale_factor = 0.02",
  "autovacuum_vacuum_insert_scale_factor = 0.02",
  "autovacuum_analyze_scale_factor = 0.02",
  "autovacuum_vacuum_cost_delay = 0",
].join(", ");

export const openItemTables = {
  open_item: {
    comment: "Items that are or were open, one row each, as they began.",
    columns: {
      ...ITEM_COLUMNS,
      document_kind: column.text("INVOICE, DEBIT_NOTE, CHARGE; RECEIPT, CREDIT_NOTE, TRANSFERRED_CREDIT"),
      original: column.numeric("amount at the beginning"),
      known_from: column.bigint("ordinal since which it is known"),
    },
    primaryKey: ["account_id", "item_id"],
  },
  item_movement: {
    comment: "Every change of an item's amounts, from the business date on which it takes effect.",
    columns: {
      account_id: ACCOUNT_COLUMNS.account_id,
      item_id: column.text(),
      ordinal: column.bigint("of the event"),
      seq: column.integer("place within the event"),
      effective_on: column.date(),
      known_from: column.bigint("ordinal of the last event of the same append"),
      event_type: column.text(),
      reference: column.text("document, receipt, application or promise"),
      ...AMOUNT_COLUMNS,
      new_due_date: optional.date("where it counts from that business date on"),
      new_branch_id: optional.text(),
      new_salesperson_id: optional.text(),
    },
    primaryKey: ["account_id", "item_id", "ordinal", "seq"],
    indexes: ["(known_from)"],
  },
  open_item_current: {
    comment: "Amounts of items from business date to business date, as known now. See open_item_closed for former knowledge.",
    columns: { ...RECTANGLE_COLUMNS, ...AMOUNT_COLUMNS },
    primaryKey: ["account_id", "item_id", "eff_from"],
    indexes: [`(eff_month, eff_to) include (eff_from, rec_from, ${COVERED})`, "(account_id, eff_to)"],
    storage: FRESH,
  },
  open_item_closed: {
    comment: "Amounts of items from business date to business date, as known from one ordinal to another.",
    columns: { ...RECTANGLE_COLUMNS, rec_to: column.bigint("ordinal since which it is known otherwise"), ...AMOUNT_COLUMNS },
    primaryKey: ["account_id", "item_id", "eff_from", "rec_from"],
    indexes: [`(rec_bucket, rec_to) include (rec_from, eff_from, eff_to, ${COVERED})`, "(account_id, rec_to)"],
    storage: FRESH,
  },
} as const satisfies Record<string, TableDefinition>;
