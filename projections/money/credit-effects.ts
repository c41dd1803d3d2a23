import { minorOf, sumOf } from "../../src/kernel/money.ts";
import type { Marks } from "../open-item-version/rectangles.ts";
import type { Effects, ItemEffects } from "./effects.ts";
import { clears, credits } from "./item-change.ts";

type Credit = Pick<Marks, "branchId" | "salespersonId"> & {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly valueDate: string;
  readonly amount: string;
};

function begins({ id, kind, number, valueDate, amount, branchId, salespersonId }: Credit, effectiveOn: string): ItemEffects {
  return {
    items: [
      {
        itemId: id,
        kind: "CREDIT",
        documentId: id,
        documentKind: kind,
        number,
        issueDate: valueDate,
        dueDate: valueDate,
        original: amount,
        branchId,
        salespersonId,
      },
    ],
    changes: [credits(id, minorOf(amount), effectiveOn, id)],
  };
}

/** Money of the customer: how it begins, where it goes besides paying debts, how it ends. */
export const creditEffects: Effects = {
  ReceiptRegistered: ({ data, effectiveOn }) => {
    const { receiptId: id, number = "", valueDate, amount, branchId = null, salespersonId = null } = data;
    return begins({ id, kind: "RECEIPT", number, valueDate, amount, branchId, salespersonId }, effectiveOn);
  },
  CreditNoteIssued: ({ data, effectiveOn }) => {
    const { creditNoteId: id, number, issueDate: valueDate, amount, branchId = null, salespersonId = null } = data;
    return begins({ id, kind: "CREDIT_NOTE", number, valueDate, amount, branchId, salespersonId }, effectiveOn);
  },
  CreditTransferredIn: ({ data, effectiveOn }) => {
    const { transferId: id, valueDate, amount } = data;
    return begins({ id, kind: "TRANSFERRED_CREDIT", number: id, valueDate, amount, branchId: null, salespersonId: null }, effectiveOn);
  },
  ReceiptCleared: ({ data }) => ({ changes: clears(data.released, -1n, data.on, data.receiptId) }),
  ReceiptClearanceRevoked: ({ data, effectiveOn }) => ({ changes: clears(data.pending, 1n, effectiveOn, data.receiptId) }),
  ReceiptAnnulled: ({ data, effectiveOn }) => ({
    changes: [credits(data.receiptId, -minorOf(data.amount), effectiveOn, data.receiptId)],
  }),
  CreditNoteVoided: ({ data, effectiveOn }) => ({
    changes: [credits(data.creditNoteId, -minorOf(data.amount), effectiveOn, data.creditNoteId)],
  }),
  PaymentReturned: ({ data, effectiveOn }) => ({
    changes: [credits(data.receiptId, -minorOf(data.unapplied), effectiveOn, data.receiptId)],
  }),
  TransferredCreditReturned: ({ data, effectiveOn }) => ({
    changes: [credits(data.transferId, -minorOf(data.unapplied), effectiveOn, data.transferId)],
  }),
  RefundRequested: ({ data, effectiveOn }) => ({
    changes: [credits(data.creditItemId, -minorOf(data.amount), effectiveOn, data.refundId)],
  }),
  RefundCancelled: ({ data, effectiveOn }) => ({
    changes: [credits(data.creditItemId, minorOf(data.restored), effectiveOn, data.refundId)],
  }),
  CreditTransferredOut: ({ data, effectiveOn }) => ({
    changes: [credits(data.creditItemId, -minorOf(data.amount), effectiveOn, data.transferId)],
  }),
  CreditTransferReversed: ({ data, effectiveOn }) => ({
    changes: [credits(data.creditItemId, minorOf(data.restored), effectiveOn, data.transferId)],
  }),
  WrittenOffRecovered: ({ data, effectiveOn }) => ({
    changes: [credits(data.receiptId, -sumOf(data.lines.map(({ amount }) => minorOf(amount))), effectiveOn, data.applicationId)],
  }),
};
