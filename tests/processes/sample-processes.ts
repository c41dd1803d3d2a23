import type { EventProcess } from "../../src/application/processes/define-process.ts";
import { receiptBody } from "../support/company.ts";

export const ACCOUNT = "C1.CO01.COP";
const evidenceHash = "a".repeat(64);

/** Clears every receipt that waits for the bank. */
export const clears: EventProcess = {
  name: "clears",
  on: {
    ReceiptRegistered: ({ data: { receiptId, cleared }, streamId }) =>
      cleared
        ? []
        : [
            {
              step: "ConfirmClearance",
              command: "confirm-clearance",
              body: { accountId: streamId, receiptId, on: "2025-05-30", evidenceHash },
            },
          ],
  },
};

export const cheque = (receiptId: string) =>
  receiptBody(ACCOUNT, receiptId, "100.00", "2025-05-20", {
    method: "CHEQUE",
    instrument: { chequeNumber: receiptId, bank: "B", maturity: "2025-05-20" },
  });
/** Applies money that nobody has received. */
export const refusedApplication = (body: object = {}) => ({
  step: "ApplyPayment",
  command: "apply-payment",
  body: {
    accountId: ACCOUNT,
    applicationId: "A1",
    receiptId: "NONE",
    lines: [{ lineId: "A1.1", instalmentId: "F1.1", amount: { amount: "1.00", currency: "COP" } }],
    ...body,
  },
});
