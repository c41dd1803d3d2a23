import { ConfirmClearanceBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptCleared } from "../../../../schemas/events/account/receipts.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { partsApplied } from "./parts-applied.ts";

export const confirmClearance = defineCommand({
  name: "ConfirmClearance",
  title: { en: "Confirm that a receipt cleared", es: "Confirmar que un recibo se hizo efectivo" },
  body: ConfirmClearanceBody,
  issuedBy: ["TRE", "SYS"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...([
      "RECEIPT_NOT_FOUND",
      "INVALID_TRANSITION",
      "OVER_MATCH",
      "FUTURE_RECEIPT_DATE",
      "VALIDITY_INVERTED",
      "RESOURCE_NOT_FOUND",
      "MALFORMED",
    ] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ bankLineId, evidenceHash }) =>
    bankLineId === undefined && evidenceHash === undefined
      ? [violation("MALFORMED", { needed: "bankLineId or evidenceHash" }, "/evidenceHash")]
      : [],

  decide(account, { accountId, receiptId, on, bankLineId, evidenceHash }, facts) {
    const receipt = account.credits.byId.get(receiptId);
    if (receipt?.kind !== "RECEIPT") return refuse(violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId"));
    // Since the bank is waited for: where its confirmation was taken back, since that day.
    const waitingSince = laterOf(receipt.effectiveOn, receipt.waits.at(-1)?.from ?? receipt.effectiveOn);
    const violations = broken([
      receipt.status === "LIVE" ? undefined : violation("INVALID_TRANSITION", { receiptId, status: receipt.status }, "/receiptId"),
      receipt.cleared ? violation("OVER_MATCH", { receiptId }, "/receiptId") : undefined,
      on > facts.today ? violation("FUTURE_RECEIPT_DATE", { on, today: facts.today }, "/on") : undefined,
      on < receipt.valueDate ? violation("VALIDITY_INVERTED", { on, valueDate: receipt.valueDate }, "/on") : undefined,
      bankLineId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "BANK_LINE", bankLineId }, "/bankLineId"),
      facts.effectiveOn !== undefined && facts.effectiveOn < waitingSince
        ? violation("VALIDITY_INVERTED", { from: waitingSince, to: facts.effectiveOn }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const { currency } = partsOfAccount(accountId);
    const date = moneyDate(facts, laterOf(on, waitingSince));
    // Nothing is released in a report before the clearance itself is.
    const released = partsApplied(account, receiptId, laterOf(on, date), currency);
    return [effective(date, ReceiptCleared({ receiptId, on, released, ...(evidenceHash !== undefined && { evidenceHash }) }))];
  },
});
