import type { EventType } from "../schemas/events/registry.ts";
import type { LedgerEvent, ProjectionDefinition, ReadTransaction, TableDefinition, TableNames } from "./define-projection.ts";
import { flushRows } from "./rows/flush-rows.ts";
import { RowChanges } from "./rows/row-changes.ts";

type Tables = Readonly<Record<string, TableDefinition>>;
/** The changes of each table of the read model. */
type Changes<T extends Tables> = { readonly [Name in keyof T]: RowChanges };
type Handlers<T extends Tables> = { readonly [Type in EventType]?: (rows: Changes<T>, event: LedgerEvent<Type>) => void };

export interface RowsProjection<T extends Tables> {
  readonly name: string;
  readonly version: number;
  readonly tables: T;
  readonly on: Handlers<T>;
  /** Asked for every event this read model handles, before its own handler. */
  readonly before?: (rows: Changes<T>, event: LedgerEvent) => void;
  /** Events that only `before` looks at. */
  readonly alsoHandles?: readonly EventType[];
  /**
   * Columns that follow from rows rather than from events, computed again after the rows are written, set-based, for what the batch
   * touched. They may depend on the tables' state only, or batch boundaries would show.
   */
  readonly after?: (batch: readonly LedgerEvent[], tx: ReadTransaction, table: TableNames) => Promise<void>;
}

/**
 * A read model declared as row changes per event. Nothing is read while folding:
 *
 *     on: {
 *       PromiseRegistered: ({ promise }, { data }) => promise.insert({ promise_id: data.promiseId, status: "ACTIVE" }),
 *       PromiseKept: ({ promise }, { data }) => promise.set({ promise_id: data.promiseId }, { status: "KEPT" }),
 *     }
 */
export function defineRowsProjection<const T extends Tables>(definition: RowsProjection<T>): ProjectionDefinition & { readonly tables: T } {
  const { name, version, tables, on, before, alsoHandles = [], after } = definition;
  const handles = [...new Set([...(Object.keys(on) as EventType[]), ...alsoHandles])];
  return {
    name,
    version,
    tables,
    handles,
    async project(batch, tx, table) {
      const changes = Object.fromEntries(Object.entries(tables).map(([key, t]) => [key, new RowChanges(t)])) as Changes<T>;
      for (const event of batch) {
        before?.(changes, event);
        const handle = on[event.type] as ((rows: Changes<T>, event: LedgerEvent) => void) | undefined;
        handle?.(changes, event);
      }
      for (const [key, definitionOfTable] of Object.entries(tables)) {
        await flushRows(tx, table(key), definitionOfTable, changes[key as keyof T]);
      }
      await after?.(batch, tx, table);
    },
  };
}
