import { ReturnPaymentBody } from "../../../../schemas/commands/receipts.ts";
import { PaymentReturned } from "../../../../schemas/events/account/receipts.ts";
import { broken, effective, refuse, violation } from "../../../kernel/decider.ts";
import { amountText, percentOf, toMinor } from "../../../kernel/money.ts";
import { defineCommand } from "../../facts.ts";
import { moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { transferredOut } from "../credit-moves/transferred-out.ts";
import { discountsRevoked, liveApplications, type TakenBack, usesUndone, vanishes } from "./money-taken-back.ts";
import { chargesIssued, paidRefunds, type ReturnCharge } from "./return-charges.ts";
import { earliestReturn, returnDate, returnDateIsPossible } from "./return-date.ts";

export const returnPayment = defineCommand({
  name: "ReturnPayment",
  title: { en: "Record that the bank returned a payment", es: "Registrar un pago devuelto por el banco" },
  body: ReturnPaymentBody,
  issuedBy: ["TRE", "SYS"],
  target: accountOf,
  facts: ["customer", "policies", "locks"],
  refusals: [
    ...(["RECEIPT_NOT_FOUND", "INVALID_TRANSITION", "FUTURE_RECEIPT_DATE", "CURRENCY_MISMATCH"] as const),
    ...(["EFFECTIVE_BEFORE_APPLICATION", "PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],

  /** Undoes a bounced payment with all its consequences. Whatever was done with the money, a return is accepted. */
  decide(account, command, facts) {
    const { accountId, receiptId, on, reasonCode, drawerFault, bankFee } = command;
    const { currency } = partsOfAccount(accountId);
    const credit = account.credits.byId.get(receiptId);
    if (credit?.kind !== "RECEIPT") return refuse(violation("RECEIPT_NOT_FOUND", { receiptId }, "/receiptId"));
    const live = liveApplications(account, receiptId);
    const earliest = earliestReturn(credit, live, on);
    const violations = broken([
      credit.status === "LIVE" ? undefined : violation("INVALID_TRANSITION", { receiptId, status: credit.status }, "/receiptId"),
      on > facts.today ? violation("FUTURE_RECEIPT_DATE", { on, today: facts.today }, "/on") : undefined,
      on < credit.receivedOn ? violation("EFFECTIVE_BEFORE_APPLICATION", { on, receivedOn: credit.receivedOn }, "/on") : undefined,
      currencyIs(currency, { bankFee }),
      credit.status === "LIVE" ? returnDateIsPossible(earliest, live, facts) : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);

    const effectiveOn = returnDate(earliest, live, facts);
    const back: TakenBack = { creditItemId: receiptId, credit, effectiveOn, today: facts.today, currency };
    const { returnSanctionPct } = facts.policies.inForce("application", on).body;
    const ofTheBank = { dueOn: on, effectiveOn: moneyDate(facts, on), sourceId: receiptId };
    const charges: readonly ReturnCharge[] = [
      { reasonCode: "RETURNED_CHEQUE", amount: bankFee === undefined ? 0n : toMinor(bankFee), ...ofTheBank },
      { reasonCode: "RETURN_SANCTION", amount: drawerFault ? percentOf(credit.amount, returnSanctionPct) : 0n, ...ofTheBank },
      ...paidRefunds(account, receiptId).map(({ refundId, amount }) => ({
        ...({ reasonCode: "RETURNED_AFTER_REFUND", amount, dueOn: earliest, effectiveOn, sourceId: refundId } as const),
      })),
    ];
    const returned = PaymentReturned({
      receiptId,
      on,
      reasonCode,
      drawerFault,
      amount: amountText(credit.amount, currency),
      unapplied: amountText(vanishes(account, back), currency),
      ...transferredOut(account, receiptId, currency),
    });
    return [
      ...usesUndone(account, back),
      effective(effectiveOn, returned),
      ...discountsRevoked(account, back),
      ...chargesIssued(account, charges, facts.customer),
    ];
  },
});
