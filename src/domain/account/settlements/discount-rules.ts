import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import { laterOf } from "../../../kernel/calendar-date.ts";
import { type Minor, sumOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import type { DiscountLimits } from "../applications/companion-rules.ts";
import { isWithinTerms } from "../applications/companion-rules.ts";
import { keyOf } from "./settlements.ts";

/** What of a discount still counts on an instalment, and whether it came with a payment. */
interface Granted {
  readonly left: Minor;
  readonly alone: boolean;
}

function grantedOn({ settlements, settlementIndex }: Account, instalmentId: string): readonly Granted[] {
  return (settlementIndex.discountsOf.get(instalmentId) ?? []).flatMap((id) => {
    const discount = settlements.get(keyOf("DISCOUNT", id));
    return discount === undefined ? [] : { left: discount.left, alone: discount.applicationId === undefined };
  });
}

/** All that was granted on an instalment and not revoked, in minor units: parts of one discount need the authority of the whole. */
export function discountsOn(account: Account, instalmentId: string): Minor {
  return sumOf(grantedOn(account, instalmentId).map(({ left }) => left));
}

/**
 * The day on which an early-payment discount that is granted apart counts as settled: that of the last payment in time. Nothing where the
 * document offers none, or where with the discounts before it is more than those payments have earned (DSC-1).
 */
export function earlyPaymentDay(
  account: Account,
  instalmentId: string,
  amount: Minor,
  base: DiscountLimits["base"],
): CalendarDate | undefined {
  const document = account.documents.byId.get(account.documents.instalments.get(instalmentId)?.documentId ?? "");
  const early = document?.earlyDiscount;
  if (document === undefined || early === undefined) return undefined;
  const inTime = paymentsOn(account, instalmentId).filter(({ settledOn, left }) => left > 0n && settledOn <= early.lastDay);
  const day = inTime.map(({ settledOn }) => settledOn).reduce(laterOf, "");
  if (day === "") return undefined;
  const paid = sumOf(inTime.map(({ left, companions }) => left + sumOf(companions.map((each) => each.left))));
  const alone = sumOf(grantedOn(account, instalmentId).map((each) => (each.alone ? each.left : 0n)));
  const withPayments = sumOf(inTime.flatMap(({ companions }) => companions.map(({ kind, left }) => (kind === "DISCOUNT" ? left : 0n))));
  const discounts = withPayments + alone + amount;
  return isWithinTerms(discounts, document, paid + alone + amount, day, base) ? day : undefined;
}

/** Lines by which money settled an instalment; what notes settled was not paid. */
function paymentsOn({ applications }: Account, instalmentId: string) {
  return (applications.ofInstalment.get(instalmentId) ?? []).flatMap((id) => {
    const application = applications.byId.get(id);
    if (application?.kind !== "PAYMENT") return [];
    return application.lines.filter((line) => line.instalmentId === instalmentId);
  });
}
