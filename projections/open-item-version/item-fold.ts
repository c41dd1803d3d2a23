import { type CalendarDate, partsOf } from "../../src/kernel/calendar-date.ts";
import { amountText } from "../../src/kernel/money.ts";
import type { LedgerEvent } from "../define-projection.ts";
import type { ItemChange, NewItem } from "../money/effects.ts";
import { accountKeyOf } from "../rows/account-key.ts";
import type { Row } from "../rows/row-changes.ts";
import { RECORD_BUCKET } from "./open-item-tables.ts";
import {
  type Amounts,
  addChange,
  advance,
  type ChangesByDate,
  type ClosedRectangle,
  type Marks,
  type Rectangle,
  stepsOf,
} from "./rectangles.ts";

/** As the item began; what of it changes later stands in its rectangles. */
export type ItemAttributes = Row & {
  readonly account_id: string;
  readonly item_id: string;
  readonly currency: string;
  readonly due_date: string;
  readonly branch_id: string | null;
  readonly salesperson_id: string | null;
};

/** What an item had before the batch. */
export interface KnownItem {
  /** Columns of the item that its rectangles repeat. */
  readonly attributes: ItemAttributes;
  readonly changes: ChangesByDate;
  readonly rectangles: readonly Rectangle[];
}

/** One item during a batch: takes changes append by append, and keeps what has to be written. */
export class ItemFold {
  readonly #known: KnownItem;
  readonly #new: Row | undefined;
  #current: readonly Rectangle[];
  readonly #closed: ClosedRectangle[] = [];
  /** The point of knowledge whose changes are being gathered. */
  #gathering: number | undefined;

  constructor(known: KnownItem, created?: Row) {
    this.#known = known;
    this.#new = created;
    this.#current = known.rectangles;
  }

  static begin(event: LedgerEvent, item: NewItem): ItemFold {
    const attributes = {
      ...accountKeyOf(event),
      item_id: item.itemId,
      kind: item.kind,
      document_id: item.documentId,
      number: item.number,
      issue_date: item.issueDate,
      due_date: item.dueDate,
      original_due_date: item.dueDate,
      branch_id: item.branchId,
      salesperson_id: item.salespersonId,
    };
    const created = { ...attributes, document_kind: item.documentKind, original: item.original, known_from: event.knownFrom };
    return new ItemFold({ attributes, changes: new Map(), rectangles: [] }, created);
  }

  get accountId(): string {
    return this.#known.attributes.account_id;
  }

  get itemId(): string {
    return this.#known.attributes.item_id;
  }

  /** Takes a change; gives its row of `item_movement`, none when it changes nothing. */
  change(event: LedgerEvent, { effectiveOn, amounts, marks, reference }: ItemChange, seq: number): readonly Row[] {
    const moves = amounts.open !== 0n || amounts.pending !== 0n || amounts.promised !== 0n || amounts.covered !== 0n;
    if (!moves && marks === undefined) return [];
    if (this.#gathering !== event.knownFrom) this.settle();
    this.#gathering = event.knownFrom;
    addChange(this.#known.changes, effectiveOn, amounts, marks);
    const { accountId: account_id, itemId: item_id } = this;
    const place = { account_id, item_id, ordinal: event.ordinal, seq, effective_on: effectiveOn, known_from: event.knownFrom };
    const marked = marks && {
      new_due_date: marks.dueDate ?? null,
      new_branch_id: marks.branchId ?? null,
      new_salesperson_id: marks.salespersonId ?? null,
    };
    return [{ ...place, event_type: event.type, reference, ...this.#texts(amounts), ...marked }];
  }

  /** An append is complete: what it changed is known from its last ordinal on. */
  settle(): void {
    if (this.#gathering === undefined) return;
    const { current, closed } = advance(this.#current, stepsOf(this.#known.changes, this.#first), this.#gathering);
    this.#current = current;
    this.#closed.push(...closed);
    this.#gathering = undefined;
  }

  get newRow(): readonly Row[] {
    return this.#new === undefined ? [] : [this.#new];
  }

  /** Of rows that were current before the batch and are not any more. */
  get obsoleteKeys(): readonly Row[] {
    const { account_id, item_id } = this.#known.attributes;
    const kept = new Set(this.#current);
    return this.#known.rectangles.filter((each) => !kept.has(each)).map(({ effFrom }) => ({ account_id, item_id, eff_from: effFrom }));
  }

  get openedRows(): readonly Row[] {
    const before = new Set(this.#known.rectangles);
    return this.#current.filter((each) => !before.has(each)).map((each) => this.#row(each));
  }

  get closedRows(): readonly Row[] {
    return this.#closed.map((each) => ({ ...this.#row(each), rec_to: each.recTo }));
  }

  get #first(): Marks {
    const { due_date: dueDate, branch_id: branchId, salesperson_id: salespersonId } = this.#known.attributes;
    return { dueDate, branchId, salespersonId };
  }

  #row(rectangle: Rectangle): Row {
    const { effFrom, effTo, recFrom, dueDate, branchId, salespersonId } = rectangle;
    const place = { eff_month: monthIndex(effFrom), eff_from: effFrom, eff_to: effTo, rec_bucket: bucketOf(recFrom), rec_from: recFrom };
    const marks = { due_date: dueDate, branch_id: branchId, salesperson_id: salespersonId };
    return { ...this.#known.attributes, ...marks, ...place, ...this.#texts(rectangle) };
  }

  #texts({ open, pending, promised, covered }: Amounts): Row {
    const { currency } = this.#known.attributes;
    const [o, p, r, c] = [open, pending, promised, covered].map((amount) => amountText(amount, currency));
    return { open: o as string, pending: p as string, promised: r as string, covered: c as string };
  }
}

/** Months are numbered: year × 12 + month − 1. */
export function monthIndex(date: CalendarDate): number {
  const { year, month } = partsOf(date);
  return year * 12 + month - 1;
}

export function bucketOf(ordinal: number): number {
  return Math.floor(ordinal / RECORD_BUCKET);
}
