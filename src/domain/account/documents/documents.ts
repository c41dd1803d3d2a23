import type { ItemFlag } from "../../../../schemas/codes.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { DeepReadonly } from "../../../kernel/decider.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf, sumOf } from "../../../kernel/money.ts";
import { EMPTY_TIMELINE, type Timeline, withChange } from "../../../kernel/timeline.ts";
import { room } from "../account-events.ts";

export type DocumentKind = "INVOICE" | "DEBIT_NOTE" | "CHARGE";

export interface Document {
  /** An opening item has the kind it had where it comes from. */
  readonly kind: DocumentKind;
  /** Nothing where the ledger numbers the series itself. */
  readonly number: string | undefined;
  readonly issueDate: CalendarDate;
  /** From when reports count it. */
  readonly effectiveOn: CalendarDate;
  readonly net: Minor;
  /** What credit notes may not exceed: of an opening item, what was open. */
  readonly total: Minor;
  /** Sum of its taxes: what VAT withholdings are computed on. */
  readonly tax: Minor;
  readonly earlyDiscount: { readonly pct: string; readonly lastDay: CalendarDate } | undefined;
  readonly instalmentIds: readonly string[];
  readonly salespersonId: string | undefined;
  readonly branchId: string | undefined;
  readonly purchaseOrder: string | undefined;
  readonly fiscalId: string | undefined;
  readonly cancelled: boolean;
}

/** The smallest open item: what aging, applications and promises refer to. */
export interface Instalment {
  readonly documentId: string;
  /** As recorded last; `dueChanges` says since when. */
  readonly dueOn: CalendarDate;
  readonly dueChanges: readonly { readonly from: CalendarDate; readonly to: CalendarDate; readonly effectiveOn: CalendarDate }[];
  readonly original: Minor;
  /** What stays open when everything recorded has taken effect. */
  readonly open: Minor;
  /** What proposals hold of what is open. */
  readonly reserved: Minor;
  /** What was written off of it and is still owed. */
  readonly memo: Minor;
  /** Each flag once; `until` is the last day on which it counts. */
  readonly flags: readonly { readonly flag: ItemFlag; readonly until: CalendarDate | undefined }[];
  /** What is open from day to day, by the dates on which things take effect. */
  readonly byEffect: Timeline;
  /** The same by the days of settlement, which count for interest, days to pay and promises. */
  readonly bySettlement: Timeline;
}

export interface Documents {
  readonly byId: JournaledMap<string, Document>;
  readonly instalments: JournaledMap<string, Instalment>;
  /** Instalments of which something is open. */
  readonly open: JournaledMap<string, true>;
  readonly supports: JournaledMap<string, true>;
}

export const documents = room<Documents>()({
  initial: (journal) => ({ byId: journal.map(), instalments: journal.map(), open: journal.list(), supports: journal.map() }),
  on: {
    InvoiceRecorded(state, { documentId, net, total, taxes, instalments, ...invoice }, { effectiveOn }) {
      const tax = sumOf(taxes.map((each) => minorOf(each.amount)));
      const amounts = { net: minorOf(net), total: minorOf(total), tax };
      begin(
        state,
        documentId,
        { ...plain(invoice), kind: "INVOICE", ...amounts, earlyDiscount: invoice.earlyDiscount },
        instalments,
        effectiveOn,
      );
    },
    OpeningItemRecorded(state, { documentId, originalKind, net, tax, openAmount, instalments, ...item }, { effectiveOn }) {
      const amounts = { net: minorOf(net), total: minorOf(openAmount), tax: minorOf(tax) };
      begin(state, documentId, { ...plain(item), kind: originalKind, ...amounts, earlyDiscount: undefined }, instalments, effectiveOn);
    },
    DebitNoteIssued: (state, note, { effectiveOn }) => add(state, "DEBIT_NOTE", note, effectiveOn),
    ChargeIssued: (state, charge, { effectiveOn }) => add(state, "CHARGE", charge, effectiveOn),
    InvoiceReferenceCorrected: (state, { documentId, field, to }) =>
      state.byId.change(documentId, (document) => ({ ...document, [field]: to })),
    InvoiceCancelled: (state, { documentId }) => state.byId.change(documentId, (document) => ({ ...document, cancelled: true })),
    DueDateChanged: (state, { instalmentId, from, to }, { effectiveOn }) =>
      state.instalments.change(instalmentId, (item) => ({
        ...item,
        dueOn: to,
        dueChanges: [...item.dueChanges, { from, to, effectiveOn }],
      })),
    ItemFlagged: (state, { instalmentId, flag, until }) =>
      state.instalments.change(instalmentId, (item) => ({ ...item, flags: [...item.flags, { flag, until }] })),
    ItemUnflagged: (state, { instalmentId, flag }) =>
      state.instalments.change(instalmentId, (item) => ({ ...item, flags: item.flags.filter((each) => each.flag !== flag) })),
    SupportAttached: (state, { supportId }) => state.supports.set(supportId, true),

    PaymentApplied(state, { lines }, { effectiveOn }) {
      for (const { instalmentId, amount, settledOn } of lines) change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn);
    },
    CreditApplied(state, { lines }, { effectiveOn }) {
      for (const { instalmentId, amount, settledOn, memoOf } of lines) {
        if (memoOf === undefined) change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn);
        else changeMemo(state, instalmentId, -minorOf(amount));
      }
    },
    DiscountGranted: (state, { instalmentId, amount, settledOn }, { effectiveOn }) =>
      change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn),
    WithholdingRecorded: (state, { instalmentId, amount, settledOn }, { effectiveOn }) =>
      change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn),
    SmallDifferenceWrittenOff(state, { side, instalmentId, amount, settledOn }, { effectiveOn }) {
      if (side === "RECEIVABLE" && instalmentId !== undefined) change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn);
    },
    PaymentUnapplied(state, { lines, alsoReversed }, { effectiveOn }) {
      for (const { instalmentId, amount, freedOn, memoOf } of lines) {
        if (memoOf === undefined) change(state, instalmentId, minorOf(amount), effectiveOn, freedOn);
        else changeMemo(state, instalmentId, minorOf(amount));
      }
      for (const { instalmentId, amount, freedOn } of alsoReversed) change(state, instalmentId, minorOf(amount), effectiveOn, freedOn);
    },
    DiscountRevoked: (state, { instalmentId, amount, freedOn }, { effectiveOn }) =>
      change(state, instalmentId, minorOf(amount), effectiveOn, freedOn),
    WithholdingReversed: (state, { instalmentId, amount, freedOn }, { effectiveOn }) =>
      change(state, instalmentId, minorOf(amount), effectiveOn, freedOn),
    SmallDifferenceReversed(state, { instalmentId, amount, freedOn }, { effectiveOn }) {
      if (instalmentId !== undefined) change(state, instalmentId, minorOf(amount), effectiveOn, freedOn);
    },
    ApplicationProposed(state, { reserves }) {
      for (const { instalmentId, settles } of reserves) reserve(state, instalmentId, minorOf(settles));
    },
    ApplicationApproved(state, { reserves }) {
      for (const { instalmentId, settles } of reserves) reserve(state, instalmentId, -minorOf(settles));
    },
    ApplicationRejected(state, { reserves }) {
      for (const { instalmentId, settles } of reserves) reserve(state, instalmentId, -minorOf(settles));
    },
    ItemsWrittenOff(state, { lines, settledOn }, { effectiveOn }) {
      for (const { instalmentId, amount } of lines) {
        change(state, instalmentId, -minorOf(amount), effectiveOn, settledOn);
        changeMemo(state, instalmentId, minorOf(amount));
      }
    },
    WrittenOffRecovered(state, { lines }) {
      for (const { instalmentId, amount } of lines) changeMemo(state, instalmentId, -minorOf(amount));
    },
    WriteOffReversed(state, { lines, freedOn }, { effectiveOn }) {
      for (const { instalmentId, amount } of lines) {
        change(state, instalmentId, minorOf(amount), effectiveOn, freedOn);
        changeMemo(state, instalmentId, -minorOf(amount));
      }
    },
  },
});

/** An instalment and its document; nothing of an id that the account does not know. */
export function findInstalment({ instalments, byId }: DeepReadonly<Documents>, instalmentId: string) {
  const instalment = instalments.get(instalmentId);
  return { instalment, document: instalment && byId.get(instalment.documentId) };
}

/** What a decision may still settle of an instalment: what is open and no proposal holds. */
export function freeOpen(item: DeepReadonly<Instalment>): Minor {
  return item.open - item.reserved;
}

/** Holds an amount of an instalment for a proposal; a negative amount lets it go. */
function reserve(state: Documents, instalmentId: string, amount: Minor): void {
  state.instalments.change(instalmentId, (item) => ({ ...item, reserved: item.reserved + amount }));
}

/** The due date that counts on a day: a change counts from its own business date on. */
export function dueOnAsOf(item: DeepReadonly<Instalment>, day: CalendarDate): CalendarDate {
  const [first] = item.dueChanges;
  if (first === undefined) return item.dueOn;
  return item.dueChanges.findLast(({ effectiveOn }) => effectiveOn <= day)?.to ?? first.from;
}

interface Due {
  readonly instalmentId: string;
  readonly dueOn: CalendarDate;
  readonly amount: string;
}

interface Header {
  readonly number?: string | undefined;
  readonly issueDate: CalendarDate;
  readonly salespersonId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly purchaseOrder?: string | undefined;
  readonly fiscalId?: string | undefined;
}

function plain({ number, issueDate, salespersonId, branchId, purchaseOrder, fiscalId }: Header) {
  return { number, issueDate, salespersonId, branchId, purchaseOrder, fiscalId, cancelled: false };
}

type Begun = Omit<Document, "effectiveOn" | "instalmentIds">;

function begin(state: Documents, documentId: string, document: Begun, instalments: readonly Due[], effectiveOn: CalendarDate): void {
  state.byId.set(documentId, { ...document, effectiveOn, instalmentIds: instalments.map(({ instalmentId }) => instalmentId) });
  for (const { instalmentId, dueOn, amount } of instalments) {
    const original = minorOf(amount);
    state.instalments.set(instalmentId, {
      documentId,
      dueOn,
      dueChanges: [],
      original,
      open: original,
      reserved: 0n,
      memo: 0n,
      flags: [],
      byEffect: withChange(EMPTY_TIMELINE, effectiveOn, original),
      bySettlement: withChange(EMPTY_TIMELINE, document.issueDate, original),
    });
    state.open.set(instalmentId, true);
  }
}

/** A debit note or a charge: one instalment of the whole amount. */
function add(
  state: Documents,
  kind: DocumentKind,
  { documentId, amount, ...note }: Header & Due & { documentId: string },
  on: CalendarDate,
): void {
  const total = minorOf(amount);
  begin(state, documentId, { ...plain(note), kind, net: total, total, tax: 0n, earlyDiscount: undefined }, [{ ...note, amount }], on);
}

function change(state: Documents, instalmentId: string, amount: Minor, effectiveOn: CalendarDate, settledOn: CalendarDate): void {
  state.instalments.change(instalmentId, (item) => ({
    ...item,
    open: item.open + amount,
    byEffect: withChange(item.byEffect, effectiveOn, amount),
    bySettlement: withChange(item.bySettlement, settledOn, amount),
  }));
  if (state.instalments.get(instalmentId)?.open === 0n) state.open.delete(instalmentId);
  else state.open.set(instalmentId, true);
}

function changeMemo(state: Documents, instalmentId: string, amount: Minor): void {
  state.instalments.change(instalmentId, (item) => ({ ...item, memo: item.memo + amount }));
}
