import type { EventType } from "../../schemas/events/registry.ts";
import { type CalendarDate, laterOf } from "../../src/kernel/calendar-date.ts";
import { minorOf, sumOf } from "../../src/kernel/money.ts";
import type { LedgerEvent } from "../define-projection.ts";
import type { Amounts } from "./rectangles.ts";

/** Something that is open: an instalment (DEBIT), or a receipt with money not applied yet (CREDIT). */
export interface NewItem {
  readonly itemId: string;
  readonly kind: "DEBIT" | "CREDIT";
  /** Of the instalment's document, or of the receipt. */
  readonly documentId: string;
  readonly documentKind: string;
  readonly number: string;
  /** Of a receipt: value date, from which its age counts. */
  readonly issueDate: CalendarDate;
  readonly dueDate: CalendarDate;
  readonly original: string;
  readonly branchId: string | null;
  readonly salespersonId: string | null;
}

/** A change of an item's amounts from a business date on. */
export interface ItemChange {
  readonly itemId: string;
  readonly effectiveOn: CalendarDate;
  readonly amounts: Amounts;
  /** The document, receipt, application or promise it came from. */
  readonly reference: string;
}

export interface ItemEffects {
  readonly items: readonly NewItem[];
  readonly changes: readonly ItemChange[];
}

type Effects = { readonly [Type in EventType]?: (event: LedgerEvent<Type>) => Partial<ItemEffects> };

const amounts = (change: Partial<Amounts>): Amounts => ({ open: 0n, pending: 0n, promised: 0n, covered: 0n, ...change });

/** What each event does to open items, and on which business dates. */
const EFFECTS: Effects = {
  InvoiceRecorded: ({ data, effectiveOn }) => ({
    items: data.instalments.map(({ instalmentId, dueOn, amount }) => ({
      itemId: instalmentId,
      kind: "DEBIT",
      documentId: data.documentId,
      documentKind: "INVOICE",
      number: data.number,
      issueDate: data.issueDate,
      dueDate: dueOn,
      original: amount,
      branchId: data.branchId ?? null,
      salespersonId: data.salespersonId ?? null,
    })),
    changes: data.instalments.map(({ instalmentId, amount }) => opens(instalmentId, minorOf(amount), effectiveOn, data.documentId)),
  }),
  ReceiptRegistered: ({ data, effectiveOn }) => ({
    items: [
      {
        itemId: data.receiptId,
        kind: "CREDIT",
        documentId: data.receiptId,
        documentKind: "RECEIPT",
        number: data.number,
        issueDate: data.valueDate,
        dueDate: data.valueDate,
        original: data.amount,
        branchId: data.branchId ?? null,
        salespersonId: data.salespersonId ?? null,
      },
    ],
    changes: [opens(data.receiptId, minorOf(data.amount), effectiveOn, data.receiptId)],
  }),
  PaymentApplied: ({ data, effectiveOn }) => ({
    changes: data.lines.flatMap(({ instalmentId, amount }) => [
      opens(data.receiptId, -minorOf(amount), effectiveOn, data.applicationId),
      settles(instalmentId, minorOf(amount), data.conditional, effectiveOn, data.applicationId),
      ...covers(instalmentId, minorOf(amount), data.appliedOn, effectiveOn, data.applicationId),
    ]),
  }),
  DiscountGranted: ({ data, effectiveOn }) => ({
    changes: [settles(data.instalmentId, minorOf(data.amount), data.conditional, effectiveOn, data.applicationId)],
  }),
  WithholdingRecorded: ({ data, effectiveOn }) => ({
    changes: [settles(data.instalmentId, minorOf(data.amount), data.conditional, effectiveOn, data.applicationId)],
  }),
  ReceiptCleared: ({ data }) => ({
    changes: data.released.map(({ instalmentId, amount, effectiveOn }) =>
      pends(instalmentId, -minorOf(amount), laterOf(data.on, effectiveOn), data.receiptId),
    ),
  }),
  PaymentUnapplied: ({ data, effectiveOn }) => ({
    changes: [
      opens(data.receiptId, sumOf(data.lines.map(({ amount }) => minorOf(amount))), effectiveOn, data.applicationId),
      ...[...data.lines, ...data.alsoReversed].flatMap(({ instalmentId, amount }) => [
        settles(instalmentId, -minorOf(amount), data.conditional || data.pendingUntil !== undefined, effectiveOn, data.applicationId),
        ...(data.pendingUntil === undefined ? [] : [pends(instalmentId, minorOf(amount), data.pendingUntil, data.applicationId)]),
      ]),
      ...data.lines.flatMap(({ instalmentId, amount }) =>
        covers(instalmentId, -minorOf(amount), data.undoneOn, effectiveOn, data.applicationId),
      ),
    ],
  }),
  PromiseRegistered: ({ data, effectiveOn }) => ({ changes: promises(data, 1n, effectiveOn) }),
  PromiseKept: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromisePartiallyKept: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseBroken: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseCancelled: ({ data, effectiveOn }) => ({ changes: promises(data, -1n, effectiveOn) }),
  PromiseKeptReversed: ({ data, effectiveOn }) => ({ changes: promises(data, 1n, effectiveOn) }),
};

export const ITEM_EVENTS = Object.keys(EFFECTS) as readonly EventType[];

export function itemEffectsOf(event: LedgerEvent): ItemEffects {
  const effects = EFFECTS[event.type] as ((event: LedgerEvent) => Partial<ItemEffects>) | undefined;
  return { items: [], changes: [], ...effects?.(event) };
}

function opens(itemId: string, open: bigint, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, effectiveOn, amounts: amounts({ open }), reference };
}

/** Money that is not cleared lowers what is open and raises what is pending by the same amount. */
function settles(itemId: string, amount: bigint, conditional: boolean, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, effectiveOn, amounts: amounts({ open: -amount, pending: conditional ? amount : 0n }), reference };
}

/** What is pending clearance changes, and nothing else. */
function pends(itemId: string, pending: bigint, effectiveOn: CalendarDate, reference: string): ItemChange {
  return { itemId, effectiveOn, amounts: amounts({ pending }), reference };
}

/** Until a post-dated cheque matures the item stays open, covered by it. */
function covers(itemId: string, covered: bigint, from: CalendarDate, until: CalendarDate, reference: string): readonly ItemChange[] {
  if (until <= from) return [];
  return [
    { itemId, effectiveOn: from, amounts: amounts({ covered }), reference },
    { itemId, effectiveOn: until, amounts: amounts({ covered: -covered }), reference },
  ];
}

interface PromisedLines {
  readonly promiseId: string;
  readonly lines: readonly { readonly instalmentId: string; readonly amount: string }[];
}

function promises({ promiseId, lines }: PromisedLines, sign: bigint, effectiveOn: CalendarDate): readonly ItemChange[] {
  return lines.map(({ instalmentId, amount }) => ({
    itemId: instalmentId,
    effectiveOn,
    amounts: amounts({ promised: sign * minorOf(amount) }),
    reference: promiseId,
  }));
}
