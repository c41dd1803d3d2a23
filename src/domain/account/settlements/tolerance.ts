import type { PolicyBody } from "../../../../schemas/policies.ts";
import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { type Verdict, violation } from "../../../kernel/decider.ts";
import { amountText, type Minor, parseAmount, percentOf, smallerOf, sumOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { monthOf } from "./settlement-index.ts";
import { keyOf } from "./settlements.ts";

/** What a difference is a rest of: an instalment, or a credit. */
export interface RestOf {
  readonly id: string;
  /** Its original amount. */
  readonly original: Minor;
}

/**
 * A difference is small: with what was written off before of the same instalment or credit in the month of its date it is within the
 * tolerance in amount and percent, and with everything written off in that month within the account's (DIF-1).
 */
export function isSmall(
  account: Account,
  rest: RestOf,
  amount: Minor,
  on: CalendarDate,
  currency: string,
  policy: PolicyBody<"tolerance">,
): Verdict {
  const limits = { amount: policy.amount[currency], monthly: policy.monthly[currency] };
  const lacking = (["amount", "monthly"] as const).find((name) => limits[name] === undefined);
  if (lacking !== undefined) return violation("UNKNOWN_CURRENCY", { currency, field: `tolerance.${lacking}` }, "/amount");

  const ofMonth = differencesIn(account, on);
  const ofRest = sumOf(ofMonth.map((each) => (each.restOf === rest.id ? each.left : 0n))) + amount;
  const inMonth = sumOf(ofMonth.map(({ left }) => left)) + amount;
  const minor = (text: string | undefined) => parseAmount(text ?? "0", currency) ?? 0n;
  const limit = smallerOf(minor(limits.amount), percentOf(rest.original, policy.pct));
  return [
    ...(ofRest > limit ? [exceeded(ofRest, limit, currency)] : []),
    ...(inMonth > minor(limits.monthly) ? [exceeded(inMonth, minor(limits.monthly), currency)] : []),
  ];
}

function exceeded(difference: Minor, limit: Minor, currency: string) {
  return violation("TOLERANCE_EXCEEDED", { difference: amountText(difference, currency), limit: amountText(limit, currency) }, "/amount");
}

/** What was written off in the month of a day and not taken back since. */
function differencesIn({ settlements, settlementIndex }: Account, day: CalendarDate) {
  return (settlementIndex.differencesIn.get(monthOf(day)) ?? []).flatMap((id) => {
    const difference = settlements.get(keyOf("DIFFERENCE", id));
    return difference === undefined ? [] : { left: difference.left, restOf: difference.instalmentId ?? difference.creditItemId };
  });
}
