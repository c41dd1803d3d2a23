import { TransferCreditBody } from "../../../../schemas/commands/credit-moves.ts";
import { CreditTransferredOut } from "../../../../schemas/events/account/credit-moves.ts";
import { broken, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText } from "../../../kernel/money.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { LEAD } from "../../roles.ts";
import { accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { LEAVE_REFUSALS, planLeave } from "./leaving-credit.ts";

export const transferCredit = defineCommand({
  name: "TransferCredit",
  title: { en: "Transfer credit to another account", es: "Trasladar saldo a favor a otra cuenta" },
  body: TransferCreditBody,
  issuedBy: ["CHF"],
  approvedBy: [...LEAD, "DIR"],
  target: accountOf,
  facts: ["locks", "recipient"],
  refusals: [
    ...(["OVERLAPS", "ENTITY_MISMATCH", "ACCOUNT_NOT_FOUND", "FX_RATE_MISSING", "REASON_REQUIRED", ...LEAVE_REFUSALS] as const),
    "MALFORMED",
  ],
  examine: ({ accountId, toAccount }) =>
    accountId === toAccount ? [violation("MALFORMED", { needed: "another account" }, "/toAccount")] : [],

  /** Money leaves here, and the process receives it there: with the same business date, its value date kept. */
  decide(account, command, facts) {
    const { accountId, transferId, creditItemId, toAccount } = command;
    const { currency } = partsOfAccount(accountId);
    const { transfersOut } = account.creditMoves;
    const form = broken([
      transfersOut.has(transferId) ? violation("OVERLAPS", { transferId }, "/transferId") : undefined,
      accountCanReceive(accountId, toAccount, facts.recipient),
      facts.reasonGiven ? undefined : violation("REASON_REQUIRED", {}, "/reason"),
    ]);
    const leave = planLeave(account, command, facts);
    if ("rejected" in leave) return refuse(...form, ...leave.rejected);
    if (form.length > 0) return refuse(...form);

    const amount = amountText(leave.amount, currency);
    const { valueDate } = leave.credit;
    const out = CreditTransferredOut({ transferId, creditItemId, toAccount, amount, inAmount: amount, valueDate });
    return [effective(leave.effectiveOn, out)];
  },
});

/** An account of the same legal entity and a known customer. There are no exchange rates yet, so it has the same currency. */
function accountCanReceive(fromAccount: string, toAccount: string, recipient: DeepReadonly<DomainFacts["recipient"]>): Verdict {
  const from = partsOfAccount(fromAccount);
  const to = partsOfAccount(toAccount);
  if (to.entityId !== from.entityId) {
    return violation("ENTITY_MISMATCH", { expected: from.entityId, given: to.entityId }, "/toAccount");
  }
  return broken([
    recipient === undefined ? violation("ACCOUNT_NOT_FOUND", { customerId: to.customerId }, "/toAccount") : undefined,
    to.currency === from.currency ? undefined : violation("FX_RATE_MISSING", { from: from.currency, to: to.currency }, "/toAccount"),
  ]);
}
