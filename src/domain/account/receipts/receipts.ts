import type { JournaledMap } from "../../../kernel/journal.ts";
import { room } from "../account-events.ts";

/** A deposit as the bank names it: what no two receipts of the ledger share. */
export interface BankReference {
  readonly bankAccountId: string;
  readonly bankReference: string;
  readonly amount: string;
  readonly valueDate: string;
  readonly occurrence: number;
}

/** What is known of receipts besides their money, which is a credit of the account; and what desks asked treasury to receive. */
export interface Receipts {
  readonly requests: JournaledMap<string, "REQUESTED" | "FULFILLED" | "DECLINED">;
  /** Of those that have one. */
  readonly bankReferences: JournaledMap<string, BankReference>;
  /** Annulled receipts whose place another one took. */
  readonly replaced: JournaledMap<string, true>;
  /** The bank line, or the evidence, by which a receipt cleared. */
  readonly clearedBy: JournaledMap<string, string>;
}

export const receipts = room<Receipts>()({
  initial: (journal) => ({
    requests: journal.map(),
    bankReferences: journal.map(),
    replaced: journal.map(),
    clearedBy: journal.map(),
  }),
  on: {
    ReceiptRequested: (state, { requestId }) => state.requests.set(requestId, "REQUESTED"),
    ReceiptRequestDeclined: (state, { requestId }) => state.requests.set(requestId, "DECLINED"),
    ReceiptRegistered(state, { receiptId, requestId, replaces, bankAccountId, bankReference, amount, valueDate, occurrence = 1 }) {
      if (requestId !== undefined) state.requests.set(requestId, "FULFILLED");
      if (replaces !== undefined) state.replaced.set(replaces, true);
      if (bankAccountId !== undefined && bankReference !== undefined) {
        state.bankReferences.set(receiptId, { bankAccountId, bankReference, amount, valueDate, occurrence });
      }
    },
    ReceiptCleared(state, { receiptId, bankLineId, evidenceHash }) {
      const by = bankLineId ?? evidenceHash;
      if (by !== undefined) state.clearedBy.set(receiptId, by);
    },
    ReceiptClearanceRevoked: (state, { receiptId }) => state.clearedBy.delete(receiptId),
  },
});
