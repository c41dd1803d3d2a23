import { AnnulReceiptBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptAnnulled } from "../../../../schemas/events/account/receipts.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { earliestReturn } from "./return-date.ts";

export const annulReceipt = defineCommand({
  name: "AnnulReceipt",
  title: { en: "Annul a receipt", es: "Anular un recibo de caja" },
  body: AnnulReceiptBody,
  issuedBy: ["TRE", "CHF"],
  approvedBy: ["TRE", ...LEAD, "DIR"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["RECEIPT_NOT_FOUND", "INVALID_TRANSITION", "ALREADY_APPLIED", "REASON_REQUIRED", "EFFECTIVE_BEFORE_APPLICATION"] as const),
    ...(["APPROVAL_REQUIRED", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** Only what nothing was done with; its number and its bank reference stay used. */
  decide({ credits }, { accountId, receiptId }, facts) {
    const { currency } = partsOfAccount(accountId);
    const receipt = credits.byId.get(receiptId);
    if (receipt?.kind !== "RECEIPT") return refuse(violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId"));
    const used = receipt.amount - receipt.unapplied;
    // The first day on which it can count nothing: later than today only for a post-dated cheque that is handed back.
    const earliest = earliestReturn(receipt, [], receipt.effectiveOn);
    const violations = broken([
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
      receipt.status === "LIVE" ? undefined : violation("INVALID_TRANSITION", { receiptId, status: receipt.status }, "/receiptId"),
      receipt.status === "LIVE" && (used > 0n || receipt.reserved > 0n)
        ? violation("ALREADY_APPLIED", { receiptId, used: amountText(used, currency), reserved: amountText(receipt.reserved, currency) })
        : undefined,
      receipt.status === "LIVE" && facts.effectiveOn !== undefined && facts.effectiveOn < earliest
        ? violation("EFFECTIVE_BEFORE_APPLICATION", { effectiveOn: facts.effectiveOn, earliest }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);
    const date = moneyDate(facts, laterOf(facts.today, earliest));
    return [effective(date, ReceiptAnnulled({ receiptId, amount: amountText(receipt.amount, currency) }))];
  },
});
