import { ConfirmClearanceBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptCleared } from "../../../../schemas/events/account.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { broken, type DeepReadonly, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import type { Receipts } from "./receipts.ts";

export const confirmClearance = defineCommand({
  name: "ConfirmClearance",
  title: { en: "Confirm that a receipt cleared", es: "Confirmar que un recibo se hizo efectivo" },
  body: ConfirmClearanceBody,
  issuedBy: ["TRE", "SYS"],
  target: accountOf,
  facts: ["locks"],
  refusals: [
    ...(["RECEIPT_NOT_FOUND", "OVER_MATCH", "FUTURE_RECEIPT_DATE", "VALIDITY_INVERTED", "RESOURCE_NOT_FOUND", "MALFORMED"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ bankLineId, evidenceHash }) =>
    bankLineId === undefined && evidenceHash === undefined
      ? [violation("MALFORMED", { needed: "bankLineId or evidenceHash" }, "/evidenceHash")]
      : [],

  decide({ receipts }, { accountId, receiptId, on, bankLineId, evidenceHash }, facts) {
    const receipt = receipts.byId.get(receiptId);
    if (receipt === undefined) return refuse(violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId"));
    const violations = broken([
      receipt.cleared ? violation("OVER_MATCH", { receiptId }, "/receiptId") : undefined,
      on > facts.today ? violation("FUTURE_RECEIPT_DATE", { on, today: facts.today }, "/on") : undefined,
      on < receipt.valueDate ? violation("VALIDITY_INVERTED", { on, valueDate: receipt.valueDate }, "/on") : undefined,
      bankLineId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "BANK_LINE", bankLineId }, "/bankLineId"),
      facts.effectiveOn !== undefined && facts.effectiveOn < receipt.effectiveOn
        ? violation("VALIDITY_INVERTED", { from: receipt.effectiveOn, to: facts.effectiveOn }, "/effectiveOn")
        : undefined,
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const { currency } = partsOfAccount(accountId);
    const date = moneyDate(facts, laterOf(on, receipt.effectiveOn));
    // Nothing is released in a report before the clearance itself is.
    const released = conditionalParts(receipts, receiptId).map(({ instalmentId, amount, effectiveOn }) => ({
      instalmentId,
      amount: amountText(amount, currency),
      effectiveOn: [on, date, effectiveOn].reduce(laterOf),
    }));
    return [effective(date, ReceiptCleared({ receiptId, on, released, ...(evidenceHash !== undefined && { evidenceHash }) }))];
  },
});

/** What is applied with this money now, by instalment and day: all that a return would re-open. */
function conditionalParts(
  state: DeepReadonly<Receipts>,
  receiptId: string,
): readonly { readonly instalmentId: string; readonly amount: Minor; readonly effectiveOn: string }[] {
  const applications = (state.applicationsOfReceipt.get(receiptId) ?? [])
    .map((id) => state.applications.get(id))
    .filter((each) => each !== undefined);
  return applications.flatMap(({ lines, effectiveOn }) =>
    lines
      .map(({ instalmentId, left, companions }) => ({
        instalmentId,
        amount: left + sumOf(companions.map((each) => each.left)),
        effectiveOn,
      }))
      .filter(({ amount }) => amount > 0n),
  );
}
