import { OffsetAccountsBody } from "../../../../schemas/commands/credit-moves.ts";
import { AccountsOffset } from "../../../../schemas/events/account/credit-moves.ts";
import { ReceiptRegistered } from "../../../../schemas/events/account/receipts.ts";
import { broken, type DeepReadonly, effective, refuse, type Violation, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, sumOf, toMinor } from "../../../kernel/money.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import { defineCommand } from "../../facts.ts";
import { numberClaims, numberFits } from "../../legal-entity/series.ts";
import { DESK } from "../../roles.ts";
import { moneyDate } from "../../time-locks.ts";
import { type Account, accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { PLAN_REFUSALS, planApplication } from "../applications/application-plan.ts";
import { paymentEvents } from "../applications/payment-events.ts";
import { freshCredit } from "../credits/credits.ts";

type Body = DeepReadonly<(typeof OffsetAccountsBody)["static"]>;

export const offsetAccounts = defineCommand({
  name: "OffsetAccounts",
  title: { en: "Offset against what the company owes", es: "Hacer un cruce de cuentas" },
  body: OffsetAccountsBody,
  issuedBy: [...DESK, "CHF"],
  approvedBy: ["CHF"],
  alsoApprovedBy: ["ACC"],
  target: accountOf,
  facts: ["customer", "entity", "policies", "locks"],
  refusals: [
    ...(["NUMBER_REQUIRED", "NUMBER_NOT_EXPECTED", "DUPLICATE_DOCUMENT", "BAD_MONEY", "OFFSET_EXCEEDS_PAYABLE"] as const),
    ...PLAN_REFUSALS.filter((code) => !["AUTHORITY_EXCEEDED", "WITHHOLDING_MISMATCH", "UNKNOWN_WITHHOLDING_RATE"].includes(code)),
  ],
  claims: (body) => numberClaims(partsOfAccount(body.accountId).entityId, "RECEIPT", body),

  /**
   * What the company owes the customer pays what the customer owes: no money moves, so it counts as cleared and no bank line is expected.
   * The receipt and its application have the id of the offset, and all three the same business date.
   */
  decide(account, command, facts) {
    const { accountId, offsetId, series, number, payableDocs, lines, counterpartyAgreementHash } = command;
    const { customerId, entityId, currency } = partsOfAccount(accountId);
    const form = broken([
      numberFits(facts.entity, "RECEIPT", command),
      idIsTaken(account, offsetId) ? violation("OVERLAPS", { offsetId }, "/offsetId") : undefined,
      currencyIs(currency, amountsOf(command)),
    ]);
    if (form.length > 0) return refuse(...form);

    const day = moneyDate(facts, facts.today);
    const amount = amountText(toMinor(command.amount), currency);
    const born = { valueDate: day, cleared: true, effectiveOn: day, revision: Number.MAX_SAFE_INTEGER };
    const asked = {
      applicationId: offsetId,
      creditItemId: offsetId,
      kinds: ["RECEIPT"] as const,
      words: { notFound: "RECEIPT_NOT_FOUND", exhausted: "RECEIPT_EXHAUSTED", pointer: "/offsetId" } as const,
      lines: lines.map((line, index) => ({ ...line, lineId: `${offsetId}.${index + 1}` })),
      credit: freshCredit({ kind: "RECEIPT", method: "NETTING", amount, ...born }),
    };
    const sums = sumsAgree(command, currency);
    if (sums.length > 0) return refuse(...sums);
    const plan = planApplication(account, asked, currency, { ...facts, effectiveOn: day });
    if ("rejected" in plan) return plan;

    const branchId = homeBranchOf(facts.customer, entityId);
    const salespersonId = salespersonOn(facts.customer, entityId, day);
    const registered = ReceiptRegistered({
      ...{ receiptId: offsetId, series, method: "NETTING", amount, receivedOn: day, valueDate: day, cleared: true },
      ...{ viaLawyer: false, thirdPartyPayer: false, payer: { customerId }, remittance: [] },
      ...(number !== undefined && { number }),
      ...(branchId !== undefined && { branchId }),
      ...(salespersonId !== undefined && { salespersonId }),
    });
    const offset = AccountsOffset({
      offsetId,
      payableDocs: payableDocs.map((each) => ({ reference: each.reference, amount: amountText(toMinor(each.amount), currency) })),
      amount,
      counterpartyAgreementHash,
      approvers: facts.approvers.map(({ personId }) => personId),
    });
    const payment = paymentEvents({ applicationId: offsetId, receiptId: offsetId }, plan, currency, facts.today);
    return [effective(day, offset), effective(day, registered), ...payment];
  },
});

function idIsTaken({ creditMoves, credits, applications, proposals }: Account, offsetId: string): boolean {
  return creditMoves.offsets.has(offsetId) || credits.byId.has(offsetId) || applications.byId.has(offsetId) || proposals.has(offsetId);
}

/** The amount is what the lines pay, and no more than the company owes on the documents named. */
function sumsAgree({ amount, lines, payableDocs }: Body, currency: string): readonly Violation[] {
  const text = (minor: Minor) => amountText(minor, currency);
  const requested = toMinor(amount);
  const paid = sumOf(lines.map((line) => toMinor(line.amount)));
  const payable = sumOf(payableDocs.map((each) => toMinor(each.amount)));
  return broken([
    requested === paid ? undefined : violation("BAD_MONEY", { expected: text(paid) }, "/amount"),
    requested <= payable
      ? undefined
      : violation("OFFSET_EXCEEDS_PAYABLE", { payable: text(payable), requested: text(requested) }, "/payableDocs"),
  ]);
}

function amountsOf({ amount, lines, payableDocs }: Body): Parameters<typeof currencyIs>[1] {
  return {
    amount,
    ...Object.fromEntries(lines.map((line, index) => [`lines/${index}/amount`, line.amount])),
    ...Object.fromEntries(payableDocs.map((each, index) => [`payableDocs/${index}/amount`, each.amount])),
  };
}
