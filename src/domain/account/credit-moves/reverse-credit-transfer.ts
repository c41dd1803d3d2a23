import { ReverseCreditTransferBody } from "../../../../schemas/commands/credit-moves.ts";
import { CreditTransferReversed } from "../../../../schemas/events/account/credit-moves.ts";
import { effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { firstOpenDay } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { restoredTo } from "./leaving-credit.ts";

export const reverseCreditTransfer = defineCommand({
  name: "ReverseCreditTransfer",
  title: { en: "Take back a credit transfer", es: "Revertir el traslado de un saldo a favor" },
  body: ReverseCreditTransferBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["locks", "creditTransfer"],
  refusals: ["RESOURCE_NOT_FOUND", "INVALID_TRANSITION"],

  /** The other account did not take it: the money is here again, on the business date on which it left, as if it had stayed. */
  decide({ creditMoves, credits }, { accountId, transferId, toAccount }, facts) {
    const transfer = creditMoves.transfersOut.get(transferId);
    if (transfer === undefined || transfer.toAccount !== toAccount) {
      return refuse(violation("RESOURCE_NOT_FOUND", { kind: "TRANSFER", transferId }, "/transferId"));
    }
    const status = facts.creditTransfer.isReceived ? "RECEIVED" : transfer.status;
    if (status !== "OUT") return refuse(violation("INVALID_TRANSITION", { transferId, status }, "/transferId"));
    const { creditItemId, amount, effectiveOn } = transfer;
    const restored = amountText(restoredTo(credits, creditItemId, amount), partsOfAccount(accountId).currency);
    return [effective(firstOpenDay(facts.locks, effectiveOn), CreditTransferReversed({ transferId, creditItemId, restored }))];
  },
});
