import { RevokeClearanceBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptClearanceRevoked } from "../../../../schemas/events/account/receipts.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { partsApplied } from "./parts-applied.ts";

export const revokeClearance = defineCommand({
  name: "RevokeClearance",
  title: { en: "Take back that a receipt cleared", es: "Retirar que un recibo se hizo efectivo" },
  body: RevokeClearanceBody,
  issuedBy: ["TRE", "SYS"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["RECEIPT_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_RECEIPT_DATE", "VALIDITY_INVERTED", "MALFORMED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ bankLineId, evidenceHash }) =>
    bankLineId === undefined && evidenceHash === undefined
      ? [violation("MALFORMED", { needed: "bankLineId or evidenceHash" }, "/evidenceHash")]
      : [],

  /** RCT-9 Whatever did not clear the receipt takes nothing back. */
  decide(account, { accountId, receiptId, on, bankLineId, evidenceHash }, facts) {
    const receipt = account.credits.byId.get(receiptId);
    if (receipt?.kind !== "RECEIPT") return refuse(violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId"));
    const clearedBy = account.receipts.clearedBy.get(receiptId);
    if (clearedBy === undefined || clearedBy !== (bankLineId ?? evidenceHash)) return [];

    const { clearedOn = receipt.effectiveOn } = receipt;
    const violations = broken([
      receipt.status === "LIVE" ? undefined : violation("INVALID_TRANSITION", { receiptId, status: receipt.status }, "/receiptId"),
      on > facts.today ? violation("FUTURE_RECEIPT_DATE", { on, today: facts.today }, "/on") : undefined,
      on < clearedOn ? violation("VALIDITY_INVERTED", { from: clearedOn, to: on }, "/on") : undefined,
      facts.effectiveOn !== undefined && facts.effectiveOn < clearedOn
        ? violation("VALIDITY_INVERTED", { from: clearedOn, to: facts.effectiveOn }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const date = moneyDate(facts, laterOf(on, clearedOn));
    const pending = partsApplied(account, receiptId, date, partsOfAccount(accountId).currency);
    return [effective(date, ReceiptClearanceRevoked({ receiptId, pending }))];
  },
});
