import { minorOf } from "../../src/kernel/money.ts";
import type { LedgerEvent } from "../define-projection.ts";
import type { Marks } from "../open-item-version/rectangles.ts";
import type { Effects, ItemEffects } from "./effects.ts";
import { marks, owes } from "./item-change.ts";

type Debt = Pick<Marks, "branchId" | "salespersonId"> & {
  readonly documentId: string;
  readonly kind: string;
  readonly number: string;
  readonly issueDate: string;
  readonly instalments: readonly { readonly instalmentId: string; readonly dueOn: string; readonly amount: string }[];
};

/** A document's instalments are owed from its business date on. */
function begins({ documentId, kind, instalments, ...document }: Debt, effectiveOn: string): ItemEffects {
  return {
    items: instalments.map(({ instalmentId, dueOn, amount }) => ({
      ...document,
      itemId: instalmentId,
      kind: "DEBIT",
      documentId,
      documentKind: kind,
      dueDate: dueOn,
      original: amount,
    })),
    changes: instalments.map(({ instalmentId, amount }) => owes(instalmentId, minorOf(amount), effectiveOn, documentId)),
  };
}

function beginsWithOne(kind: string, { data, effectiveOn }: LedgerEvent<"DebitNoteIssued" | "ChargeIssued">): ItemEffects {
  const { documentId, number = "", issueDate, branchId = null, salespersonId = null } = data;
  return begins({ documentId, kind, number, issueDate, branchId, salespersonId, instalments: [data] }, effectiveOn);
}

/** Debts of the customer: how they begin, and what changes of them beside money. */
export const debitEffects: Effects = {
  InvoiceRecorded: ({ data, effectiveOn }) => {
    const { documentId, number, issueDate, branchId = null, salespersonId = null, instalments } = data;
    return begins({ documentId, kind: "INVOICE", number, issueDate, branchId, salespersonId, instalments }, effectiveOn);
  },
  OpeningItemRecorded: ({ data, effectiveOn }) => {
    const { documentId, originalKind: kind, number, issueDate, branchId = null, salespersonId = null, instalments } = data;
    return begins({ documentId, kind, number, issueDate, branchId, salespersonId, instalments }, effectiveOn);
  },
  DebitNoteIssued: (event) => beginsWithOne("DEBIT_NOTE", event),
  ChargeIssued: (event) => beginsWithOne("CHARGE", event),
  DueDateChanged: ({ data, effectiveOn }) => ({
    changes: [marks(data.instalmentId, effectiveOn, { dueDate: data.to }, data.instalmentId)],
  }),
  InvoiceReferenceCorrected: ({ data, effectiveOn }) => {
    const { documentId, field, to, instalmentIds } = data;
    if (field !== "branchId" && field !== "salespersonId") return {};
    return { changes: instalmentIds.map((instalmentId) => marks(instalmentId, effectiveOn, { [field]: to }, documentId)) };
  },
  ItemsWrittenOff: ({ data, effectiveOn }) => ({
    changes: data.lines.map(({ instalmentId, amount }) => owes(instalmentId, -minorOf(amount), effectiveOn, data.writeOffId)),
  }),
  WriteOffReversed: ({ data, effectiveOn }) => ({
    changes: data.lines.map(({ instalmentId, amount }) => owes(instalmentId, minorOf(amount), effectiveOn, data.writeOffId)),
  }),
};
