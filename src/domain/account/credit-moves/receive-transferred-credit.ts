import { ReceiveTransferredCreditBody } from "../../../../schemas/commands/credit-moves.ts";
import { CreditTransferredIn } from "../../../../schemas/events/account/credit-moves.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";

export const receiveTransferredCredit = defineCommand({
  name: "ReceiveTransferredCredit",
  title: { en: "Receive a transferred credit", es: "Recibir un saldo a favor trasladado" },
  body: ReceiveTransferredCreditBody,
  issuedBy: ["SYS"],
  target: accountOf,
  begins: true,
  facts: ["customer", "entity", "creditTransfer"],
  refusals: ["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "OVERLAPS"],

  /**
   * What is received is what the other account sent, on its business date: nothing of it comes from the command. A transfer has the id of a
   * credit here from now on, so an id that a credit of this account has already refuses it.
   */
  decide({ credits }, { accountId, transferId, fromAccount }, facts) {
    const owners = partsOfAccount(accountId);
    const { sent } = facts.creditTransfer;
    if (sent === undefined || sent.toAccount !== accountId) {
      return refuse(violation("RESOURCE_NOT_FOUND", { kind: "TRANSFER", transferId }, "/transferId"));
    }
    const violations = broken([
      ownersAreKnown(owners, facts),
      sent.status === "OUT" ? undefined : violation("INVALID_TRANSITION", { transferId, status: sent.status }, "/transferId"),
      credits.byId.has(transferId) ? violation("OVERLAPS", { transferId }, "/transferId") : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);
    const { inAmount, valueDate, effectiveOn } = sent;
    const received = CreditTransferredIn({ transferId, fromAccount, amount: amountText(inAmount, owners.currency), valueDate });
    return [effective(effectiveOn, received)];
  },
});
