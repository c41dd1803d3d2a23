import type { EventType } from "../../schemas/events/registry.ts";
import type { CalendarDate } from "../../src/kernel/calendar-date.ts";
import type { LedgerEvent } from "../define-projection.ts";
import type { Amounts, Marks } from "../open-item-version/rectangles.ts";

/** Something that is open: an instalment (DEBIT), or money of the customer that is not applied yet (CREDIT). */
export interface NewItem extends Marks {
  readonly itemId: string;
  readonly kind: "DEBIT" | "CREDIT";
  /** Of the instalment's document; of a credit, the credit itself. */
  readonly documentId: string;
  readonly documentKind: string;
  /** Where the ledger numbers a series itself, the number is known by `series_number`. */
  readonly number: string;
  /** Of a credit: value date, from which its age counts. */
  readonly issueDate: CalendarDate;
  readonly original: string;
}

/** A change of an item from a business date on. */
export interface ItemChange {
  readonly itemId: string;
  readonly kind: "DEBIT" | "CREDIT";
  readonly effectiveOn: CalendarDate;
  readonly amounts: Amounts;
  readonly marks?: Partial<Marks>;
  /** The document, credit, application or promise it came from. */
  readonly reference: string;
}

export interface ItemEffects {
  readonly items: readonly NewItem[];
  readonly changes: readonly ItemChange[];
}

/** What events do to open items. */
export type Effects = { readonly [Type in EventType]?: (event: LedgerEvent<Type>) => Partial<ItemEffects> };
