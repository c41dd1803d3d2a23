import type { EventProcess, ProcessEvent, Step } from "./define-process.ts";

/**
 * Credit that goes to another account: it is received there, or else taken back where it came from; and where its money is returned, it is
 * returned there as well, from account to account.
 */
export const creditTransfers: EventProcess = {
  name: "credit-transfers",
  on: {
    CreditTransferredOut: ({ data: { transferId, toAccount }, streamId }) => [
      {
        step: "ReceiveTransferredCredit",
        command: "receive-transferred-credit",
        body: { accountId: toAccount, transferId, fromAccount: streamId },
        onRefusal: () => ({
          compensate: {
            step: "ReverseCreditTransfer",
            command: "reverse-credit-transfer",
            body: { accountId: streamId, transferId, toAccount },
          },
        }),
      },
    ],
    PaymentReturned: returned,
    TransferredCreditReturned: returned,
  },
};

/** A transfer that the other account did not take is not known there: nothing has to be returned. */
function returned({
  data: { transfers = [], on },
  streamId,
}: ProcessEvent<"PaymentReturned" | "TransferredCreditReturned">): readonly Step[] {
  return transfers.map(({ transferId, toAccount }) => ({
    step: `ReturnTransferredCredit ${transferId}`,
    command: "return-transferred-credit",
    body: { accountId: toAccount, transferId, fromAccount: streamId, on },
    onRefusal: (code) => (code === "RESOURCE_NOT_FOUND" || code === "ACCOUNT_NOT_FOUND" ? "ignore" : "park"),
  }));
}
