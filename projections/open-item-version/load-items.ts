import { sql } from "kysely";
import { minorOf } from "../../src/kernel/money.ts";
import type { ReadTransaction, TableNames } from "../define-projection.ts";
import { ItemFold, type KnownItem } from "./item-fold.ts";
import type { Amounts, ChangesByDate, Marks, Rectangle } from "./rectangles.ts";

interface ItemKey {
  readonly account_id: string;
  readonly item_id: string;
}
type AmountTexts = { readonly [Name in keyof Amounts]: string };
type ChangeRow = ItemKey &
  AmountTexts & {
    readonly effectiveOn: string;
    readonly dueDate: string | null;
    readonly branchId: string | null;
    readonly salespersonId: string | null;
  };
type RectangleRow = ItemKey & AmountTexts & Marks & { readonly effFrom: string; readonly effTo: string; readonly recFrom: number };

/** What is known of items before a batch, in three look-ups for all of them: attributes, changes per business date, current rectangles. */
export async function loadItems(tx: ReadTransaction, table: TableNames, keys: readonly ItemKey[]): Promise<readonly ItemFold[]> {
  if (keys.length === 0) return [];
  const wanted = sql`unnest(${keys.map((key) => key.account_id)}::text[], ${keys.map((key) => key.item_id)}::text[]) as w(account_id, item_id)`;
  const attributes = await sql<KnownItem["attributes"]>`
    select account_id, customer_id, entity_id, currency, item_id, kind, document_id, number, issue_date, due_date, original_due_date, branch_id, salesperson_id
    from ${wanted} join ${sql.table(table("open_item"))} using (account_id, item_id)`.execute(tx);
  const changes = await sql<ChangeRow>`
    select account_id, item_id, effective_on as "effectiveOn", sum(open) as open, sum(pending) as pending, sum(promised) as promised, sum(covered) as covered,
      ${lastOf("new_due_date")} as "dueDate", ${lastOf("new_branch_id")} as "branchId", ${lastOf("new_salesperson_id")} as "salespersonId"
    from ${wanted} join ${sql.table(table("item_movement"))} using (account_id, item_id) group by account_id, item_id, effective_on`.execute(
    tx,
  );
  const rectangles = await sql<RectangleRow>`
    select account_id, item_id, eff_from as "effFrom", eff_to as "effTo", rec_from as "recFrom", due_date as "dueDate",
      branch_id as "branchId", salesperson_id as "salespersonId", open, pending, promised, covered
    from ${wanted} join ${sql.table(table("open_item_current"))} using (account_id, item_id)
    order by account_id, item_id, eff_from`.execute(tx);
  return assemble(attributes.rows, changes.rows, rectangles.rows);
}

function assemble(
  attributes: readonly KnownItem["attributes"][],
  changes: readonly ChangeRow[],
  rectangles: readonly RectangleRow[],
): readonly ItemFold[] {
  const changesByItem = new Map<string, ChangesByDate>();
  for (const row of changes) {
    const ofItem = changesByItem.get(keyOf(row)) ?? new Map();
    changesByItem.set(keyOf(row), ofItem.set(row.effectiveOn, { amounts: minorAmounts(row), marks: marksOf(row) }));
  }
  const rectanglesByItem = new Map<string, Rectangle[]>();
  for (const row of rectangles) {
    const { effFrom, effTo, recFrom, dueDate, branchId, salespersonId } = row;
    const rectangle = { ...minorAmounts(row), effFrom, effTo, recFrom, dueDate, branchId, salespersonId };
    const ofItem = rectanglesByItem.get(keyOf(row));
    if (ofItem === undefined) rectanglesByItem.set(keyOf(row), [rectangle]);
    else ofItem.push(rectangle);
  }
  return attributes.map(
    (row) =>
      new ItemFold({
        attributes: row,
        changes: changesByItem.get(keyOf(row)) ?? new Map(),
        rectangles: rectanglesByItem.get(keyOf(row)) ?? [],
      }),
  );
}

/** Of the changes of one date, the mark that was recorded last. */
const lastOf = (name: string) =>
  sql`(array_agg(${sql.ref(name)} order by ordinal desc, seq desc) filter (where ${sql.ref(name)} is not null))[1]`;

function marksOf({ dueDate, branchId, salespersonId }: ChangeRow): Partial<Marks> {
  return { ...(dueDate !== null && { dueDate }), ...(branchId !== null && { branchId }), ...(salespersonId !== null && { salespersonId }) };
}

function keyOf({ account_id, item_id }: ItemKey): string {
  return `${account_id} ${item_id}`;
}

function minorAmounts({ open, pending, promised, covered }: AmountTexts): Amounts {
  return { open: minorOf(open), pending: minorOf(pending), promised: minorOf(promised), covered: minorOf(covered) };
}
