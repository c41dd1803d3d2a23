import type { LedgerEvent, ProjectionDefinition, ReadTransaction, TableNames } from "../define-projection.ts";
import { ITEM_EVENTS, itemEffectsOf } from "../money/item-effects.ts";
import { deleteRows, insertRows } from "../rows/flush-rows.ts";
import type { Row } from "../rows/row-changes.ts";
import { ItemFold } from "./item-fold.ts";
import { loadItems } from "./load-items.ts";
import { openItemTables } from "./open-item-tables.ts";

/**
 * open_item_version: the amounts of every open item as rectangles of business dates and ordinals, within which they are constant. Reports for
 * any (asOf, knownAt) look them up; nothing is replayed.
 *   item_id   | eff_from   | eff_to     | rec_from | rec_to | open
 *   FV-1001.1 | 2025-05-01 | 9999-12-31 | 17       | 42     | 110775.00   what was known until a payment was recorded at 42
 *   FV-1001.1 | 2025-05-01 | 2025-05-10 | 42       |        | 110775.00   what has been known since: paid on May 10
 *
 * A new movement derives the item's steps again, compares them with its rectangles of current knowledge, closes those that no longer hold and
 * opens what is known from now on. One append is one point of knowledge.
 */
export const openItemVersion: ProjectionDefinition & { readonly tables: typeof openItemTables } = {
  name: "open_item_version",
  version: 2,
  tables: openItemTables,
  handles: ITEM_EVENTS,
  async project(batch, tx, table) {
    const items = await itemsTouchedBy(batch, tx, table);
    const movements: Row[] = [];
    for (const event of batch) movements.push(...take(event, items));
    for (const item of items.values()) item.settle();
    await write(tx, table, [...items.values()], movements);
  },
};

async function itemsTouchedBy(batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames): Promise<Map<string, ItemFold>> {
  const born = new Set<string>();
  const known = new Map<string, { readonly account_id: string; readonly item_id: string }>();
  for (const event of batch) {
    const { items, changes } = itemEffectsOf(event);
    for (const { itemId } of items) born.add(keyOf(event.streamId, itemId));
    for (const { itemId } of changes) {
      const key = keyOf(event.streamId, itemId);
      if (!born.has(key)) known.set(key, { account_id: event.streamId, item_id: itemId });
    }
  }
  const loaded = await loadItems(tx, table, [...known.values()]);
  return new Map(loaded.map((item) => [keyOf(item.accountId, item.itemId), item]));
}

/** Hands the event's effects to their items; gives its rows of `item_movement`. */
function take(event: LedgerEvent, items: Map<string, ItemFold>): readonly Row[] {
  const effects = itemEffectsOf(event);
  for (const item of effects.items) {
    const key = keyOf(event.streamId, item.itemId);
    if (items.has(key)) throw new Error(`the item ${item.itemId} of account ${event.streamId} exists already`);
    items.set(key, ItemFold.begin(event, item));
  }
  return effects.changes.flatMap((change, seq) => {
    const item = items.get(keyOf(event.streamId, change.itemId));
    if (item === undefined) throw new Error(`the account ${event.streamId} has no item ${change.itemId}`);
    return item.change(event, change, seq);
  });
}

async function write(tx: ReadTransaction, table: TableNames, items: readonly ItemFold[], movements: readonly Row[]): Promise<void> {
  const { open_item, item_movement, open_item_current, open_item_closed } = openItemTables;
  await insertRows(
    tx,
    table("open_item"),
    open_item,
    items.flatMap((item) => item.newRow),
  );
  await insertRows(tx, table("item_movement"), item_movement, movements);
  await deleteRows(
    tx,
    table("open_item_current"),
    open_item_current,
    items.flatMap((item) => item.obsoleteKeys),
  );
  await insertRows(
    tx,
    table("open_item_current"),
    open_item_current,
    items.flatMap((item) => item.openedRows),
  );
  await insertRows(
    tx,
    table("open_item_closed"),
    open_item_closed,
    items.flatMap((item) => item.closedRows),
  );
}

function keyOf(accountId: string, itemId: string): string {
  return `${accountId} ${itemId}`;
}
