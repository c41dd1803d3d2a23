import { type ReceiptMethod, RegisterReceiptBody } from "../../../../schemas/commands/receipts.ts";
import { ReceiptRegistered } from "../../../../schemas/events/account/receipts.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { decimalsOf } from "../../../kernel/currency.ts";
import { broken, type DeepReadonly, effective, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, divideHalfUp, fractionOf, type Minor, toMinor } from "../../../kernel/money.ts";
import { homeBranchOf, salespersonOn } from "../../customer/customer.ts";
import { type DomainFacts, defineCommand } from "../../facts.ts";
import { branchIsKnown } from "../../legal-entity/legal-entity.ts";
import { numberClaims, numberFits } from "../../legal-entity/series.ts";
import { DESK } from "../../roles.ts";
import { givenDateIsOpen, moneyDate } from "../../time-locks.ts";
import { accountOf } from "../account.ts";
import { currencyIs, partsOfAccount } from "../account-id.ts";
import { ownersAreKnown } from "../owners.ts";
import { referenceClaims, replacementFits } from "./bank-reference.ts";
import type { Receipts } from "./receipts.ts";

type Body = DeepReadonly<(typeof RegisterReceiptBody)["static"]>;

/** Money in hand, or settled without money. */
const CLEARED_AT_ONCE: readonly ReceiptMethod[] = ["CASH", "NETTING"];

export const registerReceipt = defineCommand({
  name: "RegisterReceipt",
  title: { en: "Register a receipt", es: "Registrar un recibo de caja" },
  body: RegisterReceiptBody,
  issuedBy: ["CSH", "TRE", ...DESK, "SYS"],
  target: accountOf,
  mayBeDatedAhead: true,
  begins: true,
  facts: ["customer", "entity", "policies", "locks", "tillSession"],
  refusals: [
    ...(["CUSTOMER_NOT_FOUND", "ACCOUNT_NOT_FOUND", "OVERLAPS", "NUMBER_REQUIRED", "DUPLICATE_DOCUMENT"] as const),
    "NUMBER_NOT_EXPECTED",
    ...(["DUPLICATE_RECEIPT_REFERENCE", "FUTURE_RECEIPT_DATE", "TILL_CLOSED", "UNKNOWN_BANK_ACCOUNT", "CURRENCY_MISMATCH"] as const),
    ...(["FX_RATE_MISSING", "BAD_MONEY", "RESOURCE_NOT_FOUND", "RECEIPT_NOT_FOUND", "INVALID_TRANSITION", "MALFORMED"] as const),
    ...(["REPLACEMENT_DIFFERS", "FUTURE_EFFECTIVE_DATE"] as const),
    ...(["PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "DAY_SEALED"] as const),
  ],
  examine: ({ method, tillSessionId, bankAccountId, instrument }) =>
    broken([
      tillSessionId === undefined && bankAccountId === undefined
        ? violation("MALFORMED", { needed: "tillSessionId or bankAccountId" }, "/bankAccountId")
        : undefined,
      instrument === undefined && (method === "CHEQUE" || method === "POST_DATED_CHEQUE")
        ? violation("MALFORMED", { needed: "instrument" }, "/instrument")
        : undefined,
    ]),
  claims: (body) => [...numberClaims(partsOfAccount(body.accountId).entityId, "RECEIPT", body), ...referenceClaims(body)],

  decide({ credits, receipts }, command, facts) {
    const { accountId, receiptId, series, number, method, receivedOn, valueDate, bankAccountId } = command;
    const owners = partsOfAccount(accountId);
    const { customerId, entityId, currency } = owners;
    const till = facts.policies.inForce("till", receivedOn).body;
    const violations = broken([
      ownersAreKnown(owners, facts),
      credits.byId.has(receiptId) ? violation("OVERLAPS", { receiptId }, "/receiptId") : undefined,
      numberFits(facts.entity, "RECEIPT", command),
      datesAreNotInFuture(command, facts.today),
      facts.effectiveOn !== undefined && facts.effectiveOn > facts.today && method !== "POST_DATED_CHEQUE"
        ? violation("FUTURE_EFFECTIVE_DATE", { effectiveOn: facts.effectiveOn, today: facts.today }, "/effectiveOn")
        : undefined,
      tillIsOpen(command, facts.tillSession, facts.actor.personId, till.required),
      bankAccountFits(command, facts.entity),
      conversionIsRight(command, currency),
      fulfilsItsRequest(command, receipts),
      replacementFits(command, credits, receipts),
      branchIsKnown(facts.entity, command.branchId),
      givenDateIsOpen(facts),
    ]);
    if (violations.length > 0) return refuse(...violations);

    const { original, payer, instrument, remittance, bankReference } = command;
    const branchId = command.branchId ?? homeBranchOf(facts.customer, entityId);
    const salespersonId = salespersonOn(facts.customer, entityId, valueDate);
    const registered = ReceiptRegistered({
      receiptId,
      series,
      ...(number !== undefined && { number }),
      method,
      amount: amountText(toMinor(command.amount), currency),
      receivedOn,
      valueDate,
      viaLawyer: command.viaLawyer === true,
      thirdPartyPayer: payer !== undefined && !("customerId" in payer && payer.customerId === customerId),
      remittance: (remittance ?? []).map(({ reference, amount }) => ({
        reference,
        ...(amount && { amount: amountText(toMinor(amount), amount.currency) }),
      })),
      cleared: CLEARED_AT_ONCE.includes(method),
      ...(original?.rate !== undefined && {
        original: {
          amount: amountText(toMinor(original.amount), original.amount.currency),
          currency: original.amount.currency,
          rate: original.rate,
        },
      }),
      ...(bankAccountId !== undefined && { bankAccountId }),
      ...(bankReference !== undefined && { bankReference, occurrence: command.occurrence ?? 1 }),
      ...(command.requestId !== undefined && { requestId: command.requestId }),
      ...(command.replaces !== undefined && { replaces: command.replaces }),
      ...(payer !== undefined && { payer }),
      ...(instrument !== undefined && { instrument }),
      ...(branchId !== undefined && { branchId }),
      ...(salespersonId !== undefined && { salespersonId }),
    });
    return [effective(moneyDate(facts, valueDate), registered)];
  },
});

/** Only a post-dated cheque has its value in the future. */
function datesAreNotInFuture({ method, receivedOn, valueDate }: Body, today: CalendarDate): Verdict {
  return [
    ...(receivedOn > today ? [violation("FUTURE_RECEIPT_DATE", { receivedOn, today }, "/receivedOn")] : []),
    ...(valueDate > today && method !== "POST_DATED_CHEQUE" ? [violation("FUTURE_RECEIPT_DATE", { valueDate, today }, "/valueDate")] : []),
  ];
}

/**
 * Cash goes through an open till session, unless the company works without tills and names the bank account. A session named is the
 * cashier's own, and the day of the receipt is the day of the session.
 */
function tillIsOpen(
  { method, tillSessionId, bankAccountId, receivedOn }: Body,
  session: DomainFacts["tillSession"],
  cashierId: string,
  required: boolean,
): Verdict {
  if (tillSessionId !== undefined) {
    const isTheirs = session?.cashierId === cashierId && session.businessDate === receivedOn;
    return isTheirs ? undefined : violation("TILL_CLOSED", { tillSessionId }, "/tillSessionId");
  }
  const withoutTill = method !== "CASH" || (!required && bankAccountId !== undefined);
  return withoutTill ? undefined : violation("TILL_CLOSED", { tillSessionId: "none named" }, "/tillSessionId");
}

function bankAccountFits({ bankAccountId, amount, original }: Body, entity: DeepReadonly<DomainFacts["entity"]>): Verdict {
  if (bankAccountId === undefined) return undefined;
  const account = entity?.bankAccounts.get(bankAccountId);
  if (account === undefined) return violation("UNKNOWN_BANK_ACCOUNT", { bankAccountId }, "/bankAccountId");
  const { currency } = original?.amount ?? amount;
  if (account.currency === currency) return undefined;
  return violation("CURRENCY_MISMATCH", { expected: account.currency, given: currency }, "/bankAccountId");
}

/** Money of another currency is converted at the rate that is stored, HALF_UP. */
function conversionIsRight({ amount, original }: Body, currency: string): Verdict {
  if (amount.currency !== currency) return currencyIs(currency, { amount });
  if (original === undefined) return undefined;
  if (original.amount.currency === currency) {
    return violation("CURRENCY_MISMATCH", { expected: `other than ${currency}`, given: currency }, "/original/amount");
  }
  if (original.rate === undefined) {
    return violation("FX_RATE_MISSING", { from: original.amount.currency, to: currency }, "/original/rate");
  }
  const expected = converted(original.amount, original.rate, currency);
  return expected === toMinor(amount) ? undefined : violation("BAD_MONEY", { expected: amountText(expected, currency) }, "/amount");
}

function converted(money: { readonly amount: string; readonly currency: string }, rate: string, currency: string): Minor {
  const { numerator, denominator } = fractionOf(rate);
  const scale = (code: string) => 10n ** BigInt(decimalsOf(code));
  return divideHalfUp(toMinor(money) * numerator * scale(currency), denominator * scale(money.currency));
}

/** A request is fulfilled once. Bank lines are not in the ledger yet, so no id of theirs is known. */
function fulfilsItsRequest({ requestId, bankLineId }: Body, { requests }: DeepReadonly<Receipts>): Verdict {
  const status = requestId === undefined ? undefined : requests.get(requestId);
  return broken([
    requestId !== undefined && status === undefined
      ? violation("RESOURCE_NOT_FOUND", { kind: "RECEIPT_REQUEST", requestId }, "/requestId")
      : undefined,
    requestId !== undefined && status !== undefined && status !== "REQUESTED"
      ? violation("INVALID_TRANSITION", { requestId, status }, "/requestId")
      : undefined,
    bankLineId === undefined ? undefined : violation("RESOURCE_NOT_FOUND", { kind: "BANK_LINE", bankLineId }, "/bankLineId"),
  ]);
}
