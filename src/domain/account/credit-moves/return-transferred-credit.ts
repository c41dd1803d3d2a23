import { ReturnTransferredCreditBody } from "../../../../schemas/commands/credit-moves.ts";
import { TransferredCreditReturned } from "../../../../schemas/events/account/credit-moves.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { discountsRevoked, liveApplications, type TakenBack, usesUndone, vanishes } from "../receipts/money-taken-back.ts";
import { chargesIssued, paidRefunds } from "../receipts/return-charges.ts";
import { earliestReturn, returnDate, returnDateIsPossible } from "../receipts/return-date.ts";
import { transferredOut } from "./transferred-out.ts";

export const returnTransferredCredit = defineCommand({
  name: "ReturnTransferredCredit",
  title: { en: "Return a transferred credit", es: "Devolver un saldo a favor trasladado" },
  body: ReturnTransferredCreditBody,
  issuedBy: ["SYS"],
  target: accountOf,
  facts: ["customer", "locks", "creditTransfer"],
  refusals: [
    ...(["RESOURCE_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_RECEIPT_DATE", "EFFECTIVE_BEFORE_APPLICATION"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** The money did not come where it was transferred from: here everything done with it is undone, as where a cheque bounces. No fee. */
  decide(account, { accountId, transferId, fromAccount, on }, facts) {
    const { currency } = partsOfAccount(accountId);
    const credit = account.credits.byId.get(transferId);
    if (credit?.kind !== "TRANSFERRED_CREDIT" || account.creditMoves.origins.get(transferId)?.fromAccount !== fromAccount) {
      return refuse(violation("RESOURCE_NOT_FOUND", { kind: "TRANSFER", transferId }, "/transferId"));
    }
    const isReturnedThere = facts.creditTransfer.sent?.isReturned === true;
    const live = liveApplications(account, transferId);
    const earliest = earliestReturn(credit, live, on);
    const violations = broken([
      credit.status === "LIVE" && isReturnedThere
        ? undefined
        : violation("INVALID_TRANSITION", { transferId, status: isReturnedThere ? credit.status : "RECEIVED" }, "/transferId"),
      on > facts.today ? violation("FUTURE_RECEIPT_DATE", { on, today: facts.today }, "/on") : undefined,
      returnDateIsPossible(earliest, live, facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const effectiveOn = returnDate(earliest, live, facts);
    const back: TakenBack = { creditItemId: transferId, credit, effectiveOn, today: facts.today, currency };
    const charges = paidRefunds(account, transferId).map(({ refundId, amount }) => ({
      ...({ reasonCode: "RETURNED_AFTER_REFUND", amount, dueOn: earliest, effectiveOn, sourceId: refundId } as const),
    }));
    const returned = TransferredCreditReturned({
      transferId,
      fromAccount,
      on,
      amount: amountText(credit.amount, currency),
      unapplied: amountText(vanishes(account, back), currency),
      ...transferredOut(account, transferId, currency),
    });
    return [
      ...usesUndone(account, back),
      effective(effectiveOn, returned),
      ...discountsRevoked(account, back),
      ...chargesIssued(account, charges, facts.customer),
    ];
  },
});
